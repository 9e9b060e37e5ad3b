"""What a broken server is made of, and which operation a request means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate.altered import Answer, Asked

__all__ = ["LIST", "OFFER", "ONE", "Breach", "buys", "does", "on_list", "on_offer"]

OFFER = "/api/AvailableNumbers"
LIST = re.compile(r"/Accounts/[^/]+/ActiveNumbers/")
ONE = re.compile(r"/Accounts/([^/]+)/ActiveNumbers/PN(.+)")


@dataclass(frozen=True)
class Breach:
    """A broken server: the rule that it breaks, the checks to run, and what happens before and after the sandbox."""

    rule: str
    checks: tuple[str, ...]
    before: Callable[[Asked], Answer | None] | None = None
    after: Callable[[Asked, Answer], Answer | None] | None = None
    auth: bool = False


def on_offer(asked: Asked) -> bool:
    """A search."""
    return asked.method == "GET" and asked.path == OFFER


def on_list(asked: Asked) -> bool:
    """A list of an account."""
    return asked.method == "GET" and LIST.fullmatch(asked.path) is not None


def buys(asked: Asked) -> bool:
    """A purchase."""
    return asked.method == "POST" and LIST.fullmatch(asked.path) is not None


def does(asked: Asked, method: str) -> bool:
    """A method on one number."""
    return asked.method == method and ONE.fullmatch(asked.path) is not None
