"""Properties: random overlays on random documents, judged by a second, tiny model of the specification."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from overlay_engine import OverlayError

from .strategies import (
    OBJECTS,
    VALUES,
    Json,
    Object,
    UnlikeError,
    applied,
    flat,
    locations,
    model_update,
    query,
    same,
    value_at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Location = tuple[str | int, ...]


def _drawn_location(data: st.DataObject, document: Json) -> Location:
    return data.draw(st.sampled_from(list(locations(document))), label="location")


def _modelled(document: Json, location: Location, update: Json) -> Json | None:
    """What the model makes of an update; None where this engine or the specification refuses it."""
    target = value_at(document, location)
    if isinstance(update, (dict, list)) and not isinstance(target, (dict, list)):
        return None
    try:
        expected = model_update(document, location, update)
    except UnlikeError:
        return None
    return None if same(expected, document) else expected


@given(OBJECTS, VALUES, st.data())
def test_an_update_does_what_the_model_does(document: Object, update: Json, data: st.DataObject) -> None:
    """An update of any one place gives the model's result, and is refused where that is no change or no sense."""
    location = _drawn_location(data, document)
    expected = _modelled(document, location, update)
    actions = [{"target": query(location), "update": update}]
    if expected is None:
        with pytest.raises(OverlayError):
            applied(document, actions)
    else:
        assert same(applied(document, actions), expected)


@given(OBJECTS, st.data())
def test_a_copy_is_an_update_with_what_stands_elsewhere(document: Object, data: st.DataObject) -> None:
    """A copy gives what an update with the value of its source gives, and is refused where that is."""
    source, target = _drawn_location(data, document), _drawn_location(data, document)
    expected = _modelled(document, target, value_at(document, source))
    actions = [{"target": query(target), "copy": query(source)}]
    if expected is None:
        with pytest.raises(OverlayError):
            applied(document, actions)
    else:
        assert same(applied(document, actions), expected)


@given(OBJECTS, st.lists(VALUES, min_size=1, max_size=4), st.data())
def test_actions_follow_one_another(document: Object, updates: Sequence[Json], data: st.DataObject) -> None:
    """Several actions give what the model gives when each is applied to what the one before it left."""
    expected: Json = document
    actions: list[Json] = []
    for index, update in enumerate(updates):
        location = _drawn_location(data, expected)
        step = _modelled(expected, location, update)
        assume(step is not None)
        expected = step
        actions.append({"target": query(location), "update": update, "description": str(index)})
    assert same(applied(document, actions), expected)


@given(st.lists(VALUES, min_size=1, max_size=12), st.data())
def test_any_set_of_items_is_removed(items: list[Json], data: st.DataObject) -> None:
    """Whichever items of an array are removed at once, in whatever order they are named, the others stay in order."""
    gone = data.draw(st.lists(st.integers(0, len(items) - 1), min_size=1, max_size=len(items) + 2))
    result = applied({"t": items}, [{"target": f"$.t[{','.join(map(str, gone))}]", "remove": True}])
    assert same(result, {"t": [item for index, item in enumerate(items) if index not in gone]})


_GONE: st.SearchStrategy[Json] = st.just({"gone": True})
MARKED: st.SearchStrategy[Json] = st.recursive(
    st.integers(0, 3) | _GONE,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "gone", "c"]), inner, max_size=4)
    ),
    max_leaves=20,
)


def _without_marked(value: Json) -> Json:
    if isinstance(value, list):
        return [_without_marked(item) for item in value if not _is_marked(item)]
    if isinstance(value, dict):
        return {key: _without_marked(item) for key, item in value.items() if not _is_marked(item)}
    return value


def _is_marked(value: Json) -> bool:
    return isinstance(value, dict) and value.get("gone") is True


@given(MARKED)
def test_any_nest_of_values_is_removed(value: Json) -> None:
    """A filter that selects values at all depths, some of them inside others, removes these and nothing else."""
    document: Json = {"root": value}
    expected = _without_marked(document)
    assume(not same(expected, document))
    assert same(applied(document, [{"target": "$..[?@.gone==true]", "remove": True}]), expected)


def _without_arrays(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _without_arrays(item) for key, item in value.items()}
    return None if isinstance(value, list) else value


@given(OBJECTS, OBJECTS)
def test_an_update_without_arrays_works_once(document: Object, update: Object) -> None:
    """Applied a second time, an update that appends nothing changes nothing, and that is refused."""
    update_ = _without_arrays(update)
    expected = _modelled(document, (), update_)
    assume(expected is not None)
    action = {"target": "$", "update": update_}
    result = applied(document, [action])
    with pytest.raises(OverlayError, match="changes nothing"):
        applied(result, [action])


@given(OBJECTS, VALUES, st.data())
def test_removing_what_was_added_gives_the_document_back(document: Object, value: Json, data: st.DataObject) -> None:
    """A member that is added to any object and then removed leaves the document as it was."""
    objects = [place for place in locations(document) if isinstance(value_at(document, place), dict)]
    location = data.draw(st.sampled_from(objects))
    actions = [
        {"target": query(location), "update": {"new member": value}},
        {"target": query((*location, "new member")), "remove": True},
    ]
    assert json.dumps(applied(document, actions)) == json.dumps(document)


@given(OBJECTS, OBJECTS)
def test_an_update_loses_nothing(document: Object, update: Object) -> None:
    """After an update of the root every place of the update has its value, arrays aside, and no place is lost."""
    update_ = _without_arrays(update)
    assume(_modelled(document, (), update_) is not None)
    before, after = flat(document), flat(applied(document, [{"target": "$", "update": update_}]))
    for place, value in flat(update_).items():
        assert value == {} or same(after[place], value)
    for place, value in before.items():
        assert value in ({}, []) or place in after
