"""The six operations, over what is kept in memory."""

from __future__ import annotations

import threading
import time
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, cast

from gate_proof.second_server.description import COMPONENTS
from gate_proof.second_server.stock import EXHAUSTED, LOCAL_ADDRESS, Item, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gate_proof.second_server.choices import Choices
    from gate_proof.second_server.lists import Listing

NO_NUMBER: Final = 21452
NO_DOCUMENT: Final = 21650
AWAY: Final = {"offered": 0.0, "later": 1.0, "withheld": float("inf")}  # seconds
SETTINGS: Final = ("friendlyName", "statusCallback", "statusCallbackMethod", "configuration")


class RefusedError(Exception):
    """A request that is right and cannot be done: its status, its code and the reason in words."""

    def __init__(self, status: int, code: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.code, self.reason = status, code, reason


class Service:
    """Accounts, the numbers that they hold and the numbers on offer."""

    def __init__(
        self, choices: Choices, accounts: Iterable[str], *, count: int = 260, seed: int = 7, back: int = 0
    ) -> None:
        """Take numbers on offer; so many of them were given back by others before, and come one after the other."""
        self.choices = choices
        self.offers = {str(item["phone_number"]): item for item in numbers(count, seed)}
        self._held: dict[str, dict[str, Item]] = {account: {} for account in accounts}
        self._withheld: dict[str, tuple[float, Item]] = {}
        self._lock = threading.Lock()
        for at, number in enumerate(sorted(self.offers)[::13][:back]):
            self._withheld[number] = (time.monotonic() + 1 + 0.4 * at, self.offers.pop(number))

    def search(self, listing: Listing) -> dict[str, Any]:
        """A page of what is on offer."""
        with self._lock:
            self._take_back()
            return listing.page(list(self.offers.values()))

    def list(self, account: str, listing: Listing) -> dict[str, Any]:
        """A page of what an account holds."""
        with self._lock:
            return listing.page([self._shown(item) for item in self._of(account).values()])

    def get(self, account: str, number: str) -> Item:
        """One number of an account."""
        with self._lock:
            return self._shown(self._one(account, number))

    def buy(self, account: str, number: str, configuration: Item | None) -> Item:
        """Take a number off the offers and give it to an account."""
        with self._lock:
            mine = self._of(account)
            self._take_back()
            offer = self.offers.get(number)
            if offer is None:
                raise self._not_on_offer(number)
            if offer["lifecycle"] == EXHAUSTED:
                raise RefusedError(400, NO_NUMBER, "None of these is left.")
            if offer["regulatory"] == {"address_requirements": LOCAL_ADDRESS}:
                raise RefusedError(400, NO_DOCUMENT, "First prove who you are.")
            bought = {**deepcopy(offer), "accountSid": account, "friendlyName": _customary(number)}
            if configuration is not None:
                bought["configuration"] = _merged({}, _known(configuration, "Configuration"))
            del self.offers[number]
            mine[number] = bought
            return self._shown(bought)

    def configure(self, account: str, number: str, changes: Item) -> Item:
        """Change what the owner of a number decides."""
        with self._lock:
            item = self._one(account, number)
            settings = {name: item[name] for name in SETTINGS if name in item}
            merged = _merged(settings, _known(changes, "ActiveNumberUpdate"))
            for name in SETTINGS:
                item.pop(name, None)
            item.update(merged)
            return self._shown(item)

    def release(self, account: str, number: str) -> None:
        """Take a number from an account."""
        with self._lock:
            self._one(account, number)
            item = self._of(account).pop(number)
            offer = {name: value for name, value in item.items() if name not in (*SETTINGS, "accountSid")}
            self._withheld[number] = (time.monotonic() + AWAY[self.choices.released], offer)
            self._take_back()

    def _take_back(self) -> None:
        """Put what was kept back long enough on offer again."""
        for number, (due, offer) in list(self._withheld.items()):
            if due <= time.monotonic():
                self.offers[number] = offer
                del self._withheld[number]

    def knows(self, account: str) -> bool:
        """Whether there is such an account."""
        return account in self._held

    def _not_on_offer(self, number: str) -> RefusedError:
        held = any(number in numbers_held for numbers_held in self._held.values())
        if held and self.choices.taken == "conflict":
            return RefusedError(409, 7, "The number is held already.")
        return RefusedError(400, NO_NUMBER, "No such number is to be had.")

    def _of(self, account: str) -> dict[str, Item]:
        if account not in self._held:
            raise RefusedError(404, 3, "There is no such account.")
        return self._held[account]

    def _one(self, account: str, number: str) -> Item:
        item = self._of(account).get(number)
        if item is None:
            raise RefusedError(404, 4, "The account does not hold this number.")
        return item

    def _shown(self, item: Item) -> Item:
        shown = deepcopy(item)
        if self.choices.stated == "less":
            shown["capabilities"] = None
        return shown if self.choices.unset == "absent" else {**dict.fromkeys(SETTINGS), **shown}


def _customary(number: str) -> str:
    """A number as it is read aloud: its digits in groups."""
    digits = number[1:]
    return "+" + " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def _merged(target: Any, patch: Any) -> Any:  # noqa: ANN401  (RFC 7396 is about any JSON value)
    if not isinstance(patch, dict):
        return patch
    merged: Item = dict(cast("Item", target)) if isinstance(target, dict) else {}
    for name, value in cast("Item", patch).items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _known(value: Item, schema: str) -> Item:
    """Only those members of a body that the description has: it admits others and gives them no meaning."""
    properties = COMPONENTS["schemas"][schema]["properties"]
    known: Item = {}
    for name, member in value.items():
        if name in properties:
            target = _reference(properties[name])
            known[name] = _known(cast("Item", member), target) if target and isinstance(member, dict) else member
    return known


def _reference(schema: Item) -> str | None:
    for found in (schema, *schema.get("anyOf", ())):
        if "$ref" in found:
            return str(found["$ref"]).rpartition("/")[2]
    return None
