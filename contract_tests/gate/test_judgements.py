"""What the checks about messages, spellings, kinds and second pages judge, each on a server with one fault."""

from __future__ import annotations

import pytest
from gate_proof.faults.catalogue import named
from gate_proof.faults.probe import TOKENS
from gate_proof.faults.served import served
from gate_proof.targets import DESCRIPTION
from numbers_contract import Account, Description, Endpoint, Options, run

FOUND_BY = {
    "http-called-compressed": ("content-coding", {"first-purchase"}),
    "http-long-body-bad-request": ("accepts-valid", {"first-purchase", "long-bodies"}),
    "http-chunked-body-ignored": ("configured", {"first-purchase", "long-bodies"}),
    "http-accept-weight-ignored": ("accept-header", {"content-negotiation"}),
    "http-bad-encoding-fails": ("no-server-error", {"url-encoding"}),
    "http-encoded-account-is-another": ("url-encoding", {"first-purchase", "url-encoding"}),
    "paging-order-by-size": ("pages", {"pagination"}),
    "paging-next-loses-one-filter": ("page-links", {"filters-across-pages"}),
    "both-filter-lost-by-page": ("page-numbers", {"filters-across-pages"}),
    "query-only-regular-by-default": ("filters", {"filters"}),
    "query-list-application-of-messages": ("filters", {"first-purchase", "varied-purchases", "account-filters"}),
    "both-contradiction-finds": ("filter-combinations", {"filter-combinations"}),
    "both-british-not-kept": ("configured", {"variants"}),
    "both-null-in-purchase-kept": ("created", {"variants"}),
    "both-body-checked-before-number": ("rejects-invalid", {"varied-purchases", "request-bodies"}),
    "both-fallback-like-url-lost": ("configured", {"first-purchase", "configure"}),
    "http-head-with-other-length": ("head-and-conditional", {"head-and-conditional"}),
    "http-number-without-its-prefix": ("unknown-paths", {"first-purchase", "unknown-paths"}),
    "paging-previous-of-the-last-is-first": ("page-links", {"pagination"}),
    "state-change-brings-released-back": ("released", {"first-purchase", "concurrent-changes"}),
    "state-changes-at-once-lost": ("configured", {"first-purchase", "concurrent-changes"}),
    "state-exhausted-sold": ("rejects-invalid", {"first-purchase", "business-rejections"}),
    "state-purchases-at-once-lost": ("owned-is-listed", {"first-purchase", "concurrent-changes"}),
}
"""For each fault the rule that it breaks, and the checks that notice, beside the look at the catalogue."""


@pytest.mark.parametrize("fault", FOUND_BY)
def test_the_fault_is_found(fault: str) -> None:
    """The checks that are there for a fault find it, under the rule that it breaks."""
    rule, checks = FOUND_BY[fault]
    with served(named(fault)) as url:
        endpoint = Endpoint(url, tuple(Account(id=name) for name in TOKENS), auth=False, exclusive=True)
        options = Options(only=frozenset({"catalogue", *checks}))
        result = run(Description.read(DESCRIPTION), endpoint, 1, options)
    assert rule in {finding.rule for finding in result.findings}
