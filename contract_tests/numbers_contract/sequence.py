"""The checks of a run in the order in which they run: one explicit sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .checks import Check

__all__ = ["CHECKS"]

_SEQUENCE: tuple[Check, ...] = (
    check_catalogue.catalogue,
    check_life.first_purchase,
    check_http.unknown_paths,
    check_http.methods,
    check_negotiation.accept,
    check_negotiation.head,
    check_messages.codings,
    check_accounts.authentication,
    check_strangers.strangers,
    check_parameters.parameters,
    check_parameters.path_parameters,
    check_parameters.key_parameter,
    check_portfolio.portfolio,
    check_spellings.spellings,
    check_kinds.kinds,
    check_bodies.bodies,
    check_refusals.refusals,
    check_forbidden_changes.forbidden_changes,
    check_life.configure,
    check_messages.long_bodies,
    check_changes_at_once.changes_at_once,
    check_race.race,
    check_random_walk.random_walk,
    check_pages.pages_of_account,
    check_pages.pages,
    check_moving_pages.pages_stable,
    check_filters.account_filters,
    check_kept_filters.account_filters_kept,
    check_filters.filters,
    check_kept_filters.filters_kept,
    check_filters.filter_pairs,
    check_moving_pages.pages_of_many,
    check_schemathesis.second_opinion,
    check_response_times.response_time,
    check_give_back.give_back,
)

CHECKS: Mapping[str, Check] = {one.name: one for one in _SEQUENCE}
"""Every check by its name."""
