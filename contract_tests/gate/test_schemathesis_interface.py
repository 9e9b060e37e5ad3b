"""Schemathesis in a test suite of one's own: its interface for pytest, with the settings of the gate."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from gate.altered import Altered
from gate.served import described
from numbers_contract import Account, Endpoint
from numbers_contract.checks.schemathesis_config import Api
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import Sandbox, open_endpoint
from schemathesis.core.failures import FailureGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from gate.altered import Answer, Asked

ACCOUNT = Account("AC1", token="secret")


API = Api(described(), Endpoint("http://127.0.0.1:1", (ACCOUNT,), auth=True, exclusive=True), seed=1)


def _emptied(_: Asked, answer: Answer) -> Answer:
    """Nothing of the answer is left but its status."""
    answer.json = {}
    return answer


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The sandbox, which asks for credentials."""
    with _served() as found:
        yield found


@contextmanager
def _served(after: Callable[[Asked, Answer], Answer] | None = None) -> Generator[str]:
    with closing(open_endpoint(numbers=300, require_auth=True)) as sandbox:
        Sandbox(sandbox).put_account(ACCOUNT.id, token=ACCOUNT.token)
        with ThreadedServer(Altered(sandbox, None, after)) as server:
            yield server.url


@API.schema.parametrize()  # type: ignore[untyped-decorator]
def test_every_operation_keeps_the_description(case: Any, url: str) -> None:  # noqa: ANN401  (its type is its own)
    """Each request that Schemathesis makes of an operation is answered as described."""
    API.hold(case, url)


def test_an_answer_that_breaks_the_description_fails() -> None:
    """What Schemathesis finds is no mistake because other things that it says are."""
    case = API.schema["/api/AvailableNumbers"]["GET"].Case()
    with _served() as url:
        API.hold(case, url)
    with _served(_emptied) as url, pytest.raises(FailureGroup):
        API.hold(case, url)
