"""What the engine says it changed is what changed: no more, no less, and with the values before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from overlay_engine import MISSING, Change, Delta, OverlayError, changes

from .strategies import (
    OBJECTS,
    VALUES,
    Json,
    Object,
    applied,
    bench,
    flat,
    locations,
    overlay_of,
    put,
    query,
    value_at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def _changes(base: object, *overlays: object) -> list[Change]:
    with bench() as folder:
        paths = [put(folder / f"{index}.json", overlay) for index, overlay in enumerate(overlays)]
        return changes(put(folder / "base.json", base), paths)


def _as_deltas(before: Json, after: Json) -> dict[str, tuple[object, object]]:
    old, new = flat(before), flat(after)
    changed = [place for place in {**old, **new} if repr(old.get(place, MISSING)) != repr(new.get(place, MISSING))]
    pairs = {place: (old.get(place, MISSING), new.get(place, MISSING)) for place in changed}
    # an empty collection is a leaf only as long as nothing is in it: it comes and goes with its first member
    return {place: pair for place, pair in pairs.items() if not any(value in ({}, []) for value in pair)}


def _said(deltas: Sequence[Delta]) -> dict[str, tuple[object, object]]:
    said = {delta.pointer: (delta.before, delta.after) for delta in deltas}
    return {place: pair for place, pair in said.items() if not any(value in ({}, []) for value in pair)}


@given(OBJECTS, VALUES, st.data())
def test_an_update_reports_what_it_changed(document: Object, update: Json, data: st.DataObject) -> None:
    """The leaves that an update reports are those by which the results with and without it differ."""
    location = data.draw(st.sampled_from(list(locations(document))))
    actions = [{"target": query(location), "update": update}]
    try:
        result = applied(document, actions)
    except OverlayError:
        return
    (change,) = _changes(document, overlay_of(actions))
    assert _said(change.deltas) == _as_deltas(document, result)


@given(OBJECTS, st.data())
def test_a_removal_reports_what_it_took(document: Object, data: st.DataObject) -> None:
    """The leaves that the removal of a member reports are those of its value, and nothing is said to be added."""
    objects = [place for place in locations(document) if isinstance(value_at(document, place), dict)]
    members = [place for place in locations(document) if place and place[:-1] in objects]
    location = data.draw(st.sampled_from(members))
    (change,) = _changes(document, overlay_of([{"target": query(location), "remove": True}]))
    prefix = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
    taken = {prefix + place: value for place, value in flat(value_at(document, location)).items()}
    assert {delta.pointer: delta.before for delta in change.deltas} == taken
    assert {(delta.operation, delta.after) for delta in change.deltas} == {("remove", MISSING)}


def test_a_change_carries_what_its_action_says() -> None:
    """File, layer, title, place in the file and everything said in the action come with a change."""
    action: dict[str, Json] = {
        "target": "$.a",
        "update": {"x": {"y": [1], "z": {}}},
        "description": "What",
        "x-reason": "Why",
        "x-resolves": ["class:subject", "other"],
    }
    document = {**overlay_of([action, {"target": "$.a.x.y", "remove": True, "x-adds": True}]), "x-layer": "wire"}
    first, second = _changes({"a": {}}, document)
    assert (first.file.name, first.layer, first.title, first.index, first.line) == ("0.json", "wire", "Test", 1, 1)
    assert (first.description, first.reason, first.verb, first.target) == ("What", "Why", "update", "$.a")
    assert (first.resolves, first.adds) == (("class:subject", "other"), False)
    assert first.edits == (Delta("add", "/a/x", ("a", "x"), MISSING, {"y": [1], "z": {}}),)
    assert [(delta.pointer, delta.path, delta.after) for delta in first.deltas] == [
        ("/a/x/y/0", ("a", "x", "y", "0"), 1),
        ("/a/x/z", ("a", "x", "z"), {}),
    ]
    assert (second.index, second.description, second.reason, second.resolves, second.adds) == (2, "", "", (), True)


def test_the_layer_may_stand_in_the_info() -> None:
    """`x-layer` is read at the top of an overlay and, failing that, in its info."""
    document = overlay_of([{"target": "$.a", "update": {"x": 1}}])
    inner = {**document, "info": {"title": "Test", "version": "1", "x-layer": "names"}}
    assert [change.layer for overlay in (document, inner) for change in _changes({"a": {}}, overlay)] == ["", "names"]


def test_a_copy_is_reported_as_one() -> None:
    """A copy that only adds is one edit that names its source; one that replaces is told value by value."""
    (copied,) = _changes({"a": {"x": {"y": 1}}, "b": {"w": 0}}, overlay_of([{"target": "$.b", "copy": "$.a"}]))
    assert copied.deltas == copied.edits == (Delta("copy", "/b", ("b",), source="/a"),)
    (replaced,) = _changes({"a": {"x": 1, "y": 2}, "b": {"x": 0}}, overlay_of([{"target": "$.b", "copy": "$.a"}]))
    assert [(delta.operation, delta.pointer, delta.before, delta.after) for delta in replaced.edits] == [
        ("replace", "/b/x", 0, 1),
        ("add", "/b/y", MISSING, 2),
    ]


def test_a_rename_is_reported_as_one() -> None:
    """A copy and the removal of its source in one overlay are a rename, in both actions; in two they are not."""
    make = {"target": "$.paths", "update": {"/new": {"x-was": "/old"}}}
    copy = {"target": "$.paths['/new']", "copy": "$.paths['/old']"}
    remove = {"target": "$.paths['/old']", "remove": True}
    base = {"paths": {"/old": {"get": {"x": 1}, "put": {}}}}
    renamed = Delta("rename", "/paths/~1new", ("paths", "/new"), source="/paths/~1old")
    made, copied, removed = _changes(base, overlay_of([make, copy, remove]))
    assert [edit.operation for edit in made.edits] == ["add"]
    assert copied.edits == removed.edits == (renamed,)
    _, copied, removed = _changes(base, overlay_of([make, copy]), overlay_of([remove]))
    assert copied.edits == (replace(renamed, operation="copy"),)
    assert [edit.operation for edit in removed.edits] == ["remove"]


def test_a_place_is_told_by_names() -> None:
    """In the path of an edit an item that has a name goes by it; the pointer has the index from before the action."""
    base: Json = {"parameters": [{"name": "a"}, {"name": "b", "schema": {}}, 3]}
    update = {"target": "$.parameters[?@.name=='b'].schema", "update": {"type": "string"}}
    (updated,) = _changes(base, overlay_of([update]))
    assert [(edit.pointer, edit.path) for edit in updated.edits] == [
        ("/parameters/1/schema/type", ("parameters", "b", "schema", "type"))
    ]
    (removed,) = _changes(base, overlay_of([{"target": "$.parameters[0,2]", "remove": True}]))
    assert [(edit.pointer, edit.path, edit.before) for edit in removed.edits] == [
        ("/parameters/0", ("parameters", "a"), {"name": "a"}),
        ("/parameters/2", ("parameters", "2"), 3),
    ]


def test_a_nested_removal_is_reported_once() -> None:
    """Of values that are removed together with what is inside them, only the outermost is reported."""
    removal = overlay_of([{"target": "$..[?@.x]", "remove": True}])
    (removed,) = _changes({"a": {"x": 1, "b": {"x": 2}}, "c": {}}, removal)
    assert [edit.pointer for edit in removed.edits] == ["/a"]
