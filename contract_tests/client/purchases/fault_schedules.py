"""What happens to a call: a fault for each of its requests, buyers in between, a restart, a cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from hypothesis import strategies as st

__all__ = ["BENIGN", "COLOURS", "Colour", "Fault", "Intrusion", "Network", "Plan", "When", "plans"]

Colour: TypeAlias = Literal["blocking", "asyncio", "trio"]
When: TypeAlias = Literal["before", "after"]
Network: TypeAlias = Literal[
    "refused", "connect-timeout", "pool-timeout", "unsent", "late", "lost", "broken", "write-timeout"
]
Intruder: TypeAlias = Literal["same account", "other account", "restart", "arrivals"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request: on the way (`network`), or in the service (`sandbox`, the value of its header).

    Network: the request never leaves (refused, connect-timeout, pool-timeout), is lost on the way (unsent, broken), is
    held up and arrives later than its sender waits (late, write-timeout), or its answer is lost (lost).
    """

    network: Network | None = None
    sandbox: str | None = None

    @property
    def never_delivered(self) -> bool:
        """Whether the sender knows that the request did not arrive."""
        return self.network in {"refused", "connect-timeout", "pool-timeout"}


@dataclass(frozen=True, slots=True)
class Intrusion:
    """Something else that happens before or after a request of the call."""

    request: int
    when: When
    what: Intruder


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule for one call.

    Attributes:
        colour: Which client makes it, and on which loop.
        writes: What happens to its requests that change something, in order; nothing to those that follow.
        reads: The same for its requests that do not.
        intrusions: What else happens.
        cancelled: The request at which the caller gives up, and whether before it is sent or after its answer came.
        max_retries: The client's.
        deadline: The client's, in seconds.
    """

    colour: Colour = "blocking"
    writes: tuple[Fault, ...] = ()
    reads: tuple[Fault, ...] = ()
    intrusions: tuple[Intrusion, ...] = ()
    cancelled: tuple[int, When] | None = None
    max_retries: int = 2
    deadline: float | None = None


BENIGN = Fault()
COLOURS: st.SearchStrategy[Colour] = st.sampled_from(get_args(Colour))
_NETWORK: tuple[Network, ...] = get_args(Network)
_OTHERS: tuple[Intruder, ...] = ("same account", "other account", "arrivals")
_INTRUDERS: tuple[Intruder, ...] = (*_OTHERS, *_OTHERS, *_OTHERS, "restart")  # a restart takes long
_EITHER: tuple[When, ...] = get_args(When)
_IN_SERVICE = [
    *(f"error; status={status}; when={when}" for status in (500, 501, 502, 503, 504, 599) for when in _EITHER),
    *(f"error; status=502; body=html; when={when}" for when in _EITHER),
    *(f"rate-limit; retry_after={seconds}" for seconds in (0, 1, 61)),
    "rate-limit; retry_after=1; retry_after_as=date",
    *(f"latency; seconds={seconds}; when={when}" for seconds in (1, 60) for when in _EITHER),
    *(f"{action}; when={when}" for action in ("close", "reset", "truncate") for when in _EITHER),
    # A service that answers 200 and has done nothing is not faulty but false: no client can tell.
    "malformed; when=after",
    "contract; when=after",
]


def faults() -> st.SearchStrategy[Fault]:
    """Any fault, or none."""
    return st.one_of(
        st.just(BENIGN),
        st.sampled_from(_IN_SERVICE).map(lambda header: Fault(sandbox=header)),
        st.sampled_from(_NETWORK).map(lambda network: Fault(network=network)),
    )


def plans(*, intruders: bool = True) -> st.SearchStrategy[Plan]:
    """Any schedule; without `intruders` nobody else does anything meanwhile."""
    whens = st.sampled_from(_EITHER)
    intrusion = st.builds(Intrusion, st.integers(1, 4), whens, st.sampled_from(_INTRUDERS))
    intrusions = st.lists(intrusion, max_size=2 if intruders else 0)
    return st.builds(
        Plan,
        colour=COLOURS,
        writes=st.lists(faults(), max_size=4).map(tuple),
        reads=st.lists(faults(), max_size=4).map(tuple),
        intrusions=intrusions.map(tuple),
        cancelled=st.none() | st.none() | st.tuples(st.integers(1, 4), whens),
        max_retries=st.sampled_from([2, 0, 1, 4]),
        deadline=st.sampled_from([60.0, None, 5.0, 0.5]),
    )
