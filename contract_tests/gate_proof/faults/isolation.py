"""Accounts: what one of them sees and does of another's, and what comes into being unbought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_sandbox.testing import NumberNotFound, PageRequest

from gate_proof.faults.buying import state
from gate_proof.faults.catalogue import Between
from gate_proof.faults.probe import ONE, TWO

if TYPE_CHECKING:
    from numbers_sandbox.testing import Page

    from gate_proof.faults.exchange import Json

NOT_HELD = "a number that the account does not hold is an error"


class Holders(Between):
    """Knows who holds what."""

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        self.memory[phone_number] = account
        return bought

    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        self.memory.pop(phone_number, None)

    def holder(self, account: str, phone_number: str) -> str:
        """Who holds a number; the account that asks where nobody does."""
        return str(self.memory.get(phone_number, account))


@state(
    "others-readable",
    "A number that another account holds can be read.",
    f"getActiveNumber: {NOT_HELD}",
    lambda p: [number := p.bought(), p.get(number, account=TWO)],
)
class _Readable(Holders):
    def get(self, account: str, phone_number: str) -> Json:
        return self.store.get(self.holder(account, phone_number), phone_number)


@state(
    "others-configurable",
    "A number that another account holds can be configured.",
    f"configureActiveNumber: {NOT_HELD}",
    lambda p: [number := p.bought(), p.configure(number, {"friendlyName": "x"}, account=TWO), p.get(number)],
)
class _Configurable(Holders):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        return self.store.configure(self.holder(account, phone_number), phone_number, changes)


@state(
    "others-configured-and-refused",
    "Configuring a number of another account is refused with 404 and done all the same.",
    f"configureActiveNumber: {NOT_HELD}",
    lambda p: [number := p.bought(), p.configure(number, {"friendlyName": "x"}, account=TWO), p.get(number)],
)
class _ConfiguredAndRefused(Holders):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        holder = self.holder(account, phone_number)
        found = self.store.configure(holder, phone_number, changes)
        if holder != account:
            raise NumberNotFound(phone_number)
        return found


@state(
    "others-releasable",
    "A number that another account holds can be released.",
    f"releaseActiveNumber: {NOT_HELD}",
    lambda p: [number := p.bought(), p.release(number, account=TWO), p.get(number)],
)
class _Releasable(Holders):
    def release(self, account: str, phone_number: str) -> None:
        super().release(self.holder(account, phone_number), phone_number)


@state(
    "others-listed",
    "The list of an account has the numbers of all accounts.",
    "listActiveNumbers: the numbers that the account holds",
    lambda p: [p.bought(), p.listing(account=TWO)],
)
class _Listed(Holders):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        others = [
            self.store.get(holder, number)
            for number, holder in self.memory.items()
            if holder != account and not filters and page.offset == 0 and page.key is None
        ]
        return replace(found, items=sorted([*found.items, *others], key=lambda item: str(item["phone_number"])))


@state(
    "others-listed-by-number",
    "The list of an account finds the number of another account when it is asked for by its number.",
    "listActiveNumbers: the numbers that the account holds",
    lambda p: [number := p.bought(), p.listing({"phone_number": number}, account=TWO)],
)
class _ListedByNumber(Holders):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        holder = self.holder(account, str(filters.get("phone_number")))
        return self.store.owned(holder, filters, page)


@state(
    "accounts-alike-in-case",
    "Accounts whose names differ in case only are the same account.",
    "listActiveNumbers: parameter AccountId, the account whose numbers are listed",
    lambda p: [p.bought(), p.listing(account=ONE.lower())],
)
class _Case(Between):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        return self.store.owned(self.memory.get(account.lower(), account), filters, page)

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        self.memory.setdefault(account.lower(), account)
        return self.store.buy(account, phone_number, configuration)


@state(
    "configure-takes-unbought",
    "Configuring a number on offer that nobody holds puts it into the account.",
    f"configureActiveNumber: {NOT_HELD}",
    lambda p: [number := p.free()[0], p.configure(number, {"friendlyName": "x"}), p.listing()],
)
class _Takes(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        try:
            return self.store.configure(account, phone_number, changes)
        except NumberNotFound:
            page = self.store.search({"phone_number": phone_number}, _any())
            if not page.items:
                raise
            self.store.buy(account, phone_number)
            return self.store.configure(account, phone_number, changes)


def _any() -> PageRequest:
    return PageRequest()


@state(
    "read-unbought",
    "A number on offer that nobody holds can be read as if the account held it.",
    f"getActiveNumber: {NOT_HELD}",
    lambda p: p.get(p.free()[0]),
)
class _ReadUnbought(Between):
    def get(self, account: str, phone_number: str) -> Json:
        try:
            return self.store.get(account, phone_number)
        except NumberNotFound:
            page = self.store.search({"phone_number": phone_number}, _any())
            if not page.items:
                raise
            return {"accountSid": account, **page.items[0]}


@state(
    "purchase-changes-others",
    "A purchase by one account removes the names of the numbers of another.",
    "buyActiveNumber: adds it to the account",
    lambda p: [number := p.bought(), p.bought(account=TWO), p.get(number)],
)
class _ChangesOthers(Holders):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        for number, holder in self.memory.items():
            if holder != account:
                self.store.configure(holder, number, {"friendlyName": None})
        return super().buy(account, phone_number, configuration)


@state(
    "bought-for-the-last-account",
    "A purchase goes to the account that bought before, when that was another one.",
    "buyActiveNumber: parameter AccountId, will hold it",
    lambda p: [p.bought(), p.buy(p.free()[0], account=TWO), p.listing(account=TWO)],
)
class _Last(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        used, self.memory["last"] = self.memory.get("last", account), account
        return {**self.store.buy(used, phone_number, configuration), "accountSid": account}
