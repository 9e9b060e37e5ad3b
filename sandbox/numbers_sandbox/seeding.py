"""Filling an empty database with a catalogue, and reading back what the index needs of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import Connection, delete, insert, select

from . import tables
from .catalogue import entries
from .database import Database
from .index import Index, RangeRow
from .numbering import number_ranges
from .offers import SLOTS, offers

__all__ = ["Progress", "fill", "read_index", "read_properties"]

Progress = Callable[[int, int], None]
"""Called with how many numbers are stored and how many there will be."""

_BATCH = 20_000  # rows in one statement; a bar that moves 50 times a million, and some megabytes of parameters


def read_properties(connection: Connection) -> dict[str, str]:
    """Seed, size and generation of the catalogue; empty before the first seeding."""
    rows = connection.execute(select(tables.properties.c.name, tables.properties.c.value)).all()
    return {name: value for name, value in rows}


def fill(connection: Connection, seed: int, size: int, progress: Progress | None = None) -> None:
    """Replaces the catalogue and forgets what was bought from the old one, within the caller's transaction."""
    generation = int(read_properties(connection).get("generation", "0")) + 1
    for table in (tables.charges, tables.taken, tables.numbers, tables.ranges, tables.offers, tables.properties):
        connection.execute(delete(table))
    kinds = {kind: index for index, kind in enumerate(sorted({(one.iso_country, one.type) for one in number_ranges()}))}
    counts = _fill_numbers(connection, seed, size, progress)
    connection.execute(insert(tables.ranges), list(_range_rows(kinds, counts)))
    connection.execute(insert(tables.offers), list(_offer_rows(kinds)))
    properties = {"seed": str(seed), "numbers": str(size), "generation": str(generation)}
    connection.execute(
        insert(tables.properties), [{"name": name, "value": value} for name, value in properties.items()]
    )


def _fill_numbers(connection: Connection, seed: int, size: int, progress: Progress | None) -> Counter[int]:
    """Stores the numbers and counts those of each cell."""
    source, counts = entries(seed, size), Counter[int]()
    statement, stored = insert(tables.numbers), 0
    while batch := list(islice(source, _BATCH)):
        counts.update(cell for _, cell in batch)
        connection.execute(statement, [{"phone_number": number, "cell": cell} for number, cell in batch])
        stored += len(batch)
        if progress is not None:
            progress(min(stored, size), size)
    return counts


def _range_rows(kinds: dict[tuple[str, str], int], counts: Counter[int]) -> Iterator[dict[str, object]]:
    for index, one in enumerate(number_ranges()):
        yield {
            "id": index,
            "first": one.first,
            "last": one.last,
            "kind": kinds[one.iso_country, one.type],
            "geography": json.dumps(one.geography, ensure_ascii=False),
            "counts": json.dumps([counts[index * SLOTS + slot] for slot in range(SLOTS)]),
        }


def _offer_rows(kinds: dict[tuple[str, str], int]) -> Iterator[dict[str, object]]:
    for (iso_country, number_type), kind in kinds.items():
        for slot, offer in enumerate(offers(iso_country, number_type)):
            yield {"id": kind * SLOTS + slot, "body": json.dumps(offer.body, ensure_ascii=False)}


def read_index(database: Database) -> Index:
    """The ranges and offers of the stored catalogue."""
    stored = tables.ranges.c
    query = select(stored.first, stored.last, stored.kind, stored.geography, stored.counts).order_by(stored.id)
    ranges = [
        RangeRow(first, last, kind, json.loads(geography), tuple(json.loads(counts)))
        for first, last, kind, geography, counts in database.rows(query)
    ]
    rows = database.rows(select(tables.offers.c.id, tables.offers.c.body))
    return Index(ranges, {index: json.loads(body) for index, body in rows})
