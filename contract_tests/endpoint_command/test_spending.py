"""The guard of purchases: never over the limit, never without a price, never a number that the run did not buy."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract import Account, Description, Exchange, NotPermitted, Request, Response
from numbers_contract.journal import Journal, left_behind
from numbers_contract.spending import SpendingGuard
from numbers_contract.variables import default_description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.operation import Operation

DESCRIPTION = Description.read(default_description())
OFFER, CREATE, READ, UPDATE, DELETE = (
    one for does in ("offer", "create", "read", "update", "delete") if (one := DESCRIPTION.doing(does)) is not None
)
US, THEM = Account("AC1"), Account("AC2")
URL = "http://127.0.0.1:1"


def request(operation: Operation, key: str | None, account: Account = US) -> Request:
    """A request for one number."""
    return Request(operation.method, operation.path, (), None, operation, account, key)


def answered(asked: Request, status: int | None, body: object = None) -> Exchange:
    """The same with an answer, or with none."""
    if status is None:
        return Exchange(1, asked, None, "the connection was reset")
    return Exchange(1, asked, Response(status, (), json.dumps(body).encode(), 0.0))


def offered(guard: SpendingGuard, prices: dict[str, tuple[object, object]]) -> None:
    """Let the guard see a page of the catalogue."""
    items = [{"phone_number": k, "base_setup_price": a, "base_recurring_price": b} for k, (a, b) in prices.items()]
    guard.observe(answered(request(OFFER, None), 200, {"items": items, "meta": {}}))


OUTCOMES = st.sampled_from([200, 400, 409, 429, 500, 302, None])


@given(
    st.dictionaries(st.sampled_from([f"+1000000{n}" for n in range(6)]), st.integers(0, 900), min_size=1),
    st.integers(0, 1500),
    st.lists(st.tuples(st.integers(0, 5), OUTCOMES, st.booleans()), max_size=12),
)
def test_never_over_the_limit(prices: dict[str, int], most: int, asked: list[tuple[int, int | None, bool]]) -> None:
    """Whatever is asked and however it ends, what may have been charged stays within the limit."""
    at_stake = Decimal(0)
    with tempfile.TemporaryDirectory() as name, closing(Journal(Path(name), URL)) as journal:
        guard = SpendingGuard(DESCRIPTION, journal, URL, Decimal(most) / 100)
        offered(guard, {key: (str(Decimal(price) / 100), "0.00") for key, price in prices.items()})
        for pick, status, other in asked:
            wanted = request(CREATE, f"+1000000{pick}", THEM if other else US)
            try:
                guard.permit(wanted)
            except NotPermitted:
                continue
            guard.settled(answered(wanted, status))
            refused = status is not None and 400 <= status < 500
            at_stake += Decimal(0) if refused else Decimal(prices[str(wanted.key)]) / 100

            assert at_stake <= guard.most


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal in a folder of the test's own."""
    with closing(Journal(tmp_path, URL)) as journal:
        yield journal


@pytest.fixture
def guard(journal: Journal) -> SpendingGuard:
    """A guard that has seen one number of 1.50 and may spend 10."""
    found = SpendingGuard(DESCRIPTION, journal, URL, Decimal(10))
    offered(found, {"+15550001": ("0.50", "1.0"), "+15550002": ("unknown", "1.0"), "+15550003": (None, "1.0")})
    return found


@pytest.mark.parametrize("key", ["+15559999", "+15550002", "+15550003", "banana", "", None])
def test_no_purchase_without_a_price(guard: SpendingGuard, key: str | None) -> None:
    """A number that was not on offer, or whose price cannot be read, or no number at all, is not bought."""
    with pytest.raises(NotPermitted):
        guard.permit(request(CREATE, key))


@pytest.mark.parametrize("operation", [UPDATE, DELETE])
def test_what_others_bought_is_not_touched(guard: SpendingGuard, operation: Operation) -> None:
    """A number is changed and released only after this run has bought it, and not because it asked and was refused."""
    for status in (None, 400):
        if status:
            guard.permit(request(CREATE, "+15550001"))
            guard.settled(answered(request(CREATE, "+15550001"), status))
        with pytest.raises(NotPermitted):
            guard.permit(request(operation, "+15550001"))
    guard.permit(request(CREATE, "+15550001"))
    guard.settled(answered(request(CREATE, "+15550001"), 200))

    guard.permit(request(operation, "+15550001"))


def test_changes_of_unknown_kind_are_held_back(guard: SpendingGuard) -> None:
    """A method that the description does not have on a path is not tried, whatever it might do."""
    with pytest.raises(NotPermitted):
        guard.permit(Request("DELETE", "/Accounts/AC1/ActiveNumbers"))


def test_a_purchase_is_written_down_before_it_is_let_out(guard: SpendingGuard, journal: Journal) -> None:
    """When the guard lets a purchase pass, its number stands in the journal already."""
    guard.permit(request(CREATE, "+15550001"))

    assert '"asked"' in journal.path.read_text()
    assert "+15550001" in journal.path.read_text()


@pytest.mark.parametrize(("status", "left"), [(200, 1), (400, 0), (409, 0), (429, 0), (500, 1), (302, 1), (None, 1)])
def test_what_has_to_be_given_back(
    guard: SpendingGuard, journal: Journal, tmp_path: Path, status: int | None, left: int
) -> None:
    """A purchase that was not refused has to be given back, known or not, until it is released; the journal agrees."""
    guard.permit(request(CREATE, "+15550001"))
    guard.settled(answered(request(CREATE, "+15550001"), status))
    before = len(guard.holdings)
    guard.settled(answered(request(DELETE, "+15550001"), 200))

    assert before == left
    assert left_behind(tmp_path)[1] == [journal.path]
    assert status is None or status >= 400 or not guard.holdings
