"""What is answered at once, past the tasks of the event loop, is what would be answered otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from http_support import active, bought, numbers
from numbers_sandbox.transport import SandboxTransport

if TYPE_CHECKING:
    from numbers_sandbox.testing import LiveSandbox

_PAGE = "page_size=3&geography.iso_country=US"


def _told(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize(
    "target",
    [
        f"/api/AvailableNumbers?{_PAGE}",
        "/api/AvailableNumbers?nonsense=1",
        numbers("AC1"),
        active("AC1", "+14155550123"),
        "/nowhere",
    ],
)
def test_both_ways_answer_alike(api: httpx.Client, numbers_sandbox: LiveSandbox, target: str) -> None:
    """A socket, where answers are given at once, and the application itself give the same, refusals included."""
    transport = SandboxTransport(numbers_sandbox.endpoint)
    with httpx.Client(base_url=numbers_sandbox.url, transport=transport) as usual:
        expected = usual.get(target)
    transport.shut_down()

    assert _told(api.get(target)) == _told(expected)


def test_an_answer_at_once_is_noted_once(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A request that is answered at once is among the requests that arrived, one time."""
    number = bought(api, "AC1")["phone_number"]

    assert api.get(active("AC1", number)).status_code == 200
    arrived = [one["operation"] for one in numbers_sandbox.requests("AC1")]
    assert arrived == ["buyActiveNumber", "getActiveNumber"]


def test_a_fault_is_never_passed_by(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A rule, or a header, that makes a request fail does so for one that would be answered at once."""
    numbers_sandbox.faults.add("error", status=503, times=1)

    assert [api.get(numbers("AC1")).status_code for _ in range(2)] == [503, 200]
    assert api.get(numbers("AC1"), headers={"X-Sandbox-Fault": "error; status=503"}).status_code == 503


def test_a_connection_is_closed_when_asked(api: httpx.Client) -> None:
    """A caller that keeps no connection is told that it is closed."""
    assert api.get(numbers("AC1"), headers={"Connection": "close"}).headers["connection"] == "close"
