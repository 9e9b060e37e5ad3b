"""Whatever arguments the description forbids, the call is refused by name and nothing reaches the wire."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numbers_api.models
import pytest
from client.both_clients import BothClients, both_clients
from client.calls import Call, call_of_examples, calls, first_form, forms, keywords
from client.described import Json, Operation, Value, alternatives, operations, resolved, snake, written
from client.forbidden import faults_of, faulty
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numbers_api import UNSET, ContractError, InvalidRequest
from numbers_api.models import ActiveNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
WITH_BODY = pytest.mark.parametrize(
    "operation", [item for item in operations().values() if item.members], ids=lambda operation: operation.id
)
# What no JSON value is, wherever it is given.
NO_JSON = [
    b"x",
    bytearray(b"x"),
    memoryview(b"x"),
    object(),
    Ellipsis,
    float("nan"),
    float("inf"),
    1j,
    "\ud800",
    "a\udfff",
    int,
]
NO_DECIMAL = [Decimal("NaN"), Decimal("-Infinity"), Decimal("sNaN"), "1e3", "+1", "01", "1.", ".5", "1_0", " 1", 1.0, 1]


@pytest.fixture(scope="module")
def clients() -> Iterator[BothClients]:
    """Both clients with an account, so that a call lacks nothing but what the test takes away."""
    with both_clients(account_id="AC0") as clients:
        yield clients


def check(clients: BothClients, operation: Operation, arguments: dict[str, Any], field: str) -> None:
    """Make the call with both clients: refused, the field and the operation named, nothing sent."""
    outcome = clients.call(operation, arguments)
    assert isinstance(outcome.error, InvalidRequest), (arguments, outcome)
    assert outcome.requests == []
    assert outcome.error.field == field, (outcome.error.field, field)
    assert outcome.error.rule
    assert outcome.error.operation == operation.id
    assert outcome.error.charged == "no"
    assert isinstance(outcome.error, ValueError)


@BY_ID
@settings(max_examples=120)
@given(data=st.data())
def test_a_forbidden_parameter_is_refused(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """A parameter of another kind or beyond a rule of its schema is refused, whatever the others are."""
    call = data.draw(calls(operation))
    node = data.draw(st.sampled_from(list(operation.parameters)))
    key = (node["in"], node["name"])
    value = data.draw(st.sampled_from(faults_of(node["schema"], call.parameters.get(key))))
    check(clients, operation, {**keywords(call, first_form), snake(node["name"]): value}, snake(node["name"]))


@WITH_BODY
@settings(max_examples=150)
@given(data=st.data())
def test_a_forbidden_body_is_refused(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """A fault anywhere in the body is refused: the argument is named, with the JSON Pointer of what lies deeper."""
    call = data.draw(calls(operation))
    wrong = data.draw(faulty(operation.body_schema, call.members, below=True))
    name, *deeper = wrong.found
    unchecked = data.draw(st.booleans())
    arguments = {
        snake(member): _unchecked(operation.members[member], item) if unchecked else item
        for member, item in wrong.value.items()
    }
    parameters = keywords(Call(operation, call.parameters, {}), first_form)
    check(clients, operation, {**parameters, **arguments}, snake(str(name)) + written(tuple(deeper)))


def _unchecked(schema: Json, value: Value) -> Any:  # noqa: ANN401 -- a model, or what stands in place of one
    """Make models of objects without looking at what they hold, as a caller can."""
    for part in [schema, *schema.get("anyOf", [])]:
        class_: Any = getattr(numbers_api.models, part.get("$ref", "").rpartition("/")[2], None)
        named = resolved(part).get("properties")
        if class_ is not None and named is not None and isinstance(value, dict) and value.keys() <= named.keys():
            return class_(**{snake(name): _unchecked(named[name], item) for name, item in value.items()})
    return value


@BY_ID
def test_what_is_no_json_is_refused(clients: BothClients, operation: Operation) -> None:
    """Bytes, sets, NaN, lone surrogates and other things that JSON has no form for are refused everywhere."""
    call = call_of_examples(operation)
    names = [*(name for _, name in call_of_examples(operation, optional=True).parameters), *operation.members]
    for name in names:
        for value in NO_JSON:
            check(clients, operation, {**keywords(call, first_form), snake(name): value}, snake(name))


@WITH_BODY
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_no_json_is_refused_below(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """The same inside a model: the argument that holds it is named."""
    call = data.draw(calls(operation))
    models = {name: item for name, item in call.members.items() if isinstance(item, dict)}
    assume(models)
    name = data.draw(st.sampled_from(sorted(models)))
    model = forms(operation.members[name], models[name])[0]
    model.additional_properties["x"] = data.draw(st.sampled_from(NO_JSON))
    outcome = clients.call(operation, {**keywords(call, first_form), snake(name): model})
    assert isinstance(outcome.error, InvalidRequest)
    assert outcome.error.field.partition("/")[0] == snake(name)
    assert outcome.requests == []


def test_what_is_no_decimal_is_refused(clients: BothClients) -> None:
    """A price is digits with a point: not NaN, not an exponent, not a binary float."""
    found = [
        (operation, node["name"])
        for operation in operations().values()
        for node in operation.parameters
        if any(part.get("format") == "decimal" for part in alternatives(node["schema"]))
    ]
    assert found
    for operation, name in found:
        for value in NO_DECIMAL:
            arguments = keywords(call_of_examples(operation), first_form)
            check(clients, operation, {**arguments, snake(name): value}, snake(name))


@BY_ID
def test_null_is_refused_for_every_parameter(clients: BothClients, operation: Operation) -> None:
    """A parameter cannot be null on the wire: None is refused, and does not mean leaving it out."""
    for _, name in call_of_examples(operation, optional=True).parameters:
        arguments = keywords(call_of_examples(operation), first_form)
        check(clients, operation, {**arguments, snake(name): None}, snake(name))


@BY_ID
def test_what_is_required_is_asked_for(operation: Operation) -> None:
    """Without a required argument nothing is sent, and the call says which one is missing."""
    with both_clients() as clients:
        given = keywords(call_of_examples(operation), first_form)
        for name in given:
            check(clients, operation, {**given, name: UNSET}, name)


@pytest.mark.parametrize(
    "value", ["", ".", "..", "a/b", "/", "%2F", "a%00", "a\x00", "a\n", "a\r\nX: y", "a\x7f", "a b", "a?b", "a#b", "ä"]
)
def test_a_path_stays_the_path(clients: BothClients, value: str) -> None:
    """What would make a path another path, or is not in its pattern, is refused, also as the client's account."""
    for operation in operations().values():
        given = keywords(call_of_examples(operation), first_form)
        for node in operation.parameters:
            if node["in"] == "path":
                check(clients, operation, {**given, snake(node["name"]): value}, snake(node["name"]))
                if snake(node["name"]) == "account_id" and value:
                    rest = {name: item for name, item in given.items() if name != "account_id"}
                    with both_clients(account_id=value) as others:
                        check(others, operation, rest, "account_id")


def test_a_number_of_a_wrong_form_is_told_the_name_of_the_form(clients: BothClients) -> None:
    """Beside the pattern the message has what people call it, in checks of the call and of answers."""
    outcome = clients.call(operations()["buyActiveNumber"], {"phone_number": "banana"})
    assert str(outcome.error) == (
        r"buyActiveNumber: phone_number: Expected `str` matching regex '^\+[1-9][0-9]{1,14}$' "
        "(E.164, a plus sign and 15 digits at most)"
    )
    with pytest.raises(ContractError, match=r"E\.164"):
        ActiveNumber.from_dict({"phone_number": "banana"})


@BY_ID
def test_an_argument_that_is_not_described_is_refused(clients: BothClients, operation: Operation) -> None:
    """A misspelt argument is a TypeError of Python, in both clients; there is no place for undescribed ones."""
    with pytest.raises(TypeError, match=f"^{operation.id} got an unexpected keyword argument 'fone_number'$"):
        clients.call(operation, {**keywords(call_of_examples(operation), first_form), "fone_number": "+14155550123"})
