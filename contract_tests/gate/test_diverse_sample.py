"""What is bought first, what texts are tried, and what a configuration may carry without a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gate.served import described
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract.description.boundary_values import samples, text_samples
from numbers_contract.description.diverse_sample import traits, varied
from numbers_contract.description.json_pointer import get
from numbers_contract.resource.read_only_members import foreign
from numbers_contract.resource.request_bodies import Settings

if TYPE_CHECKING:
    from numbers_contract.description.operation import Operation
    from numbers_contract.description.schemas import CompiledSchema

Json = dict[str, Any]
_POOL = st.lists(st.fixed_dictionaries({"has": st.frozensets(st.sampled_from("abcdef"))}), max_size=12)


def _traits(item: Json) -> set[tuple[str, str]]:
    return {(letter, "") for letter in item["has"]}


@given(_POOL)
def test_those_that_come_first_have_everything(pool: list[Json]) -> None:
    """Nothing is lost, and as many as there are traits have all that anything has."""
    order = varied(pool, _traits, most=6, among=12)
    assert sorted(map(id, order)) == sorted(map(id, pool))
    everything = {trait for item in pool for trait in _traits(item)}
    assert {trait for item in order[:6] for trait in _traits(item)} == everything


@given(_POOL, st.integers(0, 6))
def test_those_that_were_not_chosen_keep_their_order(pool: list[Json], most: int) -> None:
    """Behind the few that were chosen stand the others as they stood."""
    order = varied(pool, _traits, most, among=12)
    behind = [id(item) for item in order[most:]]
    assert behind == [id(item) for item in pool if id(item) in set(behind)]


def test_a_trait_is_a_place_that_says_something() -> None:
    """Null, an empty text and what is missing say nothing; of a list of values, each is a trait."""
    schema = {"properties": {"a": {"type": "string"}, "b": {"enum": ["x", "y"]}, "c": {"type": "boolean"}}}
    leaves = dict(described().schemas.leaves(schema))
    assert traits(described().schemas, leaves, {"a": "", "b": None}) == set()
    assert traits(described().schemas, leaves, {"a": "t", "b": "x", "c": False}) == {
        ("/a", ""), ("/b", ""), ("/b", "x"), ("/c", ""), ("/c", "False")
    }  # fmt: skip


def test_values_of_a_list_are_tried_in_other_case_and_padded() -> None:
    """Each value in small letters, in capitals and with spaces, as far as that is another value."""
    schema = {"type": "string", "enum": ["Both", "none"]}
    found = {one.value: one.valid for one in text_samples(described().schemas, schema, _shape(schema))}
    for text in ("both", "BOTH", " Both", "Both ", "None", "NONE", " none"):
        assert found[text] is False
    assert found["Both"] is found["none"] is True


def test_numbers_are_tried_in_other_spellings() -> None:
    """The schema itself says which of the spellings are allowed."""
    schema = {"type": "string", "pattern": r"^(0|[1-9]\d*)(\.\d+)?$", "examples": ["2.5"]}
    found = {one.value: one.valid for one in text_samples(described().schemas, schema, _shape(schema))}
    assert [found[text] for text in ("02.5", "+2.5", "2.", ".5", "2,5", "2.5e0", "2.5")] == [False] * 6 + [True]


def test_texts_that_are_easily_changed_are_long_enough() -> None:
    """They fit between the shortest and the longest text that is allowed."""
    schema = {"type": "string", "minLength": 34, "maxLength": 34}
    found = [one for one in samples(described().schemas, schema, _shape(schema)) if one.kind == "easily changed"]
    assert found
    assert all(one.valid for one in found)


def test_what_is_not_for_the_owner_is_another_value_in_an_allowed_body() -> None:
    """No member that the body has is among them, and none has the value that the number has."""
    schemas, update = described().schemas, _operation("update")
    answer = update.response(200)
    assert answer is not None
    assert answer.schema is not None
    leaves, settings = dict(schemas.leaves(answer.schema)), Settings(schemas, update)
    item = {"base_setup_price": "2.0", "geography": {"iso_country": "US"}}
    bodies = foreign(schemas, leaves, settings, item)
    assert bodies.keys() == {pointer.split("/")[1] for pointer in leaves} - {
        pointer.split("/")[1] for pointer in settings.leaves
    }
    for body in bodies.values():
        assert settings.allows(body)
        assert all(get(body, place) != get(item, place) for place in ("/base_setup_price", "/geography/iso_country"))


def _operation(does: str) -> Operation:
    operation = described().doing(does, "number")
    assert operation is not None
    return operation


def _shape(schema: Json) -> CompiledSchema:
    return described().schemas.request(schema, "")
