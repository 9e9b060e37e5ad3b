"""Holds a server to an OpenAPI description with the `x-` extensions of EXTENSIONS.md: `run(description, endpoint)`."""

from .accounts import Account
from .context import Context
from .description import Description, DescriptionError
from .exchange import Exchange, Request, Response
from .findings import Finding, NotChecked
from .guards import Guard, NotPermitted, OpenGuard, ReadOnlyGuard
from .listener import Listener, Silent
from .rules import RULES
from .run import Options, Result, run
from .sequence import CHECKS
from .session import Endpoint, Limits, Session

__all__ = [
    "CHECKS",
    "RULES",
    "Account",
    "Context",
    "Description",
    "DescriptionError",
    "Endpoint",
    "Exchange",
    "Finding",
    "Guard",
    "Limits",
    "Listener",
    "NotChecked",
    "NotPermitted",
    "OpenGuard",
    "Options",
    "ReadOnlyGuard",
    "Request",
    "Response",
    "Result",
    "Session",
    "Silent",
    "run",
]
