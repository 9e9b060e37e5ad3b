"""Holds a server to an OpenAPI description with the `x-` extensions of EXTENSIONS.md: `run(description, endpoint)`."""

from . import (
    check_accounts,
    check_bodies,
    check_catalogue,
    check_changes_at_once,
    check_filters,
    check_forbidden_changes,
    check_give_back,
    check_http,
    check_kept_filters,
    check_kinds,
    check_life,
    check_messages,
    check_moving_pages,
    check_negotiation,
    check_pages,
    check_parameters,
    check_portfolio,
    check_race,
    check_random_walk,
    check_refusals,
    check_response_times,
    check_schemathesis,
    check_spellings,
    check_strangers,
)
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

_LOADED = (
    check_accounts,
    check_bodies,
    check_catalogue,
    check_changes_at_once,
    check_filters,
    check_forbidden_changes,
    check_give_back,
    check_http,
    check_kept_filters,
    check_kinds,
    check_life,
    check_messages,
    check_moving_pages,
    check_negotiation,
    check_pages,
    check_parameters,
    check_portfolio,
    check_race,
    check_random_walk,
    check_refusals,
    check_response_times,
    check_schemathesis,
    check_spellings,
    check_strangers,
)  # each module registers its checks when it is loaded
