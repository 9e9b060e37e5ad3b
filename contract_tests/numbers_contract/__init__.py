"""Holds a server to an OpenAPI description with the `x-` extensions of EXTENSIONS.md: `run(description, endpoint)`."""

from importlib import import_module
from pkgutil import iter_modules

from .accounts import Account
from .checks import CHECKS
from .context import Context
from .description import Description, DescriptionError
from .exchange import Exchange, Request, Response
from .findings import Finding, NotChecked
from .guards import Guard, NotPermitted, OpenGuard, ReadOnlyGuard
from .listener import Listener, Silent
from .rules import RULES
from .run import Options, Result, run
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

for _module in iter_modules(__path__):  # the checks enter themselves into CHECKS
    if _module.name.startswith("check_"):
        import_module(f"{__name__}.{_module.name}")
