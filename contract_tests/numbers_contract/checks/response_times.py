"""The slowest answer of each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.registry import check

if TYPE_CHECKING:
    from numbers_contract.context import Context

__all__: list[str] = []

_ENOUGH = 20  # answers, before one of them can stand out


@check(proves=("response-time",))
def response_times(context: Context) -> None:
    """An answer that took far longer than the others, once or for no reason that was seen: worth a look."""
    for operation in context.description.operations:
        every = context.seconds.get(operation.id, [])
        taken = sorted((one for one in every if context.times.explains(one[1]) is None), key=lambda one: one[0])
        if len(taken) < _ENOUGH:
            continue
        median, (slowest, _, exchange) = taken[len(taken) // 2][0], taken[-1]
        context.check(
            exchange is None or slowest < 50 * median,
            "response-time",
            operation,
            f"the slowest answer took {slowest:.2f} s, the median of {len(taken)} is {median:.3f} s",
            *([exchange] if exchange is not None else []),
            warning=True,
        )
