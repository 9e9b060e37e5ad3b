"""Compares the facts of a document with those of a description, both ways."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from document.mutation import without_prose
from document_reader import to_json, without_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Facts, Json

IN_EXAMPLE = re.compile(r"/(?:example|examples|request/body)(?:/|$)")
ORDERS = (" members", " items")
NAMES = ("id", "language", "url", "status", "code", "name")


def differences(document: Facts, description: Facts) -> list[str]:
    """Return what the two say differently, one line a fact: its place, the document's line, and both values."""
    ours = dict(_atoms(without_prose(without_lines(document)), ""))
    theirs = dict(_atoms(without_prose(without_lines(description)), ""))
    lines = _lines(document)
    return [
        f"{place} (line {_line(place, lines)}): document {_show(ours, place)}, description {_show(theirs, place)}"
        for place in [*ours, *(place for place in theirs if place not in ours)]
        if _differ(ours, theirs, place)
    ]


def _differ(ours: dict[str, Json], theirs: dict[str, Json], place: str) -> bool:
    """Tell whether a fact differs; an order does only if the same things stand in it, others are missing by name."""
    if place not in ours or place not in theirs:
        return True
    one, other = ours[place], theirs[place]
    if place.endswith(ORDERS) and isinstance(one, list) and isinstance(other, list):
        return one != other and sorted(map(str, one)) == sorted(map(str, other))
    return json.dumps(one) != json.dumps(other)


def _atoms(value: Json, place: str) -> Iterator[tuple[str, Json]]:
    """Yield every plain value with its place, the order of every list, and of the members of example objects."""
    if isinstance(value, dict):
        if IN_EXAMPLE.search(place):
            yield f"{place}{ORDERS[0]}", list(value)
        for key, item in value.items():
            yield from _atoms(item, f"{place}/{key}")
    elif isinstance(value, list):
        names = _names(value)
        yield f"{place}{ORDERS[1]}", list(names)
        for name, item in zip(names, value, strict=True):
            yield from _atoms(item, f"{place}/{name}")
    else:
        yield place, value


def _names(items: list[Json]) -> list[str]:
    """Name the items of a list by what identifies them, else by their index."""
    names = [_name(item) for item in items]
    return [name if name and names.count(name) == 1 else str(index) for index, name in enumerate(names)]


def _name(item: Json) -> str:
    if not isinstance(item, dict):
        return ""
    found = next((str(item[key]) for key in NAMES if key in item), "")
    return f"{item['place']} {found}" if "place" in item else found


def child(value: Json, step: str) -> Json:
    """Follow one step of a JSON Pointer; KeyError or IndexError if it leads nowhere."""
    if isinstance(value, list):
        return value[int(step)]
    if isinstance(value, dict):
        return value[step]
    raise KeyError(step)


def _lines(document: Facts) -> dict[str, int]:
    """Return the line of each place, with names for indexes."""
    tree: dict[str, Json] = json.loads(to_json(document))
    numbers = tree.pop("lines")
    found: dict[str, int] = {}
    for pointer, number in numbers.items() if isinstance(numbers, dict) else ():
        place, value = "", cast("Json", tree)
        for step in pointer.split("/")[1:]:
            names = _names(value) if isinstance(value, list) else [step]
            place += f"/{names[int(step)] if isinstance(value, list) else step}"
            value = child(value, step)
        found[place] = int(str(number))
    return found


def _line(place: str, lines: dict[str, int]) -> int | str:
    """Return the line of a fact, else of the record that it belongs to; what samples send is at the first sample."""
    place = re.sub(r"^(/operations/[^/]+)/request.*", r"\1/samples/shell", place)
    while place and place not in lines:
        place = place.rpartition("/")[0]
    return lines.get(place, "?")


def _show(atoms: dict[str, Json], place: str) -> str:
    return json.dumps(atoms[place], ensure_ascii=False) if place in atoms else "has none"
