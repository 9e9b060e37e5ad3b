"""Each method sends the request of the document's own sample, after what the overrides changed.

The sample says method, URL, headers and the names in the body; the normalised description says what became of the
path, and with what values the placeholders of the sample are filled. Nothing here is typed by hand.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from client.both_clients import both_clients
from client.calls import Call, call_of_examples, first_form, keywords
from client.described import (
    MISSING,
    ROOT,
    Json,
    Operation,
    Value,
    alternatives,
    description,
    example_of,
    operations,
    resolved,
    same,
)

if TYPE_CHECKING:
    import httpx

FACTS: Json = json.loads((ROOT / "openapi" / "document.facts.json").read_text(encoding="utf-8"))
BY_ID = pytest.mark.parametrize("documented", FACTS["operations"], ids=lambda documented: documented["id"])


def described(documented: Json) -> Operation:
    """The operation that the description has for one of the document."""
    (found,) = (
        operation
        for operation in operations().values()
        if operation.raw.get("x-documented-operation-id", operation.id) == documented["id"]
    )
    return found


def call_of(operation: Operation) -> Call:
    """The call that the sample makes: what is required, and the body with all its members."""
    return Call(operation, call_of_examples(operation).parameters, call_of_examples(operation, optional=True).members)


def as_sent(request: httpx.Request) -> tuple[str, str, dict[str, str], Value]:
    """What a sample and a request are compared by."""
    headers = {name: request.headers[name] for name in ("accept", "content-type") if name in request.headers}
    return request.method, str(request.url), headers, json.loads(request.content) if request.content else MISSING


def renewed_url(documented: Json, operation: Operation) -> str:
    """The URL of the sample on the described path, its placeholders filled with the described examples."""
    server = FACTS["servers"][0]["url"]
    documented_path = description()["paths"][operation.path].get("x-documented-path", operation.path)
    assert documented_path == documented["route"]
    pieces = [re.escape(piece) for piece in re.split(r"\{[^}]+\}", documented_path)]
    sample = urlsplit(documented["request"]["url"])
    assert re.fullmatch("[^/]+".join(pieces), sample.path.removeprefix(urlsplit(server).path)), (
        "the sample is of another path"
    )
    path, query = operation.path, [sample.query] if sample.query else list[str]()
    for node in operation.parameters:
        text = quote(str(example_of(node["schema"])), safe="")
        path = path.replace(f"{{{node['name']}}}", text)
        if node["in"] == "query" and node.get("required"):
            query.append(f"{node['name']}={text}")
    return description()["servers"][0]["url"] + path + ("?" + "&".join(query) if query else "")


def renewed_headers(documented: Json, operation: Operation) -> dict[str, str]:
    """The headers of the sample; one that asks for no type asks for that of the answers that were added to it."""
    media_types = sorted({name for response in operation.responses.values() for name in response.get("content", {})})
    given: dict[str, str] = documented["request"]["headers"]
    assert given.keys() <= {"accept", "content-type"}
    return {"accept": ", ".join(media_types), **given}


def renewed_body(documented: Json, operation: Operation) -> Value:
    """The body of the sample with the described examples in place of its placeholders."""
    if not documented["request"].get("has_body"):
        return MISSING
    return refilled(operation.body_schema, documented["request"]["body"])


def refilled(schema: Json, sample: Value) -> Value:
    """`sample` without the members that `schema` does not name, each placeholder replaced by its example."""
    shape = next(part for part in alternatives(schema) if part.get("type") != "null")
    if "properties" in shape and "examples" not in resolved(schema):
        return {
            name: refilled(shape["properties"][name], item)
            for name, item in sample.items()
            if name in shape["properties"]
        }
    return example_of(schema)


def test_every_operation_of_the_document_has_a_method() -> None:
    """The document and the description have the same operations, so that no sample is left out."""
    assert [described(documented).id for documented in FACTS["operations"]]
    assert {described(documented).id for documented in FACTS["operations"]} == operations().keys()


@BY_ID
def test_the_request_is_that_of_the_sample(documented: Json) -> None:
    """Method, URL, headers and body that both clients send are those of the sample after the overrides."""
    operation = described(documented)
    with both_clients() as clients:
        outcome = clients.call(operation, keywords(call_of(operation), first_form))
    method, url, headers, body = as_sent(outcome.requests[0])
    assert method == documented["request"]["method"] == documented["method"]
    assert url == renewed_url(documented, operation)
    assert headers == renewed_headers(documented, operation)
    expected: Any = renewed_body(documented, operation)
    assert same(body, expected), (body, expected)


@BY_ID
def test_the_sample_has_the_described_members(documented: Json) -> None:
    """Each property of the described body stands in the sample, with an example in place of each placeholder."""
    operation = described(documented)
    if documented["request"].get("has_body"):
        filled = renewed_body(documented, operation)
        assert same(filled, example_of(operation.body_schema))
        assert not same(filled, documented["request"]["body"]), "the placeholders were replaced"
