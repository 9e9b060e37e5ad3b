"""What makes answers slow is found, and a server that is slow for another reason is not accused."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from gate.served import described
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract import Context, Endpoint, Exchange, Request, Response, Session
from numbers_contract.http.response_times import names_of
from numbers_contract.response_conformance import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_contract.description.operation import Operation

Query = list[tuple[str, str]]
FAST, LATE = 0.01, 1.5


def _offer() -> Operation:
    operation = described().doing("offer")
    assert operation is not None
    return operation


OFFER = _offer()
FILTERS = sorted(one.parameter for one in OFFER.extensions.filters)
PAGING = sorted(OFFER.extensions.paging.parameters if OFFER.extensions.paging else ())
QUERIES = st.lists(
    st.lists(st.sampled_from([*FILTERS, *PAGING]), max_size=3, unique=True), min_size=20, max_size=120
).map(lambda every: [[(name, "1") for name in names] for names in every])


@dataclass(slots=True)
class Timed(Session):
    """A session whose answers come at once, and are said to have taken the time that `reply` gives them."""

    reply: Callable[[int, Request], Response] = field(kw_only=True)
    waited: float = 0.0

    def send(self, request: Request) -> Exchange:
        """Answer without a network."""
        self.count += 1
        response = self.reply(self.count, request)
        self.waited += response.seconds
        exchange = Exchange(self.count, request, response)
        self.notify(exchange)
        return exchange


def asked(reply: Callable[[int, Request], Response], queries: list[Query]) -> tuple[Context, Timed]:
    """A run that asks a server for lists with these queries."""
    session = Timed(Endpoint("http://127.0.0.1:1"), reply=reply)
    context = Context(described(), session, seed=1)
    session.observers.append(Observer(context))
    for query in queries:
        with context.attempt("accepts-valid", OFFER):
            context.call(OFFER, query=query)
    return context, session


def slow_with(*names: str, seconds: float = LATE, size: int = 2) -> Callable[[int, Request], Response]:
    """A server that is slow when it is asked for all of these at once."""

    def reply(_: int, request: Request) -> Response:
        slow = set(names) <= names_of(request.target)
        return Response(200, (), b" " * (size if slow else 2), seconds if slow else FAST)

    return reply


def accused(context: Context) -> list[str]:
    """The parameters that are said to be slow."""
    return [one.subject for one in context.findings.found.values() if one.rule == "response-time"]


@given(QUERIES, st.sampled_from(FILTERS))
def test_a_slow_filter_is_found(queries: list[Query], name: str) -> None:
    """A filter that makes every answer slow is named, alone, once, whatever was asked before it."""
    others = [[(other, "1")] for other in FILTERS if other != name]
    context, _ = asked(slow_with(name), [*queries, *others, [(name, "1")]])
    assert accused(context) == [name]
    finding = next(one for one in context.findings.found.values() if one.rule == "response-time")
    assert not finding.warning
    assert finding.pointer == getattr(OFFER.parameter(name), "pointer", None)


@given(QUERIES, st.lists(st.sampled_from(FILTERS), min_size=2, max_size=2, unique=True))
def test_two_filters_that_are_slow_together(queries: list[Query], names: list[str]) -> None:
    """Two filters that are slow together, and fast alone, are named together."""
    others = [[(other, "1")] for other in FILTERS]
    context, _ = asked(slow_with(*names), [*others, *queries, [(name, "1") for name in names]])
    assert accused(context) == [" and ".join(sorted(names))]


def test_what_is_slow_is_not_asked_for_forever() -> None:
    """A run waits half a minute at most for what is known to be slow, and says that it did not check the rest."""
    others = [[(other, "1")] for other in FILTERS[:3]]
    context, session = asked(slow_with(FILTERS[5]), [*others, *([[(FILTERS[5], str(n))] for n in range(500)])])
    assert accused(context) == [FILTERS[5]]
    assert session.waited < 30
    assert [(one.rule, FILTERS[5] in one.why) for one in context.missed] == [("accepts-valid", True)]


@given(
    QUERIES,
    st.integers(0, 2**32),
    st.floats(0.05, 0.45),
    st.floats(0, 0.05),
)
def test_a_jittery_server_is_not_accused(queries: list[Query], seed: int, most: float, odds: float) -> None:
    """Answers that take anything up to some hundred milliseconds, and now and then two seconds, accuse nobody."""
    rng = random.Random(seed)  # noqa: S311  (delays are no secret)

    def reply(count: int, _: Request) -> Response:
        hiccup = rng.random() < odds or count == 30
        return Response(200, (), b"{}", 2.0 if hiccup else rng.uniform(0, most))

    assert accused(asked(reply, queries)[0]) == []


@given(QUERIES, st.integers(2, 12), st.integers(0, 11))
def test_a_server_behind_a_slow_neighbour_is_not_accused(queries: list[Query], every: int, which: int) -> None:
    """A server of which every so manieth answer is slow, as where requests go round several machines, is left alone."""

    def reply(count: int, _: Request) -> Response:
        return Response(200, (), b"{}", LATE if count % every == which % every else FAST)

    assert accused(asked(reply, queries)[0]) == []


@given(QUERIES, st.integers(1, 100), st.integers(1, 60))
def test_a_pause_is_not_accused(queries: list[Query], start: int, length: int) -> None:
    """A time in which all answers are slow accuses nobody, wherever it begins and ends."""

    def reply(count: int, _: Request) -> Response:
        return Response(200, (), b"{}", LATE if start <= count < start + length else FAST)

    assert accused(asked(reply, queries)[0]) == []


def taking(seconds: float, status: int = 200) -> Response:
    """An answer that takes so long."""
    return Response(status, (), b"{}", seconds)


def warms_up() -> Callable[[int, Request], Response]:
    """A server that takes long for a filter the first time."""
    seen = set[str]()

    def reply(_: int, request: Request) -> Response:
        if FILTERS[5] not in names_of(request.target):
            return taking(FAST)
        first = request.target not in seen
        seen.add(request.target)
        return taking(LATE if first else 0.4)

    return reply


def everything(_: int, __: Request) -> Response:
    """A slow server."""
    return taking(LATE)


def every_filter(_: int, request: Request) -> Response:
    """A server that has the whole list at hand, and has to look for everything else."""
    return taking(LATE if "?" in request.target else FAST)


def a_refusal(_: int, request: Request) -> Response:
    """A server that makes those wait who ask for what they may not have."""
    refused = FILTERS[5] in names_of(request.target)
    return taking(LATE, 401) if refused else taking(FAST)


@pytest.mark.parametrize(
    "reply",
    [
        slow_with(FILTERS[5], seconds=0.4),
        slow_with(FILTERS[5], size=100),
        slow_with(*PAGING[:1]),
        warms_up(),
        everything,
        every_filter,
        a_refusal,
    ],
    ids=["under half a second", "a long answer", "a page", "the first time", "everything", "every filter", "a refusal"],
)
def test_what_is_no_outlier(reply: Callable[[int, Request], Response]) -> None:
    """What has a reason to take longer, or does not stand out, is no outlier."""
    queries: list[Query] = [[], *([(name, "1")] for name in (*PAGING, *FILTERS, *PAGING, *FILTERS))]
    assert accused(asked(reply, queries)[0]) == []
