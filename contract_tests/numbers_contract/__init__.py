"""Holds a server to an OpenAPI description with the `x-` extensions of EXTENSIONS.md: `run(description, endpoint)`."""

from .checks import CHECKS
from .context import Context
from .description.description import Description, DescriptionError
from .http.accounts import Account
from .http.endpoint import Endpoint, Limits
from .http.exchange import Exchange, Request, Response
from .http.guards import Guard, NotPermitted, OpenGuard, ReadOnlyGuard
from .http.session import Session
from .reports.findings import Finding, Skipped
from .reports.listener import Listener, Silent
from .reports.result import Result
from .reports.rules import RULES
from .run import Options, run

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
    "NotPermitted",
    "OpenGuard",
    "Options",
    "ReadOnlyGuard",
    "Request",
    "Response",
    "Result",
    "Session",
    "Silent",
    "Skipped",
    "run",
]
