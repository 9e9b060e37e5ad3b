"""Bytes that do not belong to an answer are seen, whether they come with it or after it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from gate.raw_server import answer, raw_server
from gate.served import described
from numbers_contract import Context, Endpoint, Session
from numbers_contract.response_conformance import Observer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PAGE = json.dumps({"items": [], "meta": {}}).encode()
_EXTRA = b'{"more":1}'


def _rules(method: str, pieces: Callable[[str], Iterable[bytes]]) -> set[str]:
    """The rules that a server breaks when it sends these pieces for each of three requests."""
    operation = described().doing("offer")
    assert operation is not None
    with raw_server(pieces) as url:
        session = Session(Endpoint(url))
        context = Context(described(), session, seed=1)
        session.observers.append(Observer(context))
        for _ in range(3):
            context.call(operation, method=method)
            time.sleep(0.05)
        session.close()
    return {finding.rule for finding in context.findings.found.values()}


@pytest.mark.parametrize(
    ("method", "pieces"),
    [
        ("GET", (answer(200, _PAGE) + _EXTRA,)),
        ("GET", (answer(200, _PAGE), _EXTRA)),
        ("GET", (answer(200, _PAGE, length=len(_PAGE) - 2),)),
        ("HEAD", (answer(200, _PAGE),)),
        ("HEAD", (answer(200, b"", length=len(_PAGE)), _PAGE)),
        ("GET", (answer(204, _EXTRA),)),
        ("GET", (answer(304, _EXTRA),)),
    ],
    ids=["with it", "after it", "too short a length", "HEAD", "HEAD, later", "204", "304"],
)
def test_bytes_that_belong_to_no_answer(method: str, pieces: tuple[bytes, ...]) -> None:
    """What follows the end of an answer breaks the rule of framing."""
    assert "framing" in _rules(method, lambda _: pieces)


@pytest.mark.parametrize(
    ("method", "pieces"),
    [
        ("GET", (answer(200, _PAGE),)),
        ("GET", (answer(200, _PAGE)[:40], answer(200, _PAGE)[40:-5], answer(200, _PAGE)[-5:])),
        ("HEAD", (answer(200, b"", length=len(_PAGE)),)),
        ("GET", (answer(204, b""),)),
        ("GET", (answer(304, b"", length=len(_PAGE)),)),
    ],
    ids=["whole", "in pieces", "HEAD", "204", "304"],
)
def test_an_answer_that_ends_where_it_says(method: str, pieces: tuple[bytes, ...]) -> None:
    """An answer keeps the rule, in one piece or several, with a body or only the length of one."""
    assert "framing" not in _rules(method, lambda _: pieces)


def test_a_server_may_grow_tired_of_waiting() -> None:
    """A server that says 408 on a connection where nothing is asked, before it closes it, breaks no rule of framing."""

    def pieces(_: str) -> Iterator[bytes]:
        yield answer(200, _PAGE)
        time.sleep(0.02)
        yield answer(408, b"")

    assert "framing" not in _rules("GET", pieces)
