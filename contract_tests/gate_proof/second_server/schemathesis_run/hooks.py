"""What Schemathesis cannot learn from the description: see schemathesis.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

import schemathesis

NUMBERS = Path("numbers.txt").read_text(encoding="ascii").split()  # those that can be bought; the test writes them
OFTEN = 3  # of four requests


def _among(value: object) -> int:
    """A number that follows from the request alone, so that a seed says the same thing twice."""
    return crc32(repr(value).encode())


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType]
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:  # noqa: ANN401, ARG001
    """Leave made-up keys of pages and made-up numbers to every fourth request, so that the others can succeed."""
    if query and (drawn := _among(query)) % 4 < OFTEN:
        query.pop("key", None)
        if "phoneNumber" in query:
            query["phoneNumber"] = NUMBERS[drawn // 4 % len(NUMBERS)]
    return query


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType]
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:  # noqa: ANN401, ARG001
    """Ask mostly for the same few numbers, some of which are bought."""
    if path_parameters and "phoneNumber" in path_parameters and (drawn := _among(path_parameters)) % 4 < OFTEN:
        path_parameters["phoneNumber"] = quote(NUMBERS[drawn // 4 % len(NUMBERS)], safe="")
    return path_parameters
