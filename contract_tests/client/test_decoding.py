"""An answer is read in one pass, from the bytes that came to the models: nothing is built on the way."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import numbers_api.models
import pytest
import respx
from client.described import description, example_of
from numbers_api import NumbersClient
from numbers_api._runtime.json import codec as json_values
from numbers_api.models import ActiveNumber

PAGE = "ActiveNumbersResponse"


@dataclass
class Passes:
    """How often each way of reading was gone, and with what."""

    typed: list[bytes] = field(default_factory=list[bytes])
    untyped: list[bytes] = field(default_factory=list[bytes])
    converted: list[object] = field(default_factory=list[object])


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Passes:
    """Counts the passes over an answer."""
    counted, decoder_of, convert = Passes(), json_values.decoder_of, msgspec.convert
    decode = msgspec.json.decode

    class Counting:
        def __init__(self, type_: object) -> None:
            self.decoder: Any = decoder_of(type_)

        def decode(self, text: bytes) -> object:
            counted.typed.append(text)
            return self.decoder.decode(text)

    def counting_decode(text: bytes) -> object:
        counted.untyped.append(text)
        return decode(text)

    def counting_convert(value: object, type_: Any, **options: Any) -> object:  # noqa: ANN401 -- as msgspec has it
        counted.converted.append(value)
        return convert(value, type_, **options)

    monkeypatch.setattr(json_values, "decoder_of", Counting)
    monkeypatch.setattr(msgspec.json, "decode", counting_decode)
    monkeypatch.setattr(msgspec, "convert", counting_convert)
    return counted


def _read(passes: Passes, body: object) -> ActiveNumber:
    """Ask for a page and return its last number; what checking the arguments took is not counted."""
    with respx.mock, NumbersClient(account_id="AC1") as client:
        respx.route().mock(return_value=httpx.Response(200, json=body))
        found = client.active_numbers.list()
        passes.converted.clear()
        return found.first_page().items[-1]


def _page(**members: object) -> dict[str, Any]:
    schemas = description()["components"]["schemas"]
    number = {**example_of(schemas["ActiveNumber"]), **members}
    return {**example_of(schemas[PAGE]), "items": [number] * 50}


def test_what_is_described_is_read_in_one_pass(passes: Passes) -> None:
    """Fifty whole numbers: the bytes are read once, straight into models; no dict stands between."""
    body = _page()
    last = _read(passes, body)

    assert [json.loads(text) for text in passes.typed] == [body]
    assert type(passes.typed[0]) is bytes
    assert (passes.untyped, passes.converted) == ([], [])
    assert last.to_dict() == body["items"][-1]


def test_what_is_not_described_takes_one_more_pass(passes: Passes) -> None:
    """Members that the description does not name cost a second reading of the page, not one for each number."""
    last = _read(passes, _page(zone="eu"))

    assert (len(passes.typed), len(passes.untyped), len(passes.converted)) == (1, 1, 1)
    assert last.additional_properties == {"zone": "eu"}


@pytest.mark.parametrize(
    "name", [name for name in numbers_api.models.__all__ if name in description()["components"]["schemas"]]
)
def test_a_model_has_no_dict_of_its_own(name: str) -> None:
    """A model holds its fields in slots: about half the memory of objects with a dict each."""
    class_: Any = getattr(numbers_api.models, name)
    schema = description()["components"]["schemas"][name]
    if schema.get("properties"):
        assert not hasattr(class_.from_dict(example_of(schema)), "__dict__")
    else:
        assert issubclass(class_, str | int)


def test_a_decoder_is_made_once() -> None:
    """What a type needs for reading is worked out at the first answer and kept."""
    assert json_values.decoder_of(ActiveNumber) is json_values.decoder_of(ActiveNumber)
