"""What the store refuses, free of HTTP.

StoreError
├── NoNumberFound            nothing of that description is on offer (21452)
├── AddressRequirementNotMet the account lacks an address or a document that the number asks for (21650)
├── NumberNotFound           the account does not hold the number
├── AccountNotFound          no such account is registered
├── Conflict                 the account or its number changed meanwhile in a way that forbids this
├── InvalidKey               the key of a page is damaged or belongs to another list
├── UnknownFilter            the list has no such filter
├── CatalogueTooLarge        more numbers are asked for than the numbering plans hold
└── StoreUnavailable         the database cannot be reached, or is locked by somebody else for too long
"""

from __future__ import annotations

__all__ = [
    "AccountNotFound",
    "AddressRequirementNotMet",
    "CatalogueTooLarge",
    "Conflict",
    "InvalidKey",
    "NoNumberFound",
    "NumberNotFound",
    "StoreError",
    "StoreUnavailable",
    "UnknownFilter",
]


class StoreError(Exception):
    """Root of everything that the store refuses."""


class NoNumberFound(StoreError):  # noqa: N818  (this name and those below say what happened, as in the description)
    """The number is not on offer: unknown, bought already, exhausted or in quarantine."""

    def __init__(self, phone_number: str) -> None:
        super().__init__(f"{phone_number} is not on offer; search the catalogue for another number")
        self.phone_number = phone_number


class AddressRequirementNotMet(StoreError):  # noqa: N818
    """The number asks for an address or an identity document that the account does not have on file."""

    def __init__(self, phone_number: str, requirement: str) -> None:
        super().__init__(f"{phone_number} requires {requirement}, which the account does not have on file")
        self.phone_number = phone_number
        self.requirement = requirement


class NumberNotFound(StoreError):  # noqa: N818
    """The account does not hold the number, whoever else may."""

    def __init__(self, phone_number: str) -> None:
        super().__init__(f"the account does not hold {phone_number}")
        self.phone_number = phone_number


class AccountNotFound(StoreError):  # noqa: N818
    """No account of this name is registered or has bought anything."""

    def __init__(self, account: str) -> None:
        super().__init__(f"there is no account {account}")
        self.account = account


class Conflict(StoreError):  # noqa: N818
    """Somebody else's change makes this one impossible."""


class InvalidKey(StoreError):  # noqa: N818
    """The key of a page is damaged, or was issued for other filters, another account or another list."""

    def __init__(self) -> None:
        super().__init__("the key was not returned for this list and these filters; start at the first page")


class UnknownFilter(StoreError):  # noqa: N818
    """The list cannot be narrowed by this property."""

    def __init__(self, path: str) -> None:
        super().__init__(f"the list has no filter on {path}")
        self.path = path


class CatalogueTooLarge(StoreError):  # noqa: N818
    """More numbers are asked for than the numbering plans hold at their shares."""

    def __init__(self, numbers: int, most: int) -> None:
        super().__init__(f"a catalogue of {numbers} numbers is too large; ask for at most {most}")


class StoreUnavailable(StoreError):  # noqa: N818
    """The database is unreachable, or another process has held its lock for longer than the store waits."""
