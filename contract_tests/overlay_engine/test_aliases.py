"""Aliases and merge keys: one container in several places of the text, but each place changes alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st
from overlay_engine import apply_overlays, dump, dump_json

from .strategies import (
    OBJECTS,
    VALUES,
    Json,
    Object,
    UnlikeError,
    bench,
    locations,
    model_update,
    overlay_of,
    put,
    query,
    read_back,
    replaced,
    same,
    value_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = """
first: &shared {shared}
again: *shared
items: [*shared, 0, *shared]
merged: {{<<: *shared, own: &inner {{i: [1, 2]}}}}
both: {{<<: [*shared, *inner]}}
"""


def _written_out(shared: Object) -> Object:
    """The document of the text above without aliases and merge keys."""
    inner: Object = {"i": [1, 2]}
    return {
        "first": shared,
        "again": shared,
        "items": [shared, 0, shared],
        "merged": {**shared, "own": inner},
        "both": {**inner, **shared},
    }


def _applied(shared: Object, action: object) -> tuple[Json, Json]:
    """What comes out, as it is and after it was written as YAML and read again."""
    with bench() as folder:
        base = put(folder / "base.yaml", _TEXT.format(shared=json.dumps(shared, ensure_ascii=False)))
        document = apply_overlays(base, [put(folder / "overlay.yaml", overlay_of([action]))])
        again = apply_overlays(put(folder / "again.yaml", dump(document)), [])
        return read_back(dump_json(document)), read_back(dump_json(again))


def _with(value: Json, place: tuple[str | int, ...], other: Json) -> Json:
    if not place:
        return other
    return replaced(value, place[0], _with(value_at(value, place[:1]), place[1:], other))


def _check(shared: Object, data: st.DataObject, act: Callable[[tuple[str | int, ...]], tuple[object, Json]]) -> None:
    places = [place for place in locations(_written_out(shared)) if place]
    action, expected = act(data.draw(st.sampled_from(places)))
    assume(not same(expected, _written_out(shared)))
    for result in _applied(shared, action):
        assert same(result, expected)


@given(OBJECTS, VALUES, st.data())
def test_an_update_reaches_no_other_alias(shared: Object, update: Json, data: st.DataObject) -> None:
    """An update of one place gives what it gives in a document without aliases, also after writing and reading."""

    def act(place: tuple[str | int, ...]) -> tuple[object, Json]:
        written = _written_out(shared)
        assume(isinstance(value_at(written, place), (dict, list)) or not isinstance(update, (dict, list)))
        try:
            return {"target": query(place), "update": update}, model_update(written, place, update)
        except UnlikeError:
            assume(condition=False)
            raise

    _check(shared, data, act)


@given(OBJECTS, st.data())
def test_a_removal_reaches_no_other_alias(shared: Object, data: st.DataObject) -> None:
    """A removal in one place leaves every other place as it was, also after writing and reading."""

    def act(place: tuple[str | int, ...]) -> tuple[object, Json]:
        holder = value_at(_written_out(shared), place[:-1])
        items = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        kept = [(key, item) for key, item in items if key != place[-1]]
        rest: Json = {str(key): item for key, item in kept} if isinstance(holder, dict) else [item for _, item in kept]
        return {"target": query(place), "remove": True}, _with(_written_out(shared), place[:-1], rest)

    _check(shared, data, act)
