"""What an error leaves behind: no frame with the credential, and no purchase that nobody remembers."""

from __future__ import annotations

import linecache
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from client.scripted import NUMBER, Scripted, held
from numbers_api import ConnectionFailed, NumbersError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

TOKEN = "s3cr3t-token"


def _frames(error: BaseException | None, seen: set[int]) -> Iterator[FrameType]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next
    yield from _frames(error.__cause__, seen)
    yield from _frames(error.__context__, seen)


@pytest.mark.parametrize("colour", ["blocking", "asyncio"])
@pytest.mark.parametrize("last", [httpx.ReadError, RuntimeError, KeyboardInterrupt])
def test_no_frame_of_an_error_holds_the_credential(
    last: type[BaseException], colour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the error nor what led to it leads to a frame of httpx, whose variables hold the request as bytes."""

    def fail(request: httpx.Request) -> httpx.Response:
        event = request.headers["authorization"]
        raise last("lost") from OSError(len(event))

    service = Scripted(monkeypatch, colour, GET=[fail])
    with pytest.raises((NumbersError, KeyboardInterrupt)) as caught:
        service.call("get", NUMBER, token=TOKEN)
    frames = [
        frame
        for frame in _frames(caught.value, set())
        if "contract_tests" not in frame.f_code.co_filename or frame.f_code is fail.__code__
    ]
    assert any("numbers_api" in frame.f_code.co_filename for frame in frames)
    shown = [(frame.f_code.co_name, repr(value)) for frame in frames for value in frame.f_locals.values()]
    assert [where for where, text in shown if TOKEN in text] == []


def test_the_traceback_of_the_caller_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller was handling before keeps its own."""
    service = Scripted(monkeypatch, GET=[httpx.ReadError("reset")])
    try:
        int("x")
    except ValueError:
        with pytest.raises(ConnectionFailed):
            service.call("get", NUMBER, max_retries=0)
        kept = sys.exc_info()[2]
    assert isinstance(kept, TracebackType)


def _interrupted_at(line: int, service: Scripted, post: Any) -> tuple[bool, bool]:  # noqa: ANN401 -- an answer
    """Buy, press Ctrl-C at a line of the driver after the purchase went out; return whether it came, and a doubt."""
    passed, delivered = 0, False

    def deliver(_: httpx.Request) -> httpx.Response:
        nonlocal delivered
        delivered = True
        if isinstance(post, Exception):
            raise post
        return httpx.Response(200, content=post.content)

    def trace(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 -- itself
        nonlocal passed
        if not frame.f_code.co_filename.endswith(("clients.py", "purchases.py", "attempts.py", "read_back.py")):
            return None
        # Python looks for Ctrl-C in no `try:`; once the steps have ended, the caller has what was told.
        told = frame.f_code.co_name == "_drive" and frame.f_locals["steps"].gi_frame is None
        here = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
        if event == "line" and delivered and not told and here != "try:":
            passed += 1
            if passed == line:
                raise KeyboardInterrupt
        return trace

    service.script(POST=[deliver], GET=[held()])
    client = service.client()
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        client.active_numbers.buy(NUMBER)
    except KeyboardInterrupt:
        return True, bool(client.purchases_in_doubt)
    finally:
        sys.settrace(before)
    return False, False


@pytest.mark.parametrize("lost", [False, True])
def test_ctrl_c_between_two_steps_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch, *, lost: bool) -> None:
    """At whatever line the driver is interrupted: what went out is in `purchases_in_doubt` until it is told."""
    service = Scripted(monkeypatch)
    post = httpx.ReadError("lost") if lost else held()
    forgotten, line, came = list[int](), 0, True
    while came:
        line += 1
        came, doubt = _interrupted_at(line, service, post)
        if came and not doubt:
            forgotten.append(line)
    assert line > 10
    assert forgotten == []
