"""Models as Python objects: built by keywords, short to read, the same everywhere, light to import."""

from __future__ import annotations

import copy
import inspect
import json
import os
import pickle
import subprocess
import sys
from typing import Any

import numbers_api.models
import pytest
from client.described import ROOT, Json, description, example_of, snake
from numbers_api import UNSET, ContractError
from numbers_api.models import ActiveNumber, Voice

OBJECTS: dict[str, Json] = {
    name: schema for name, schema in description()["components"]["schemas"].items() if schema.get("properties")
}
BY_NAME = pytest.mark.parametrize("name", OBJECTS)
NUMBER = "+14155550123"


def _class(name: str) -> Any:  # noqa: ANN401 -- any model
    return getattr(numbers_api.models, name)


@BY_NAME
def test_fields_are_given_by_keyword_alone(name: str) -> None:
    """No order of properties matters to a caller: each is a keyword, required just where the description says so."""
    parameters = inspect.signature(_class(name)).parameters
    named = {snake(wire): wire for wire in OBJECTS[name]["properties"]}

    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert {field for field in parameters if not field.startswith("_")} == set(named)
    required = {field for field in named if parameters[field].default is inspect.Parameter.empty}
    assert {named[field] for field in required} == set(OBJECTS[name].get("required", []))


@BY_NAME
def test_a_model_has_its_fields_and_little_else(name: str) -> None:
    """Beside the fields there are seven public names, the same ones for every model."""
    public = {attribute for attribute in dir(_class(name)) if not attribute.startswith("_")}

    beside = public - {snake(wire) for wire in OBJECTS[name]["properties"]}
    assert beside == {
        "additional_properties",
        "from_dict",
        "from_json",
        "reconciled",
        "replace",
        "to_dict",
        "to_json",
    }


@BY_NAME
def test_a_repr_shows_what_is_there(name: str) -> None:
    """What is missing takes no place in a repr, null does, and nothing in it differs from run to run."""
    whole = _class(name).from_dict(example_of(OBJECTS[name]))
    empty = {wire: example_of(OBJECTS[name]["properties"][wire]) for wire in OBJECTS[name].get("required", [])}
    least = _class(name).from_dict(empty)

    assert "UNSET" not in repr(least)
    assert " object at 0x" not in repr(whole)
    assert all(f"{snake(wire)}=" in repr(whole) for wire in OBJECTS[name]["properties"])


def test_a_repr_is_short() -> None:
    """Two fields make one line."""
    assert repr(Voice(url="https://a.example", method=None)) == "Voice(url='https://a.example', method=None)"
    assert repr(ActiveNumber(phone_number=NUMBER)) == "ActiveNumber(phone_number='+1415*****23')"


def test_unknown_members_do_not_show_and_do_not_get_lost() -> None:
    """What the description does not name is kept beside the fields, can be changed, and takes part in equality."""
    number = ActiveNumber.from_dict({"phone_number": NUMBER, "zone": {"a": 1}})

    assert number.additional_properties == {"zone": {"a": 1}}
    assert "zone" not in repr(number)
    assert number != ActiveNumber(phone_number=NUMBER)
    number.additional_properties["tier"] = None
    assert number.to_dict() == {"phone_number": NUMBER, "zone": {"a": 1}, "tier": None}
    number.additional_properties.clear()
    assert number == ActiveNumber(phone_number=NUMBER)


def test_a_field_can_be_changed_and_cleared() -> None:
    """A model that was read can be edited: null and missing are written as such."""
    number = ActiveNumber.from_dict({"phone_number": NUMBER, "friendlyName": "a", "accountSid": "b"})
    number.friendly_name, number.account_sid = None, UNSET

    assert json.loads(number.to_json()) == {"phone_number": NUMBER, "friendlyName": None}


@BY_NAME
def test_everything_a_copy_can_be_made_by_keeps_everything(name: str) -> None:
    """Pickle, copies, dicts and JSON give an equal model and the same JSON: unknown members, null and missing too."""
    wires = OBJECTS[name]["properties"]
    nullable = {wire for wire, schema in wires.items() if "null" in json.dumps(schema)} - set(
        OBJECTS[name].get("required", [])
    )
    for nulls in (set[str](), nullable):
        body = {**example_of(OBJECTS[name]), **dict.fromkeys(nulls)}
        body |= {} if OBJECTS[name].get("additionalProperties") is False else {"zone": {"a": [1, None]}}
        try:
            whole = _class(name).from_dict(body)
        except ContractError:
            continue
        copies = [copy.copy(whole), copy.deepcopy(whole), pickle.loads(pickle.dumps(whole)), whole.replace()]  # noqa: S301 -- ours
        copies += [
            _class(name).from_dict(whole.to_dict()),
            _class(name).from_json(whole.to_json()),
            whole.__replace__(),
        ]
        assert all(other == whole for other in copies)
        assert [other.to_dict() for other in copies] == [body] * len(copies)


def test_a_copy_with_other_members_leaves_the_original() -> None:
    """`replace` changes what it is told and nothing else; what is beside the fields is the copy's own."""
    number = ActiveNumber.from_dict({"phone_number": NUMBER, "friendlyName": "a", "zone": 1})
    other = number.replace(friendly_name=UNSET, account_sid=None)
    other.additional_properties["zone"] = 2

    assert other.to_dict() == {"phone_number": NUMBER, "accountSid": None, "zone": 2}
    assert number.to_dict() == {"phone_number": NUMBER, "friendlyName": "a", "zone": 1}
    if sys.version_info >= (3, 13):
        assert copy.replace(number, friendly_name="b").friendly_name == "b"
    with pytest.raises(TypeError):
        number.replace(nickname="b")
    with pytest.raises(TypeError):
        hash(number)


_PRINT = "from numbers_api.models import *; print(repr(ActiveNumber.from_json({text!r})))"


def test_a_repr_is_the_same_in_every_process() -> None:
    """Hash seed and memory leave no trace in a repr."""
    text = json.dumps({**example_of(OBJECTS["ActiveNumber"]), "b": 1, "a": 2})
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generated")}
    command = [sys.executable, "-c", _PRINT.format(text=text)]
    printed = {
        subprocess.run(
            command, check=True, capture_output=True, text=True, env={**environment, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1
    assert repr(ActiveNumber.from_json(text)) in printed.pop()


def test_models_and_errors_come_without_an_http_library() -> None:
    """Who only reads stored answers, or catches errors, does not load httpx."""
    program = (
        "import sys, numbers_api.models, numbers_api.errors, numbers_api.types\n"
        "from numbers_api import UNSET, NoNumberFound\n"
        "assert not {'httpx', 'anyio', 'httpcore'} & set(sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generated")}

    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
