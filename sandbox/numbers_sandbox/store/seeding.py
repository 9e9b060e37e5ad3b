"""Filling a database with a catalogue, and reading back what the index needs of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, make_url, select

from . import tables
from .catalogue import entries
from .database import SQLite
from .errors import StoreUnavailable
from .index import Index, RangeRow
from .numbering import number_ranges
from .offers import SLOTS, offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from .database import Database

__all__ = ["Progress", "fill", "filled", "read_generation", "read_index"]

Progress = Callable[[int, int], None]
"""Called with how many numbers are stored and how many there will be."""

_FORMAT = "1"  # of the tables and of what is in them; to be counted on when either changes
_COPIED = 50_000  # numbers; larger catalogues are too heavy to keep a copy of
_BATCH = 20_000  # rows in one statement: a bar that moves 50 times a million, and some megabytes of parameters


def filled(database: Database, seed: int, size: int, progress: Progress | None) -> Index:
    """Fills a database unless it is filled already, and reads its index."""
    if isinstance(database, SQLite) and database.in_memory and size <= _COPIED:
        image, index = _template(seed, size)
        database.restore(image)
        return index
    with database.writing() as connection:
        _ensure_filled(database, connection, seed, size, progress)
    return read_index(database)


@lru_cache(maxsize=4)
def _template(seed: int, size: int) -> tuple[bytes, Index]:
    """A new database as bytes, and its index, made once for all the stores in memory of a process."""
    with closing(SQLite(make_url("sqlite://"))) as database:
        with database.writing() as connection:
            _ensure_filled(database, connection, seed, size)
        return database.image(), read_index(database)


def _ensure_filled(
    database: Database, connection: Connection, seed: int, size: int, progress: Progress | None = None
) -> None:
    """Makes the tables and a catalogue in them, unless they are there.

    Raises:
        CatalogueTooLarge: the numbering plans do not hold as many numbers.
        StoreUnavailable: the tables are those of another version of the sandbox.
    """
    database.lock_for_seeding(connection)
    tables.metadata.create_all(connection)
    properties = _read_properties(connection)
    if not properties:
        fill(database, connection, seed, size, progress)
    elif properties["format"] != _FORMAT:
        raise StoreUnavailable("the database was made by another version of the sandbox; use a new one")


def _read_properties(connection: Connection) -> dict[str, str]:
    stored = tables.properties.c
    return {name: value for name, value in connection.execute(select(stored.name, stored.value))}  # noqa: C416  (rows)


def fill(database: Database, connection: Connection, seed: int, size: int, progress: Progress | None = None) -> None:
    """Replaces the catalogue and forgets what was bought from the old one, within the caller's transaction.

    Raises:
        CatalogueTooLarge: the numbering plans do not hold as many numbers.
    """
    generation = int(_read_properties(connection).get("generation", "0")) + 1
    for table in (tables.charges, tables.taken, tables.numbers, tables.ranges, tables.offers, tables.properties):
        connection.execute(delete(table))
    kinds = {kind: index for index, kind in enumerate(sorted({(one.iso_country, one.type) for one in number_ranges()}))}
    counts = _fill_numbers(database, connection, seed, size, progress)
    connection.execute(insert(tables.ranges), list(_range_rows(kinds, counts)))
    connection.execute(insert(tables.offers), list(_offer_rows(kinds)))
    properties = {"format": _FORMAT, "generation": str(generation), "seed": str(seed), "numbers": str(size)}
    rows = [{"name": name, "value": value} for name, value in properties.items()]
    connection.execute(insert(tables.properties), rows)


def _fill_numbers(
    database: Database, connection: Connection, seed: int, size: int, progress: Progress | None
) -> Counter[int]:
    """Stores the numbers and counts those of each cell.

    The index is kept meanwhile: numbers come in nearly its order, and one that is made in the end would take a sixth
    of the time, in which a bar stands still.
    """
    source, counts, stored, told = entries(seed, size), Counter[int](), 0, 0
    while batch := list(islice(source, _BATCH)):
        counts.update(cell for _, cell in batch)
        database.load(connection, batch)
        stored += len(batch)
        if progress is not None and told < size:
            told = min(stored, size)
            progress(told, size)
    return counts


def _range_rows(kinds: dict[tuple[str, str], int], counts: Counter[int]) -> Iterator[dict[str, object]]:
    for index, one in enumerate(number_ranges()):
        yield {
            "id": index,
            "first": one.first,
            "last": one.last,
            "kind": kinds[one.iso_country, one.type],
            "geography": json.dumps(one.geography),
            "counts": json.dumps([counts[index * SLOTS + slot] for slot in range(SLOTS)]),
        }


def _offer_rows(kinds: dict[tuple[str, str], int]) -> Iterator[dict[str, object]]:
    for (iso_country, number_type), kind in kinds.items():
        for slot, offer in enumerate(offers(iso_country, number_type)):
            yield {"id": kind * SLOTS + slot, "body": json.dumps(offer.body)}


def read_generation(database: Database) -> str:
    """How many times the database has been filled: whether an index is still that of the catalogue."""
    stored = tables.properties.c
    rows = database.rows(select(stored.value).where(stored.name == "generation"))
    return str(rows[0][0]) if rows else ""


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
