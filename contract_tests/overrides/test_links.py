"""Links from an answer to the operations that use it lead to operations, parameters and members that exist."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from overrides.normalised import Json, normalised, operations, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator


def links(document: Json) -> Iterator[tuple[str, Json, Json, Json]]:
    """Every link: its place, the link, the operation and the response that it starts from."""
    for name, operation in operations(document).items():
        for status, response in operation["responses"].items():
            for label, link in resolved(document, response).get("links", {}).items():
                yield f"{name} {status} {label}", link, operation, resolved(document, response)


def broken_links(document: Json) -> list[str]:
    """The links whose operation, parameter or expression leads nowhere."""
    found: list[str] = []
    for place, link, source, response in links(document):
        target = operations(document).get(link["operationId"], {"parameters": []})
        known = {parameter["name"] for parameter in target["parameters"]}
        for parameter, expression in link["parameters"].items():
            if parameter not in known or not _resolves(document, expression, source, response):
                found.append(f"{place} {parameter}")
    return found


def _resolves(document: Json, expression: str, source: Json, response: Json) -> bool:
    if expression.startswith("$request.path."):
        name = expression.removeprefix("$request.path.")
        return any((parameter["in"], parameter["name"]) == ("path", name) for parameter in source["parameters"])
    schema: Any = resolved(document, response["content"]["application/json"]["schema"])
    for part in expression.removeprefix("$response.body#/").split("/"):
        inner = schema.get("items") if part == "0" else schema.get("properties", {}).get(part)
        if inner is None:
            return False
        schema = resolved(document, inner)
    return bool(schema.get("type") == "string")


def test_links_lead_somewhere() -> None:
    """Buying, listing and searching link to reading, configuring and releasing, searching to buying as well."""
    document = normalised()
    rest = {"getActiveNumber", "configureActiveNumber", "releaseActiveNumber"}
    found = {
        name: {link["operationId"] for _, link, operation, _ in links(document) if operation["operationId"] == name}
        for name in operations(document)
    }
    assert {name: targets for name, targets in found.items() if targets} == {
        "buyActiveNumber": rest,
        "listActiveNumbers": rest,
        "searchAvailableNumbers": rest | {"buyActiveNumber"},
    }
    assert broken_links(document) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("getActiveNumber", "readActiveNumber"), ("phone_number", "number"), ("AccountId", "account")],
)
def test_a_broken_link_is_reported(old: str, new: str) -> None:
    """A link to an operation, a member or a parameter that does not exist is found."""
    document: Json = json.loads(json.dumps(normalised()))
    for _, link, _, _ in links(document):
        text = json.dumps(link).replace(old, new)
        link.update(json.loads(text))
    assert broken_links(document) != []
