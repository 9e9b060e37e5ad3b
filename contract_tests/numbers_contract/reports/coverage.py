"""What a run has looked at: operations by rules, parameters and their values, statuses, branches of schemas."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import is_list, is_object, joined

if TYPE_CHECKING:
    from numbers_contract.description.description import Description
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.exchange import Exchange

__all__ = ["Coverage"]

_ITEMS = 4  # of a list, looked at for the branches of schemas
_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


@dataclass(slots=True)
class Coverage:
    """Counters, by identifiers of operations and rules.

    Attributes:
        rules: (operation, rule) to how often it held and how often it did not.
        statuses: (operation, status) to how many answers.
        values: (operation, place, name) to the kinds of value that were sent, such as valid, minimum, too long.
        branches: operation to the places of its answers that were seen, with the type of what stood there.
        requests: how many requests were sent to each operation; "" for paths that the description does not have.
    """

    rules: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    values: dict[tuple[str, str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    branches: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    requests: Counter[str] = field(default_factory=Counter)

    def judged(self, rule: str, operation: Operation | None, *, held: bool) -> None:
        """Count one judgment."""
        self.rules[operation.id if operation else "", rule][0 if held else 1] += 1

    def exchanged(self, exchange: Exchange) -> None:
        """Count one exchange."""
        name = exchange.request.operation.id if exchange.request.operation else ""
        self.requests[name] += 1
        self.statuses[name, exchange.status] += 1
        if name and exchange.response is not None and exchange.response.value:
            _note(self.branches[name], joined(exchange.status), exchange.response.value)

    def sent(self, operation: Operation, place: str, name: str, kind: str) -> None:
        """Count one value of a parameter or of a member of a body."""
        self.values[operation.id, place, name][kind] += 1

    def documented(self, description: Description) -> dict[str, dict[str, int]]:
        """For each operation, each documented status with how many answers had it (or one of its range)."""
        found: dict[str, dict[str, int]] = {}
        for operation in description.operations:
            counts = dict.fromkeys(operation.responses, 0)
            for (name, status), count in self.statuses.items():
                answer = operation.response(status) if name == operation.id and status else None
                if answer is not None:
                    counts[answer.status] += count
            found[operation.id] = counts
        return found


def _note(branches: Counter[str], pointer: str, value: Any) -> None:
    branches[f"{pointer} {_TYPES[type(value)]}"] += 1
    if is_object(value):
        for name, below in value.items():
            _note(branches, f"{pointer}/{name}", below)
    elif is_list(value):
        for below in value[:_ITEMS]:
            _note(branches, f"{pointer}/*", below)
