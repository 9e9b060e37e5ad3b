"""Lists: which items fit, in which order, and the page of them that a request asks for."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from gate_proof.second_server.description import BrokenRuleError, Operation, Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gate_proof.second_server.choices import Choices
    from gate_proof.second_server.stock import Item

COORDINATES = {"latitude", "longitude"}
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?", re.ASCII)
NEAR = Decimal("0.5")
PAGING = ("page", "page_size", "key")


def order(choices: Choices) -> Callable[[Item], str]:
    """By what a list is sorted: a text that no two items share and that no item changes."""
    if choices.order == "price":
        return lambda item: f"{item['base_recurring_price']} {item['phone_number']}"
    step = -1 if choices.order == "backwards" else 1
    return lambda item: str(item["phone_number"])[::step]


def fits(item: Item, filters: Iterable[tuple[Parameter, Any]], choices: Choices) -> bool:
    """Whether an item has what every filter asks for."""
    return all(_fits(_at(item, parameter.filters or ()), parameter, wanted, choices) for parameter, wanted in filters)


def _at(item: Item, path: tuple[str, ...]) -> Any:  # noqa: ANN401  (any JSON value)
    value: Any = item
    for name in path:
        value = cast("Item", value or {}).get(name)
    return value


def _fits(value: Any, parameter: Parameter, wanted: Any, choices: Choices) -> bool:  # noqa: ANN401
    if value is None:
        return False
    if parameter.decimal:
        return Decimal(value) <= Decimal(wanted) if choices.prices == "bound" else Decimal(value) == Decimal(wanted)
    if parameter.kind == "integer":
        return bool(value >= wanted if choices.limits == "bound" else value == wanted)
    if parameter.name.rpartition(".")[2] in COORDINATES and choices.places == "bound":
        return _near(value, wanted)
    return bool(value == wanted)


def _near(value: str, wanted: str) -> bool:
    try:
        return abs(Decimal(value) - Decimal(wanted)) < NEAR
    except ArithmeticError:
        return value == wanted


def _on_scale(filters: Iterable[tuple[Parameter, Any]], choices: Choices) -> None:
    """Refuse coordinates that are no numbers, where that is chosen."""
    for parameter, wanted in filters:
        coordinate = parameter.name.rpartition(".")[2] in COORDINATES
        if coordinate and choices.off_scale == "refused" and not NUMBER.fullmatch(wanted):
            raise BrokenRuleError(f"{parameter.name} is no number")


@dataclass(frozen=True, slots=True)
class Listing:
    """A request for a page: which list, what was asked, and how its links are to be written."""

    operation: Operation
    query: Mapping[str, Any]
    written: tuple[tuple[str, str], ...]
    base: str
    choices: Choices

    def page(self, items: Iterable[Item]) -> dict[str, Any]:
        """The page that the request asks for, with its links."""
        filters = [(self.operation.query()[name], value) for name, value in self.query.items() if name not in PAGING]
        _on_scale(filters, self.choices)
        sort = order(self.choices)
        found = sorted((item for item in items if fits(item, filters, self.choices)), key=sort)
        size: int = self.query.get("page_size", self.choices.page_size)
        start = self._start(found, self.query.get("page", 0) * size)
        page: int = self.query.get("page", -(-start // size))
        end = start + size
        nothing_before = start == 0 or page == 0
        following = self._key(sort(found[end - 1])) if end < len(found) else None
        before = max(0, start - size)
        return {
            "meta": {
                "key": following if self.choices.key == "next" else None,
                "next_page_url": following and self._link(page + 1, size, following),
                "previous_page_url": self._back(page - 1, size, found, before, gone=nothing_before),
                "url": self._given(self._back(page, size, found, start)),
                "first_page_url": self._given(self._back(0, size, found, 0)),
                "page_size": size,
                "page": page,
            },
            "items": found[start:end],
        }

    def _start(self, found: list[Item], otherwise: int) -> int:
        key = self.query.get("key")
        if key is None:
            return min(otherwise, len(found))
        place = self._place(key)
        return sum(1 for item in found if order(self.choices)(item) <= place)

    def _given(self, link: str | None) -> str | None:
        return None if self.choices.link_back == "null" else link

    def _back(self, page: int, size: int, found: list[Item], start: int, *, gone: bool = False) -> str | None:
        if gone:
            return None
        key = self._key(order(self.choices)(found[start - 1])) if 0 < start <= len(found) else None
        return self._link(page, size, key)

    def _link(self, page: int, size: int, key: str | None) -> str:
        kept = [(name, value) for name, value in self.written if name not in PAGING]
        query = [*kept, ("page_size", str(size)), ("page", str(page)), *([("key", key)] if key else [])]
        return f"{self.base}?{urlencode(query)}"

    def _seal(self, place: str) -> str:
        asked = sorted(pair for pair in self.written if pair[0] not in PAGING)
        return f"{binascii.crc32(repr((place, asked, self.operation.name)).encode()):08x}"

    def _key(self, place: str) -> str:
        return f"{self._seal(place)}.{place.encode().hex()}"

    def _place(self, key: str) -> str:
        seal, _, rest = key.partition(".")
        try:
            place = bytes.fromhex(rest).decode()
        except ValueError as error:
            raise BrokenRuleError("key is none that this server gave") from error
        if seal != self._seal(place):
            raise BrokenRuleError("key belongs to another list or to other filters")
        return place
