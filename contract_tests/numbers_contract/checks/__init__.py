"""The checks of a run in the order in which they run: one explicit sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    authentication,
    business_rejections,
    catalogue,
    concurrent_changes,
    content_coding,
    content_negotiation,
    credential_bypasses,
    filters,
    filters_across_pages,
    invalid_writes,
    lifecycle,
    pagination,
    pagination_under_writes,
    parameters,
    paths_and_methods,
    purchase_race,
    random_walk,
    release_all,
    request_bodies,
    response_times,
    schemathesis,
    url_encoding,
    variants,
    varied_purchases,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numbers_contract.registry import Check

__all__ = ["CHECKS"]

_SEQUENCE: tuple[Check, ...] = (
    catalogue.catalogue,
    lifecycle.first_purchase,
    paths_and_methods.unknown_paths,
    paths_and_methods.methods,
    content_negotiation.accept,
    content_negotiation.head,
    content_coding.codings,
    authentication.authentication,
    credential_bypasses.strangers,
    parameters.parameters,
    parameters.path_parameters,
    parameters.key_parameter,
    varied_purchases.portfolio,
    url_encoding.spellings,
    variants.kinds,
    request_bodies.bodies,
    business_rejections.refusals,
    invalid_writes.forbidden_changes,
    lifecycle.configure,
    content_coding.long_bodies,
    concurrent_changes.changes_at_once,
    purchase_race.race,
    random_walk.random_walk,
    pagination.pages_of_account,
    pagination.pages,
    pagination_under_writes.pages_stable,
    filters.account_filters,
    filters_across_pages.account_filters_kept,
    filters.filters,
    filters_across_pages.filters_kept,
    filters.filter_pairs,
    pagination_under_writes.pages_of_many,
    schemathesis.second_opinion,
    response_times.response_time,
    release_all.give_back,
)

CHECKS: Mapping[str, Check] = {one.name: one for one in _SEQUENCE}
"""Every check by its name."""
