"""The rules that a server is held to, each with an identifier that reports, filters and documents use."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what must hold, in a sentence."""

    id: str
    says: str


_TEXT = {
    # Every answer
    "answered": "Every request gets a complete answer: no reset, no closed connection, no silence.",
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
    "accepts": "A request that the description allows is accepted.",
    "refuses": "A request that the description forbids is refused with the status documented for that.",
    "methods": "A method that a path does not have is answered 405 with an Allow that lists what it has.",
    "unknown-paths": "A path that the description does not have is answered 404.",
    "body-format": "Malformed JSON, other media types and missing bodies are refused, each with its status.",
    "accept": "Accept headers that allow the documented type are served; those that exclude it are refused with 406.",
    "encodings": "Percent-encoded and plain spellings of the same request mean the same; broken ones are refused.",
    "head": "HEAD and conditional requests, where a server answers them, agree with GET.",
    # Lists
    "filter": "A filtered list holds exactly the items that fit the filter.",
    "filters-together": "With several filters, a list holds exactly the items that fit all of them.",
    "pages": "A walk along the pages shows each item once, in one order whatever the size, and ends.",
    "page-size": "A page holds as many items as asked for; only the last may have fewer.",
    "page-links": "The links of a page lead where they say, keep the filters, and are null exactly at the ends.",
    "page-numbers": "Pages asked for by number show each item once, and none beyond the end.",
    "page-meta": "What an answer says about its page is true.",
    "pages-stable": "A walk along the links skips and repeats nothing while items come and go.",
    # Life
    "created": "What is bought is answered as it was offered, with the owner, the settings and the defaults.",
    "held": "What an account holds can be read and is listed, the same everywhere; nothing else is listed.",
    "off-offer": "What somebody holds is not on offer.",
    "configured": "Configuring changes exactly what the body says: a value sets, null removes, missing leaves alone.",
    "released": "What was released is gone from the account, for every operation.",
    "again": "What is on offer again can be bought again, and starts afresh.",
    "untouched": "An operation changes nothing but what it is for: no other number, no other account.",
    "refused-unchanged": "A refused request changes nothing.",
    "safe": "Reading changes nothing, and reading twice gives the same.",
    "bought-once": "A number that is held cannot be bought, by anybody.",
    "refusal-code": "A refusal has the status and the code that are documented for its reason.",
    "requirements": "A number with requirements is not sold to an account that does not meet them.",
    # Accounts
    "isolation": "An account can neither see nor change what another holds.",
    "authentication": "Missing, wrong and malformed credentials are answered 401, on every operation.",
    "authorization": "The credentials of one account do not open another.",
    "response-time": "No parameter makes answers take half a second, and ten times as long as those without it.",
    # A second opinion
    "schemathesis": "Schemathesis, which shares no code with these checks, finds nothing.",
}

RULES = {id_: Rule(id_, says) for id_, says in _TEXT.items()}
