"""The description says what the document says: nothing is missing, nothing is extra, examples and samples included."""

from __future__ import annotations

import copy
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from document.comparison import differences
from document.description_facts import description_facts
from document.parts import DescriptionError
from document.sample_description import describe
from document.sample_document import write_document
from document.sample_strategies import apis
from document_reader import Facts, from_json, read_facts
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from document_reader.facts import Json

OPENAPI = Path(__file__).parents[2] / "openapi"
NO_FACTS = {"description", "summary"}  # texts, written anew
SAME_IF_DROPPED = {("security",), ("info", "version")}  # an empty list means none; the version is the project's own

Path_ = tuple[str | int, ...]


@cache
def document() -> Facts:
    """The facts of the document."""
    return from_json((OPENAPI / "document.facts.json").read_text(encoding="utf-8"))


@cache
def description() -> dict[str, Any]:
    """The description."""
    yaml: Any = YAML(typ="safe", pure=True)
    return cast("dict[str, Any]", yaml.load(OPENAPI / "numbers.yaml"))


def test_description_and_document_say_the_same() -> None:
    """No fact of the document is missing in the description or differs there, and the description adds none."""
    found = differences(document(), description_facts(description()))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("facts", [document, lambda: description_facts(description())], ids=["document", "description"])
def test_both_hold_the_whole_api(facts: Callable[[], Facts]) -> None:
    """6 operations with 48 query and 8 path parameters and 2 bodies, 14 schemas with 79 properties."""
    found = facts()
    places = Counter(item.place for operation in found.operations for item in operation.parameters)
    bodies = sum(operation.body is not None for operation in found.operations)
    properties = sum(len(schema.properties) for schema in found.schemas)
    assert (len(found.operations), places["query"], places["path"], bodies) == (6, 48, 8, 2)
    assert (len(found.schemas), properties) == (14, 79)


def _places(value: Json, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the path to everything in the description that states a fact."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in NO_FACTS and (*path, key) not in SAME_IF_DROPPED:
                yield (*path, key)
                yield from _places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*path, index)
            yield from _places(item, (*path, index))


def _changed(path: Path_, way: str) -> dict[str, Any] | None:
    """Return the description with one thing dropped, renamed or retyped; None if that would say the same."""
    changed = copy.deepcopy(description())
    *steps, last = path
    place: Any = changed
    for step in steps:
        place = place[step]
    old = place[last]
    if way == "drop":
        del place[last]
        return None if old is False else changed
    if way == "rename" and isinstance(last, str):
        place[f"{last}_"] = place.pop(last)
        return changed
    if isinstance(old, bool):
        place[last] = not old
    elif isinstance(old, int):
        place[last] = old + 1
    elif isinstance(old, str):
        place[last] = f"{old}x"
    elif isinstance(old, list) and old:
        place[last] = [*old, old[0]]
    else:
        return None
    return changed


def _is_noticed(changed: dict[str, Any]) -> bool:
    try:
        return bool(differences(document(), description_facts(changed)))
    except DescriptionError:
        return True


@given(st.data())
@settings(max_examples=200)
def test_whatever_changes_in_the_description_is_noticed(data: st.DataObject) -> None:
    """One thing dropped, renamed or retyped anywhere, texts aside, and the comparison fails."""
    path = data.draw(st.sampled_from(list(_places(description()))))
    way = data.draw(st.sampled_from(("drop", "rename", "retype")))
    changed = _changed(path, way)
    assert changed is None or _is_noticed(changed), (path, way)


def test_a_difference_is_told_with_its_line_and_both_values() -> None:
    """The message names the fact, the line of the document, and what each of the two says."""
    changed = copy.deepcopy(description())
    changed["components"]["schemas"]["Voice"]["properties"]["url"]["format"] = "uri"
    found = differences(document(), description_facts(changed))
    assert found == ['/schemas/Voice/properties/url/format (line 1290): document "hostname", description "uri"']


def test_a_document_that_says_more_is_noticed() -> None:
    """When the vendor adds a parameter, the description is told to follow."""
    changed = copy.deepcopy(description())
    operation = changed["paths"]["/api/AvailableNumbers"]["get"]
    operation["parameters"] = [item for item in operation["parameters"] if item["name"] != "lifecycle"]
    found = differences(document(), description_facts(changed))
    place = "/operations/SearchNumbers/parameters/query lifecycle"
    assert [text for text in found if text.startswith(place)]
    assert all("description has none" in text for text in found)


def _can_be_described(facts: Facts) -> bool:
    """Tell facts that OpenAPI 3.1 can state: a value of any type may be null already."""
    rows = [item.shape for schema in facts.schemas for item in schema.properties]
    return not any(shape.type == "any" and shape.nullable and not shape.array for shape in rows)


@given(apis().filter(_can_be_described))
@settings(max_examples=40)
def test_any_api_that_is_described_compares_equal(facts: Facts) -> None:
    """Document and description of the same invented API, each written from its facts, say the same."""
    document_facts = read_facts(write_document(facts))
    found = differences(document_facts, description_facts(describe(facts)))
    assert not found, "\n".join(found)
