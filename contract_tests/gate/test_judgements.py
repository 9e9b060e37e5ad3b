"""What the checks about messages, spellings, kinds and second pages judge, each on a server with one fault."""

from __future__ import annotations

import pytest
from gate_proof.faults.catalogue import named
from gate_proof.faults.probe import TOKENS
from gate_proof.faults.served import served
from gate_proof.targets import DESCRIPTION
from numbers_contract import Account, Description, Endpoint, Options, run

FOUND_BY = {
    "http-called-compressed": ("encodings", {"first-purchase"}),
    "http-long-body-bad-request": ("accepts", {"first-purchase", "long-bodies"}),
    "http-chunked-body-ignored": ("configured", {"first-purchase", "long-bodies"}),
    "http-accept-weight-ignored": ("accept", {"accept"}),
    "http-bad-encoding-fails": ("no-server-error", {"spellings"}),
    "http-encoded-account-is-another": ("encodings", {"first-purchase", "spellings"}),
    "paging-order-by-size": ("pages", {"pages"}),
    "paging-next-loses-one-filter": ("page-links", {"filters-kept"}),
    "both-filter-lost-by-page": ("page-numbers", {"filters-kept"}),
    "query-only-regular-by-default": ("filter", {"filters"}),
    "query-list-application-of-messages": ("filter", {"first-purchase", "portfolio", "account-filters"}),
    "both-contradiction-finds": ("filters-together", {"filter-pairs"}),
    "both-british-not-kept": ("configured", {"kinds"}),
    "both-null-in-purchase-kept": ("created", {"kinds"}),
    "both-body-checked-before-number": ("refuses", {"portfolio", "bodies"}),
    "both-fallback-like-url-lost": ("configured", {"first-purchase", "configure"}),
    "http-head-with-other-length": ("head", {"head"}),
    "http-number-without-its-prefix": ("unknown-paths", {"first-purchase", "unknown-paths"}),
    "paging-previous-of-the-last-is-first": ("page-links", {"pages"}),
    "state-change-brings-released-back": ("released", {"first-purchase", "changes-at-once"}),
    "state-changes-at-once-lost": ("configured", {"first-purchase", "changes-at-once"}),
    "state-exhausted-sold": ("refuses", {"first-purchase", "refusals"}),
    "state-purchases-at-once-lost": ("held", {"first-purchase", "changes-at-once"}),
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
