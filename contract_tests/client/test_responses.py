"""Whatever answer the description allows is parsed without loss, and written back equal."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from client.allowed import TRICKY_NAMES, bodies
from client.both_clients import Answer, BothClients, both_clients, bound, served_in_turn
from client.calls import call_of_examples, first_form, keywords
from client.described import (
    Json,
    Operation,
    Value,
    alternatives,
    example_of,
    operations,
    operations_of_bodies,
    resolved,
    same,
    snake,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_api import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

WITH_BODY = pytest.mark.parametrize(
    "operation", [item for item in operations().values() if item.success[1]], ids=lambda operation: operation.id
)
BY_BODY = pytest.mark.parametrize("alike", operations_of_bodies().values(), ids=operations_of_bodies())
OF_LISTS = pytest.mark.parametrize(
    "operation",
    [item for item in operations().values() if "items" in resolved(item.success[1] or {}).get("properties", {})],
    ids=lambda operation: operation.id,
)


@pytest.fixture(scope="module")
def clients() -> Iterator[BothClients]:
    """Both clients."""
    with both_clients() as clients:
        yield clients


def arguments_of(operation: Operation, body: Json | None = None) -> dict[str, Any]:
    """Arguments that do; where the answer must be about what is asked for, they ask for what is in `body`."""
    key = {} if body is None else operation.raw.get("x-read-back", {}).get("key", {})
    asked = {snake(expression.rpartition(".")[2]): (body or {})[member] for member, expression in key.items()}
    return {**keywords(call_of_examples(operation), first_form), **asked}


@st.composite
def texts(draw: st.DrawFn, body: Value) -> bytes:
    """A JSON text of `body`: members in any order, with or without white space and escapes."""
    if isinstance(body, dict):
        body = {name: body[name] for name in draw(st.permutations(list(body)))}
    separators = draw(st.sampled_from([(",", ":"), (" ,\n", " :\t")]))
    return json.dumps(body, ensure_ascii=draw(st.booleans()), separators=separators).encode()


@BY_BODY
@settings(max_examples=120)
@given(data=st.data())
def test_nothing_is_lost(clients: BothClients, alike: tuple[Operation, ...], data: st.DataObject) -> None:
    """The value of an answer gives the body back: as a dict, as JSON, pickled and copied; unknown members too."""
    schema = alike[0].success[1]
    assert schema is not None
    body = data.draw(bodies(schema))
    written = data.draw(texts(body))
    for operation in alike:
        outcome = clients.call(operation, arguments_of(operation, body), Answer(operation.success[0], written))
        assert outcome.error is None
        assert_gives_back(outcome.value, body)


def assert_gives_back(model: Any, body: Value) -> None:  # noqa: ANN401 -- any model
    """Assert that nothing of the body is lost."""
    assert same(model.to_dict(), body)
    for other in (
        type(model).from_json(model.to_json()),
        type(model).from_dict(model.to_dict()),
        pickle.loads(pickle.dumps(model)),  # noqa: S301 -- it was made one line above
        copy.deepcopy(model),
    ):
        assert other == model
        assert same(other.to_dict(), body)
    assert same(json.loads(model.to_json()), body)


@BY_BODY
@settings(max_examples=60)
@given(data=st.data())
def test_each_property_is_a_field(clients: BothClients, alike: tuple[Operation, ...], data: st.DataObject) -> None:
    """Every property has its value in a field: null is None, what is missing is UNSET, what is unknown is kept."""
    schema = alike[0].success[1]
    assert schema is not None
    body = data.draw(bodies(schema))
    for operation in alike:
        answer = Answer(operation.success[0], json.dumps(body).encode())
        model = clients.call(operation, arguments_of(operation, body), answer).value
        assert_fields(schema, body, model)
        again = type(model).from_dict(body)
        assert model == again, "to read a model must not change it"


@WITH_BODY
@pytest.mark.parametrize("name", TRICKY_NAMES)
def test_a_member_of_any_name_is_kept(clients: BothClients, operation: Operation, name: str) -> None:
    """No name that the service may invent gets in the way of those that the client uses itself, at any level."""
    status, schema = operation.success
    assert schema is not None
    for value in ({}, {"a": {name: 1}}, [{name: {}}], "a", None):
        body = with_member(example_of(schema), name, value)
        outcome = clients.call(operation, arguments_of(operation), Answer(status, json.dumps(body).encode()))
        assert outcome.error is None
        assert same(outcome.value.to_dict(), body)
        assert same(json.loads(outcome.value.to_json()), body)


def with_member(body: Value, name: str, value: Value) -> Value:
    """A copy of `body` with another member in every object."""
    if isinstance(body, list):
        return [with_member(item, name, value) for item in body]
    if isinstance(body, dict):
        return {**{key: with_member(item, name, value) for key, item in body.items()}, name: value}
    return body


def assert_fields(schema: Json, body: Json, model: Any) -> None:  # noqa: ANN401 -- any model
    """Assert that each field of `model` holds what `body` has for it, all the way down."""
    shape = next(part for part in alternatives(schema) if part.get("type") == "object")
    for name, member in shape["properties"].items():
        assert_field(member, body.get(name, UNSET), getattr(model, snake(name)))
    extra = {name: item for name, item in body.items() if name not in shape["properties"]}
    assert same(model.additional_properties, extra)


def assert_field(schema: Json, expected: Value, found: Any) -> None:  # noqa: ANN401 -- any value of a field
    """Assert that a field holds `expected`: an object as a model, a decimal as Decimal, a listed value as member."""
    if expected is UNSET or expected is None:
        assert found is expected
    elif isinstance(expected, dict):
        assert_fields(schema, expected, found)
    elif isinstance(expected, list):
        items = next(part["items"] for part in alternatives(schema) if "items" in part)
        assert isinstance(found, list)
        for item, value in zip(expected, found, strict=True):
            assert_field(items, item, value)
    elif any(part.get("format") == "decimal" for part in alternatives(schema)):
        assert type(found).__mro__[-2].__name__ == "Decimal"
        assert f"{found:f}" == expected
    else:
        assert found == expected
        assert isinstance(found, bool) == isinstance(expected, bool)
        listed = [part for part in alternatives(schema) if "enum" in part or "x-extensible-enum" in part]
        known = [value for part in listed for value in part.get("enum", part.get("x-extensible-enum"))]
        if listed:
            assert found.value == expected
            assert getattr(found, "is_known", True) == (expected in known)


@OF_LISTS
@settings(max_examples=40)
@given(data=st.data())
def test_pages_give_every_item_in_order(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """A loop over a list gives the items of all pages, in order, and asks for each page once; each loop anew."""
    status, schema = operation.success
    assert schema is not None
    drawn: list[Json] = data.draw(st.lists(bodies(schema), min_size=1, max_size=4))
    ends = [{"next_page_url": None}, {}, {"next_page_url": ""}]
    links = [
        *({"next_page_url": f"?page={number}"} for number in range(1, len(drawn))),
        data.draw(st.sampled_from(ends)),
    ]
    pages = [linked(page, link) for page, link in zip(drawn, links, strict=True)]
    answers = [Answer(status, json.dumps(page).encode()) for page in pages]
    items = [item for page in pages for item in page["items"]]

    found = bound(clients.blocking, operation)(**arguments_of(operation))
    for _ in range(2):
        with served_in_turn(answers) as requests:
            assert same([item.to_dict() for item in found], items)
        assert len({str(request.url) for request in requests}) == len(requests) == len(pages)

    async def read() -> list[Json]:
        found = bound(clients.asynchronous, operation)(**arguments_of(operation))
        return [item.to_dict() async for item in found]

    with served_in_turn(answers):
        assert same(clients.run(read()), items)


def linked(page: Json, link: Json) -> Json:
    """A copy of `page` with another link to the next."""
    meta = {name: item for name, item in page["meta"].items() if name != "next_page_url"}
    return {**page, "meta": meta | link}


def test_an_answer_without_a_body_is_none(clients: BothClients) -> None:
    """Where the description has no body, there is no value, whatever the service writes there."""
    without = [item for item in operations().values() if item.success[1] is None]
    assert without
    for operation in without:
        for content in (b"", b"{}", b"released", b"\xff"):
            outcome = clients.call(operation, arguments_of(operation), Answer(operation.success[0], content))
            assert (outcome.value, outcome.error, len(outcome.requests)) == (None, None, 1)


@WITH_BODY
def test_an_answer_without_a_type_is_taken_for_json(clients: BothClients, operation: Operation) -> None:
    """Whoever sends no Content-Type leaves it to the reader (RFC 9110, section 8.3), who expects JSON."""
    body = json.dumps({"phone_number": "+14155550123", "items": [], "meta": {}}).encode()
    outcome = clients.call(operation, arguments_of(operation), Answer(operation.success[0], body, ()))
    assert outcome.error is None


@WITH_BODY
def test_a_vendor_type_of_json_is_json(clients: BothClients, operation: Operation) -> None:
    """The content type may have parameters, any case, and the suffix +json (RFC 6839)."""
    status, schema = operation.success
    body = json.dumps({"phone_number": "+14155550123", "items": [], "meta": {}}).encode()
    for name in ("application/json; charset=utf-8", "Application/JSON", "application/vnd.numbers+json"):
        outcome = clients.call(operation, arguments_of(operation), Answer(status, body, (("Content-Type", name),)))
        assert outcome.error is None, schema
