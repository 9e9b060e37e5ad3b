"""The rules that a server is held to, each with an identifier that reports, filters and documents use."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what must hold, in a sentence."""

    id: str
    text: str


_TEXT = {
    # Every answer
    "complete-response": "Every request gets a complete answer: no reset, no closed connection, no silence.",
    "no-server-error": "No request is answered with 5xx.",
    "status": "Every status is one that the operation documents.",
    "redirect": "No answer sends the caller elsewhere.",
    "headers": "Headers that the description declares are there where it requires them, and keep their schema.",
    "media-type": "The Content-Type is one that is documented for the status, in UTF-8.",
    "json": "A body that is declared to be JSON is JSON by RFC 8259: UTF-8, no NaN, no repeated keys.",
    "schema": "Every body keeps its schema in a closed world: no unnamed members, int32 in range, formats kept.",
    "framing": "An answer ends where its headers say; an answer to HEAD and a 204 or 304 have no body.",
    "error-status": "The status that an error repeats in its body is that of the answer.",
    # Requests
    "accepts-valid": "A request that the description allows is accepted.",
    "rejects-invalid": "A request that the description forbids is refused with the status documented for that.",
    "methods": "A method that a path does not have is answered 405 with an Allow that lists what it has.",
    "unknown-paths": "A path that the description does not have is answered 404.",
    "body-format": "Malformed JSON, other media types and missing bodies are refused, each with its status.",
    "accept-header": "An Accept that allows the documented type is served; one that excludes it is rejected with 406.",
    "url-encoding": "Percent-encoded and plain spellings of the same request mean the same; broken ones are refused.",
    "content-coding": "A response is encoded only as the request accepts, and decodes to the plain one.",
    "head-and-conditional": "HEAD and conditional requests, where a server answers them, agree with GET.",
    # Lists
    "filters": "A filtered list holds exactly the items that fit the filter.",
    "filter-combinations": "With several filters, a list holds exactly the items that fit all of them.",
    "pages": "A walk along the pages shows each item once, in one order whatever the size, and ends.",
    "page-size": "A page holds as many items as asked for; only the last may have fewer.",
    "page-links": "The links of a page lead where they say, keep the filters, and are null exactly at the ends.",
    "page-numbers": "Pages asked for by number show each item once, and none beyond the end.",
    "page-meta": "What an answer says about its page is true.",
    "pages-stable": "A walk along the links skips and repeats nothing while items come and go.",
    # Lifecycle
    "created": "What is bought is answered as it was offered, with the owner, the settings and the defaults.",
    "owned-is-listed": "What an account holds can be read and is listed, the same everywhere; nothing else is listed.",
    "sold-not-listed": "What somebody holds is not on offer.",
    "configured": "Configuring changes exactly what the body says: a value sets, null removes, missing leaves alone.",
    "released": "What was released is gone from the account, for every operation.",
    "clean-resale": "What is on offer again can be bought again, and starts afresh.",
    "no-side-effects": "An operation changes nothing but what it is for: no other number, no other account.",
    "rejected-unchanged": "A refused request changes nothing.",
    "safe-methods": "Reading changes nothing, and reading twice gives the same.",
    "sold-once": "A number that is held cannot be bought, by anybody.",
    "error-code": "A refusal has the status and the code that are documented for its reason.",
    "requirements": "A number with requirements is not sold to an account that does not meet them.",
    # Accounts
    "isolation": "An account can neither see nor change what another holds.",
    "authentication": "Missing, wrong and malformed credentials are answered 401, on every operation.",
    "authorization": "The credentials of one account do not open another.",
    "response-time": "No parameter makes answers take half a second, and ten times as long as those without it.",
    # A second opinion
    "schemathesis": "Schemathesis, which shares no code with these checks, finds nothing.",
}

RULES = {id_: Rule(id_, text) for id_, text in _TEXT.items()}
