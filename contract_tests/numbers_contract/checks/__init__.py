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
    content_negotiation.content_negotiation,
    content_negotiation.head_and_conditional,
    content_coding.content_coding,
    authentication.authentication,
    credential_bypasses.credential_bypasses,
    parameters.parameters,
    parameters.path_parameters,
    parameters.key_parameter,
    varied_purchases.varied_purchases,
    url_encoding.url_encoding,
    variants.variants,
    request_bodies.request_bodies,
    business_rejections.business_rejections,
    invalid_writes.invalid_writes,
    lifecycle.configure,
    content_coding.long_bodies,
    concurrent_changes.concurrent_changes,
    purchase_race.purchase_race,
    random_walk.random_walk,
    pagination.account_pagination,
    pagination.pagination,
    pagination_under_writes.pagination_under_writes,
    filters.account_filters,
    filters_across_pages.account_filters_across_pages,
    filters.filters,
    filters_across_pages.filters_across_pages,
    filters.filter_combinations,
    pagination_under_writes.large_account,
    schemathesis.schemathesis,
    response_times.response_times,
    release_all.release_all,
)

CHECKS: Mapping[str, Check] = {one.name: one for one in _SEQUENCE}
"""Every check by its name."""
