"""Releases: what goes, what stays, and what comes back with the number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_sandbox.testing import NumberNotFound

from gate_proof.faults.buying import CONFIGURED, listed, state
from gate_proof.faults.catalogue import Between
from gate_proof.faults.probe import ONE, TWO

if TYPE_CHECKING:
    from numbers_sandbox.testing import Page, PageRequest

    from gate_proof.faults.exchange import Json
    from gate_proof.faults.probe import Probe

RELEASE = "releaseActiveNumber"
GONE = f"{RELEASE}: response 200, no longer belongs to the account"


def _released(p: Probe) -> list[object]:
    number = p.bought(CONFIGURED)
    return [p.release(number), p.get(number), p.listing(), p.release(number)]


def _again(p: Probe) -> list[object]:
    """Buys, names and releases a number, buys it again, and looks at it."""
    number = p.bought(CONFIGURED)
    p.configure(number, {"friendlyName": "Old", "statusCallback": "https://example.com/old"})
    p.release(number)
    return [p.search({"phone_number": number}), p.buy(number), p.get(number), p.listing()]


@state("released-still-listed", "A number that was released stays in the list.", GONE, _released)
class _StillListed(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.memory.setdefault(account, []).append(self.store.get(account, phone_number))
        self.store.release(account, phone_number)

    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        present = {item["phone_number"] for item in found.items}
        kept = [item for item in self.memory.get(account, []) if item["phone_number"] not in present]
        if filters or not kept:
            return found
        return replace(found, items=sorted([*found.items, *kept], key=lambda item: str(item["phone_number"])))


@state("released-still-readable", "A number that was released can still be read.", GONE, _released)
class _StillReadable(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.memory[account, phone_number] = self.store.get(account, phone_number)
        self.store.release(account, phone_number)

    def get(self, account: str, phone_number: str) -> Json:
        try:
            return self.store.get(account, phone_number)
        except NumberNotFound:
            if (account, phone_number) in self.memory:
                return dict(self.memory[account, phone_number])
            raise


@state(
    "released-still-configurable",
    "A number that was released can still be configured.",
    GONE,
    lambda p: [number := p.bought(), p.release(number), p.configure(number, {"friendlyName": "x"})],
)
class _StillConfigurable(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.memory[account, phone_number] = self.store.get(account, phone_number)
        self.store.release(account, phone_number)

    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        try:
            return self.store.configure(account, phone_number, changes)
        except NumberNotFound:
            if (account, phone_number) in self.memory:
                return dict(self.memory[account, phone_number])
            raise


@state("release-without-effect", "A release is answered with 200 and has no effect.", GONE, _released)
class _WithoutEffect(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.store.get(account, phone_number)


@state(
    "release-twice",
    "Releasing a number a second time is answered with 200.",
    f"{RELEASE}: a number that the account does not hold is an error",
    _released,
)
class _Twice(Between):
    def release(self, account: str, phone_number: str) -> None:
        try:
            self.store.release(account, phone_number)
        except NumberNotFound:
            if (account, phone_number) not in self.memory:
                raise
        self.memory[account, phone_number] = True


@state(
    "release-anything",
    "Releasing a number that nobody holds is answered with 200.",
    f"{RELEASE}: a number that the account does not hold is an error",
    lambda p: p.release("+14155550123"),
)
class _Anything(Between):
    def release(self, account: str, phone_number: str) -> None:
        try:
            self.store.release(account, phone_number)
        except NumberNotFound:
            return


@state(
    "release-of-another-too",
    "A release takes the next number of the account along.",
    f"{RELEASE}: gives a number back",
    lambda p: [numbers := p.free(3), *(p.buy(number) for number in numbers), p.release(numbers[0]), p.listing()],
)
class _AnotherToo(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        for number in listed(self, account)[:1]:
            self.store.release(account, number)


@state(
    "release-of-the-oldest",
    "A release takes the lowest number of the account, whichever was named.",
    f"{RELEASE}: parameter phoneNumber, the number to release",
    lambda p: [numbers := p.free(3), *(p.buy(number) for number in numbers), p.release(numbers[2]), p.listing()],
)
class _Oldest(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.store.get(account, phone_number)
        self.store.release(account, min(listed(self, account)))


class _Remembers(Between):
    """What was set before the release comes back with the next purchase."""

    def back(self, old: Json) -> Json:
        raise NotImplementedError

    def release(self, account: str, phone_number: str) -> None:
        self.memory[phone_number] = self.store.get(account, phone_number)
        self.store.release(account, phone_number)

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        old = self.memory.get(phone_number)
        return self.store.configure(account, phone_number, self.back(old)) if old else bought


@state(
    "bought-again-with-old-name",
    "A number that is bought again has the name from before its release.",
    "/components/schemas/ActiveNumber/properties/friendlyName: by default the phone number in its customary form",
    _again,
)
class _OldName(_Remembers):
    def back(self, old: Json) -> Json:
        return {"friendlyName": old["friendlyName"]}


@state(
    "bought-again-with-old-configuration",
    "A number that is bought again has the configuration from before its release.",
    "buyActiveNumber: left out, the number is bought unconfigured",
    _again,
)
class _OldConfiguration(_Remembers):
    def back(self, old: Json) -> Json:
        return {"configuration": old["configuration"]} if old["configuration"] else {}


@state(
    "bought-again-with-old-callback",
    "A number that is bought again reports to the status callback from before its release.",
    "buyActiveNumber: left out, the number is bought unconfigured",
    _again,
)
class _OldCallback(_Remembers):
    def back(self, old: Json) -> Json:
        return {"statusCallback": old["statusCallback"]} if old["statusCallback"] else {}


@state(
    "offered-again-dearer",
    "A number that was released is offered at a higher price than before, to the one who released it.",
    "searchAvailableNumbers: the numbers that fit every filter",
    lambda p: [
        number := p.bought(),
        p.release(number),
        p.search({"phone_number": number, "base_setup_price": "987.0"}),
    ],
)
class _Dearer(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        self.memory[phone_number] = True

    def search(self, filters: dict[str, object], page: PageRequest) -> Page:
        if filters.get("phone_number") in self.memory:
            filters = {name: value for name, value in filters.items() if name == "phone_number"}
        found = self.store.search(filters, page)
        return replace(
            found,
            items=[
                {**item, "base_setup_price": "987.0"} if item["phone_number"] in self.memory else item
                for item in found.items
            ],
        )


@state(
    "released-keeps-account",
    "Who released a number can still list it by its number.",
    GONE,
    lambda p: [number := p.bought(), p.release(number), p.listing({"phone_number": number})],
)
class _ByNumber(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.memory[account, phone_number] = self.store.get(account, phone_number)
        self.store.release(account, phone_number)

    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        old = self.memory.get((account, filters.get("phone_number")))
        return replace(found, items=[old]) if old and not found.items and set(filters) == {"phone_number"} else found


@state(
    "release-empties-configuration-of-others",
    "A release removes the configuration of the other numbers of the account.",
    f"{RELEASE}: gives a number back",
    lambda p: [
        numbers := p.free(2),
        *(p.buy(number, CONFIGURED) for number in numbers),
        p.release(numbers[0]),
        p.listing(),
    ],
)
class _Empties(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        for number in listed(self, account):
            self.store.configure(account, number, {"configuration": None})


@state(
    "release-by-list-order",
    "After a release the account of another caller loses the number that it bought last.",
    f"{RELEASE}: gives a number back",
    lambda p: [p.bought(account=TWO), number := p.bought(account=ONE), p.release(number), p.listing(account=TWO)],
)
class _Other(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        self.memory[account] = phone_number
        return bought

    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        for other, number in list(self.memory.items()):
            if other != account and number in listed(self, other):
                self.store.release(other, number)
