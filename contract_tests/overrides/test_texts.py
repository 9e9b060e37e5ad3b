"""What people read: everything is described, in plain sentences that become docstrings and table cells."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from overrides.normalised import Json, all_changes, normalised, operations, resolved, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = re.compile(r"\]\(|\]\[|[`<>*|{}]|//|&[a-z]+;|\b(TODO|FIXME)\b")


def described(document: Json) -> Iterator[tuple[str, Json]]:
    """Everything that must have a description, with its place."""
    yield "info", document["info"]
    components = document["components"]
    for kind in ("schemas", "responses", "securitySchemes"):
        yield from ((f"{kind} {name}", item) for name, item in components[kind].items())
    yield from ((f"tag {tag['name']}", tag) for tag in document["tags"])
    yield from ((f"server {server['url']}", server) for server in document["servers"])
    yield from ((place, schema) for place, schema in schemas(document) if re.search("/properties/[^/]+$", place))
    for name, operation in operations(document).items():
        yield name, operation
        yield from ((f"{name} {parameter['name']}", parameter) for parameter in operation["parameters"])
        if "requestBody" in operation:
            yield f"{name} requestBody", operation["requestBody"]
        for status, response in operation["responses"].items():
            whole = resolved(document, response)
            yield f"{name} {status}", whole
            yield from ((f"{name} {status} {header}", item) for header, item in whole.get("headers", {}).items())
            yield from ((f"{name} {status} {label}", item) for label, item in whole.get("links", {}).items())
            yield from ((f"{name} {status} {item['code']}", item) for item in whole.get("x-error-codes", []))


def undescribed(document: Json) -> list[str]:
    """The places without a description in at least one sentence of plain text."""
    return [place for place, item in described(document) if not _readable(str(item.get("description", "")))]


def _readable(text: str) -> bool:
    return len(text.split()) >= 4 and text.endswith(".") and text[0].isupper() and not PLAIN.search(text)


def test_everything_is_described() -> None:
    """Each parameter, property, operation, response, header, link, code and schema is described in plain sentences."""
    assert undescribed(normalised()) == []


def test_a_missing_description_is_reported() -> None:
    """What has no description, a single word, or markup in it, is found."""
    document = copy.deepcopy(normalised())
    document["components"]["schemas"]["Error"]["properties"]["code"]["description"] = "The [code](https://example.com)."
    document["components"]["schemas"]["Meta"]["properties"]["key"]["description"] = "Key."
    del document["tags"][0]["description"]
    assert len(undescribed(document)) == 3


def test_every_operation_has_a_summary() -> None:
    """A summary is one line without a full stop, as generated lists show it."""
    for name, operation in operations(normalised()).items():
        assert re.fullmatch(r"[A-Z][^.\n]{5,80}", operation["summary"]), name
    assert re.fullmatch(r"[A-Z][^\n]{20,120}\.", normalised()["info"]["summary"])


def test_a_member_that_is_never_null_does_not_speak_of_null() -> None:
    """The text of a required member does not explain what its null would mean."""
    required = [
        (name, key)
        for name, schema in normalised()["components"]["schemas"].items()
        for key in schema.get("required", [])
        if "null" in str(schema["properties"][key].get("description")).lower()
    ]
    assert required == []


def test_reasons_are_plain_text() -> None:
    """What an action says fits into a cell of a table."""
    texts = [text for change in all_changes() for text in (change.description, change.reason)]
    assert [text for text in texts if re.search(r"[|<>\n]|\]\(", text)] == []
