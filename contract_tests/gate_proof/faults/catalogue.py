"""The list of all faults, and the ways to add one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from numbers_sandbox.testing import StoreWrapper

from gate_proof.faults.exchange import Answer, Forward, Front, Json, Request

if TYPE_CHECKING:
    from numbers_sandbox.testing import Store
    from starlette.types import ASGIApp

    from gate_proof.faults.probe import Probe

Kind = Literal["bodies", "http", "inputs", "authorization", "state", "queries", "paging", "combinations"]
Memory = dict[Any, Any]
Witness = Callable[["Probe"], object]
Step = Callable[[Request, Forward, Memory], Awaitable[Answer]]
Edit = Callable[[Any, Request], Any]
MODULES: Final = tuple(
    f"gate_proof.faults.{name}"
    for name in (
        "bodies",
        "http_answers",
        "http_requests",
        "parameters",
        "request_bodies",
        "authorization",
        "buying",
        "configuring",
        "releasing",
        "isolation",
        "queries",
        "query_values",
        "paging",
        "page_links",
        "combinations",
        "combined_state",
        "rare_requests",
        "rare_changes",
        "rare_pairs",
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        name: What it is asked for by.
        kind: The part of the contract that it belongs to.
        says: What a caller sees.
        breaks: The place in the description, or its sentence, that it breaks.
        witness: The requests that show it; what they give differs from what a correct server gives.
        front: Puts an application before the sandbox.
        inside: Puts something between the sandbox and its store.
        guarded: Whether it takes a sandbox that asks for credentials.
    """

    name: str
    kind: Kind
    says: str
    breaks: str
    witness: Witness
    front: Callable[[ASGIApp], ASGIApp] | None = None
    inside: Callable[[Store], Store] | None = None
    guarded: bool = False


_FAULTS: Final[dict[str, Fault]] = {}


def add(fault: Fault) -> None:
    """Put a fault on the list.

    Raises:
        ValueError: there is one of that name.
    """
    if fault.name in _FAULTS:
        raise ValueError(f"{fault.name}: there are two faults of this name; rename one")
    _FAULTS[fault.name] = fault


def front(
    name: str, kind: Kind, says: str, breaks: str, witness: Witness, *, guarded: bool = False
) -> Callable[[Step], Step]:
    """Make a fault of a function that answers in place of the sandbox, which it may ask; it remembers in `memory`."""

    def added(step: Step) -> Step:
        def before(app: ASGIApp) -> ASGIApp:
            memory: Memory = {}
            return Front(app, partial(_step, step, memory))

        add(Fault(name, kind, says, breaks, witness, front=before, guarded=guarded))
        return step

    return added


async def _step(step: Step, memory: Memory, request: Request, forward: Forward) -> Answer:
    return await step(request, forward, memory)


def edited(
    name: str,
    kind: Kind,
    operations: str,
    says: str,
    breaks: str,
    edit: Edit,
    witness: Witness,
    *,
    status: int = 200,
) -> None:
    """Make a fault of a change to the JSON of an answer of some operations, in place or by the value returned."""

    @front(name, kind, says, breaks, witness)
    async def step(request: Request, forward: Forward, memory: Memory) -> Answer:
        del memory
        answer = await forward(request)
        if request.operation in operations.split() and answer.status == status and (value := answer.json) is not None:
            changed = edit(value, request)
            answer.json = value if changed is None else changed
        return answer


def asked_otherwise(
    name: str,
    kind: Kind,
    says: str,
    breaks: str,
    change: Callable[[Request], Request | None],
    witness: Witness,
) -> None:
    """Make a fault of a change to some requests, None for those that stay; the links of pages stay the caller's."""

    @front(name, kind, says, breaks, witness)
    async def step(request: Request, forward: Forward, memory: Memory) -> Answer:
        del memory
        return await forward(change(request) or request)


def inside(name: str, kind: Kind, says: str, breaks: str, witness: Witness) -> Callable[[type[Any]], type[Any]]:
    """Make a fault of a class that stands between the sandbox and its store, see `Between`."""

    def added(between: type[Any]) -> type[Any]:
        add(Fault(name, kind, says, breaks, witness, inside=between))
        return between

    return added


class Between(StoreWrapper):
    """The store, with some methods of its own in a subclass; `memory` is there for it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.memory: Memory = {}


def items_of(value: Json) -> Iterable[Json]:
    """The numbers in an answer: those of a page, or the one that it is."""
    found: list[Json] = value.get("items", [value])
    return found


def catalogue() -> dict[str, Fault]:
    """All faults by name."""
    for module in MODULES:
        import_module(module)
    return dict(_FAULTS)


def named(name: str) -> Fault:
    """The fault of a name.

    Raises:
        LookupError: there is none.
    """
    try:
        return catalogue()[name]
    except KeyError:
        raise LookupError(f"{name}: there is no such fault; `python -m gate_proof.faults list` lists them") from None
