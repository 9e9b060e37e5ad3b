"""The guard of purchases: never over the limit, never without a price, never a number that the run did not buy."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract import Account, Description, Endpoint, Exchange, NotPermitted, Request, Response
from numbers_contract.http.session import NoResponse
from numbers_contract.http.targets import Raw
from numbers_contract.purchases.journal import Journal, left_behind
from numbers_contract.purchases.spending_guard import SpendingGuard
from numbers_contract.settings import default_description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.description.operation import Operation
    from numbers_contract.http.session import Session

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


class Server:
    """Answers what the guard asks, from what each account holds; `status` is an answer that says nothing of it."""

    def __init__(self, status: int = 0) -> None:
        self.endpoint = Endpoint(URL, (US, THEM))
        self.held: dict[str, set[str]] = {US.id: set(), THEM.id: set()}
        self.observers: list[Any] = []
        self.status = status
        self.asked = 0

    def send(self, asked: Request) -> Exchange:
        """Read one number, or the list."""
        self.asked += 1
        if self.status < 0:
            raise NoResponse(answered(asked, None))
        held = self.held[asked.account.id if asked.account else ""]
        if asked.key is None:
            items = [{"phone_number": key} for key in sorted(held)]
            return answered(asked, self.status or 200, {"items": items, "meta": {"next_page_url": None}})
        return answered(asked, self.status or (200 if asked.key in held else 404), {})


def begun(guard: SpendingGuard, server: Server | None = None, **before: set[str]) -> Server:
    """Let a guard know what was held before: nothing, unless it is given by account."""
    server = server or Server()
    guard.begin(cast("Session", server))
    for account in (US, THEM):
        guard.held_before(account.id, before.get(account.id, set()), complete=True)
    return server


def bought(
    guard: SpendingGuard, key: str, status: int | None = 200, shown: str | None = None, account: Account = US
) -> None:
    """A purchase that the guard lets pass, and its answer."""
    asked = request(CREATE, key, account)
    guard.permit(asked)
    guard.settled(answered(asked, status, {"phone_number": shown or key}))


OUTCOMES = st.sampled_from([200, 400, 409, 429, 500, 302, None])


@given(
    st.dictionaries(st.sampled_from([f"+1000000{n}" for n in range(6)]), st.integers(0, 900), min_size=1),
    st.integers(0, 1500),
    st.lists(st.tuples(st.integers(0, 5), OUTCOMES, st.booleans(), st.booleans()), max_size=12),
)
def test_never_over_the_limit(
    prices: dict[str, int], most: int, asked: list[tuple[int, int | None, bool, bool]]
) -> None:
    """Whatever is asked, however it ends and whatever was sold nevertheless, what was charged stays in the limit."""
    at_stake = Decimal(0)
    with tempfile.TemporaryDirectory() as name, closing(Journal(Path(name), URL)) as journal:
        guard = SpendingGuard(DESCRIPTION, journal, URL, Decimal(most) / 100)
        server = begun(guard)
        offered(guard, {key: (str(Decimal(price) / 100), "0.00") for key, price in prices.items()})
        for pick, status, other, sold in asked:
            wanted = request(CREATE, f"+1000000{pick}", THEM if other else US)
            try:
                guard.permit(wanted)
            except NotPermitted:
                continue
            refused = status is not None and 400 <= status < 500
            if sold:
                server.held[THEM.id if other else US.id].add(str(wanted.key))
            guard.settled(answered(wanted, status))
            cost = prices.get(str(wanted.key), max(prices.values()))
            at_stake += Decimal(0) if refused and not sold else Decimal(cost) / 100

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
    begun(found)
    offered(found, {"+15550001": ("0.50", "1.0"), "+15550002": ("unknown", "1.0"), "+15550003": (None, "1.0")})
    return found


UNPRICED = ["+15559999", "banana", "", None]


@pytest.mark.parametrize("key", [*UNPRICED, "+15550002", "+15550003"])
def test_no_purchase_without_a_price(journal: Journal, key: str | None) -> None:
    """Where numbers are held, what was not on offer, or at no price, or is no number at all, is not bought."""
    guard = SpendingGuard(DESCRIPTION, journal, URL, Decimal(10))
    begun(guard, AC1={"+15550111"})
    offered(guard, {"+15550001": ("0.50", "1.0"), "+15550002": ("unknown", "1.0"), "+15550003": (None, "1.0")})
    with pytest.raises(NotPermitted):
        guard.permit(request(CREATE, key))


@pytest.mark.parametrize("key", ["+15550002", "+15550003"])
def test_no_purchase_at_a_price_that_cannot_be_read(guard: SpendingGuard, key: str) -> None:
    """What is on offer at a price that cannot be read is not bought, whatever the account holds."""
    with pytest.raises(NotPermitted):
        guard.permit(request(CREATE, key))


def test_a_price_beyond_all_bounds_cannot_be_read(guard: SpendingGuard) -> None:
    """A sum that no number can hold is no price."""
    offered(guard, {"+15550009": ("9e999999", "9e999999"), "+15550010": ("1e1000000", "0")})
    for key in ("+15550009", "+15550010"):
        with pytest.raises(NotPermitted):
            guard.permit(request(CREATE, key))


@pytest.mark.parametrize("key", UNPRICED)
def test_broken_purchases_cost_the_dearest(guard: SpendingGuard, key: str | None) -> None:
    """Where nothing was held, a broken purchase counts as the dearest number until the list shows nothing new."""
    server = begun(guard)
    asked = request(CREATE, key)
    guard.permit(asked)
    during = guard.spent
    guard.settled(answered(asked, 400, {}))

    assert during == Decimal("1.50")
    assert guard.spent == 0
    assert server.asked == 1
    assert guard.holdings == []


@pytest.mark.parametrize("key", UNPRICED)
def test_a_broken_purchase_that_was_made(guard: SpendingGuard, key: str | None) -> None:
    """What appears after a broken purchase was refused is charged, and left for people to look at; buying ends."""
    server = begun(guard)
    asked = request(CREATE, key)
    guard.permit(asked)
    server.held[US.id].add("+15550333")
    guard.settled(answered(asked, 400, {}))

    assert guard.spent == Decimal("1.50")
    assert list(guard.unclaimed) == [(US.id, "+15550333")]
    assert guard.holdings == []
    with pytest.raises(NotPermitted, match="refused"):
        guard.permit(request(CREATE, "+15550001"))


@pytest.mark.parametrize("key", UNPRICED)
def test_a_broken_purchase_that_is_answered_with_a_number(guard: SpendingGuard, key: str | None) -> None:
    """What a broken purchase is answered with was bought, is charged, and is given back."""
    asked = request(CREATE, key)
    guard.permit(asked)
    guard.settled(answered(asked, 201, {"phone_number": "+15550333"}))

    assert guard.spent == Decimal("1.50")
    assert "+15550333" in {one.key for one in guard.holdings if one.sure}


@pytest.mark.parametrize("operation", [UPDATE, DELETE])
def test_what_others_bought_is_not_touched(guard: SpendingGuard, operation: Operation) -> None:
    """A number is changed and released only after this run has bought it, and not because it asked and was refused."""
    for status in (None, 400):
        if status:
            bought(guard, "+15550001", status)
        with pytest.raises(NotPermitted):
            guard.permit(request(operation, "+15550001"))
    bought(guard, "+15550001")

    guard.permit(request(operation, "+15550001"))


COLLECTION = "/Accounts/AC1/ActiveNumbers"


@pytest.mark.parametrize("method", ["DELETE", "PUT", "POST"])
def test_changes_of_unknown_kind(guard: SpendingGuard, journal: Journal, method: str) -> None:
    """A method that the description does not have passes where nothing was held, and on what this run bought."""
    one, all_of_it = f"{COLLECTION}/%2B15550001", Request(method, COLLECTION, account=US)
    guard.permit(all_of_it)
    guard.settled(answered(all_of_it, 405, {}))
    other = SpendingGuard(DESCRIPTION, journal, URL, Decimal(10))
    begun(other, AC1={"+15550111"})
    offered(other, {"+15550001": ("0.50", "1.0")})
    for target in (COLLECTION, one, f"{COLLECTION}/%2B15550111"):
        with pytest.raises(NotPermitted):
            other.permit(Request(method, target, account=US))
    bought(other, "+15550001")
    other.permit(Request(method, one, account=US))

    assert guard.spent == 0
    with pytest.raises(NotPermitted):
        other.permit(Request(method, f"{one}?also=%2B15550111", account=US))


def test_a_key_is_known_however_it_is_spelled(guard: SpendingGuard) -> None:
    """A purchase whose number is percent-encoded in its own way is the purchase of that number."""
    for spelled in (Raw("%2B15550001"), Raw("+15550001")):
        asked = request(CREATE, spelled)
        guard.permit(asked)
        guard.settled(answered(asked, 400, {}))
    broken = request(CREATE, Raw("banana"))
    guard.permit(broken)
    guard.settled(answered(broken, 200, {"phone_number": "+15550001"}))

    assert [one.key for one in guard.holdings] == ["+15550001"]


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
    bought(guard, "+15550001", status)
    before = len(guard.holdings)
    guard.settled(answered(request(DELETE, "+15550001"), 200))

    assert before == left
    assert left_behind(tmp_path)[1] == [journal.path]
    assert status is None or status >= 400 or not guard.holdings


@pytest.mark.parametrize("operation", [CREATE, UPDATE, DELETE])
def test_what_was_held_before_is_left_alone(journal: Journal, operation: Operation) -> None:
    """A number that an account held when the run began is not bought, changed or released, though it is on offer."""
    guard = SpendingGuard(DESCRIPTION, journal, URL, Decimal(10))
    begun(guard, AC2={"+15550001"})
    offered(guard, {"+15550001": ("0.50", "1.0"), "+15550002": ("0.50", "1.0")})
    with pytest.raises(NotPermitted, match="before the run"):
        guard.permit(request(operation, "+15550001"))
    bought(guard, "+15550002", shown="+15550001")

    with pytest.raises(NotPermitted):
        guard.permit(request(operation, "+15550001"))
    assert "+15550001" not in {one.key for one in guard.holdings}


@pytest.mark.parametrize("heard", ["nothing", "a part"])
def test_nothing_is_bought_before_it_is_known_what_is_held(journal: Journal, heard: str) -> None:
    """Without the whole list of what the account holds, what is in it cannot be kept, so that nothing is bought."""
    guard = SpendingGuard(DESCRIPTION, journal, URL, Decimal(10))
    offered(guard, {"+15550001": ("0.50", "1.0")})
    if heard == "a part":
        guard.held_before(US.id, [], complete=False)
    with pytest.raises(NotPermitted, match="could not be read"):
        guard.permit(request(CREATE, "+15550001"))


@pytest.mark.parametrize("status", [400, 409, 429])
def test_a_refused_purchase_that_was_made(guard: SpendingGuard, journal: Journal, status: int) -> None:
    """A number that is held although it was refused is charged, given back, and the last one that is bought."""
    server = begun(guard)
    server.held[US.id].add("+15550001")
    bought(guard, "+15550001", status)
    offered(guard, {"+15550009": ("0.50", "1.0")})

    assert guard.spent == Decimal("1.50")
    assert [(one.key, one.sure) for one in guard.holdings] == [("+15550001", True)]
    assert '"refused"' not in journal.path.read_text()
    with pytest.raises(NotPermitted, match="nothing more is bought"):
        guard.permit(request(CREATE, "+15550009"))


@pytest.mark.parametrize("status", [500, 302, 401, -1])
def test_a_refused_purchase_that_nobody_can_look_up(guard: SpendingGuard, status: int) -> None:
    """Where the number cannot be read after the refusal, the purchase counts, and is looked for at the end."""
    begun(guard, Server(status))
    bought(guard, "+15550001", 400)

    assert guard.spent == Decimal("1.50")
    assert [(one.key, one.sure) for one in guard.holdings] == [("+15550001", False)]


def test_a_purchase_of_what_is_bought_already(guard: SpendingGuard) -> None:
    """That a number which the run holds is refused to a second buyer says nothing against the refusal."""
    server = begun(guard)
    bought(guard, "+15550001")
    server.held[US.id].add("+15550001")
    bought(guard, "+15550001", 400, account=THEM)
    bought(guard, "+15550001", 400)

    assert guard.spent == Decimal("1.50")
    assert [(one.account, one.sure) for one in guard.holdings] == [(US.id, True)]


def test_another_number_than_was_asked_for(guard: SpendingGuard, journal: Journal) -> None:
    """What was sold in place of the number is written down and given back, and nothing more is bought."""
    bought(guard, "+15550001", shown="+15550777")

    assert {(one.key, one.sure) for one in guard.holdings} == {("+15550001", False), ("+15550777", True)}
    assert "+15550777" in journal.path.read_text()
    guard.permit(request(DELETE, "+15550777"))
    with pytest.raises(NotPermitted, match="another number"):
        guard.permit(request(CREATE, "+15550001"))


@pytest.mark.parametrize("scheme", ["Bearer", "Basic"])
def test_a_purchase_with_the_credentials_of_another(journal: Journal, scheme: str) -> None:
    """Where the path names one account and the credentials are of another, either may have bought."""
    guard = SpendingGuard(DESCRIPTION, journal, URL, Decimal(10))
    server = begun(guard)
    server.endpoint = Endpoint(URL, (US, Account(THEM.id, token="theirs", password="theirs")))
    offered(guard, {"+15550001": ("0.50", "1.0")})
    other = server.endpoint.accounts[1]
    authorization = other.authorization if scheme == "Bearer" else other.basic
    asked = Request(CREATE.method, "/", (("Authorization", str(authorization)),), None, CREATE, US, "+15550001")
    guard.permit(asked)
    either = {one.account for one in guard.holdings}
    server.held[THEM.id].add("+15550001")
    guard.settled(answered(asked, 403))

    assert either == {US.id, THEM.id}
    assert [(one.account, one.sure) for one in guard.holdings] == [(THEM.id, True)]
