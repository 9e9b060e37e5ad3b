"""What the description leaves to a server. Each combination of these choices is a server that keeps it."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, get_args, get_type_hints

Compared = Literal["exact", "bound"]


@dataclass(frozen=True, slots=True)
class Choices:
    """One way to fill what the description leaves open.

    Attributes:
        prices: Filters on prices ask for this price, or for one that is no higher.
        limits: Filters on rates and limits ask for this limit, or for one that is no lower.
        places: Filters on coordinates ask for these digits, or for less than half a degree of distance.
        unset: A setting that nobody made is null in an answer, or is not there.
        links: Page links are whole URLs, or references relative to the request.
        link_back: Links to the first page and to the page itself are given, or null.
        key: `meta.key` is the key of the next page as in `next_page_url`, or null.
        page_size: Items on a page when the request names no size.
        order: Items stand in the order of their digits, in that of their digits read backwards, or by price.
        taken: A number that is held already is refused as a conflict, or as one that cannot be had.
        released: A released number is on offer again at once, after a second, or kept back.
        odd_account: An identifier that is none breaks a rule, or is an account that does not exist.
        head: HEAD is answered like GET, or not allowed.
        errors: Error bodies have all four members, or the two that they need.
        framing: Bodies have a length, or come in chunks.
        compressed: Bodies are compressed for those who accept that, or never.
        spelling: JSON as it is usually written, or with white space and every letter beyond ASCII escaped.
        content_type: The media type alone, or with a parameter and in capitals.
        empty_body: An empty body that is called JSON counts as none, or is not JSON.
        chunks: A body in chunks is read, is refused for its lack of a length, or is taken for none and left unread.
        connection: It is kept open, is closed after each answer with or without a word of it, or is one of HTTP/1.0.
        broken_text: A query that is not UTF-8 is refused, or read with a character that stands for what is broken.
        stated: A number that is held states what the offer did, or nothing about what it can do.
        methods: What a path has no operation for is not allowed, or is a method that the server has never heard of.
        search: Where credentials are asked for, they are for every operation, or for those of accounts only.
        whole: Integers are written with or without a fraction, which is zero.
        malformed: A target that is no URL is refused as the description says, or by what reads HTTP, in its own words.
        off_scale: What is no number is nowhere near anything, or is refused as a coordinate.
        interim: An answer comes alone, or after one that announces it.
    """

    prices: Compared = "exact"
    limits: Compared = "exact"
    places: Compared = "exact"
    unset: Literal["null", "absent"] = "absent"
    links: Literal["absolute", "relative"] = "absolute"
    link_back: Literal["given", "null"] = "given"
    key: Literal["next", "null"] = "next"
    page_size: Literal[7, 20, 100] = 20
    order: Literal["digits", "backwards", "price"] = "backwards"
    taken: Literal["conflict", "unavailable"] = "unavailable"
    released: Literal["offered", "later", "withheld"] = "withheld"
    odd_account: Literal["refused", "unknown"] = "unknown"
    head: Literal["answered", "refused"] = "answered"
    errors: Literal["full", "short"] = "short"
    framing: Literal["length", "chunks"] = "chunks"
    compressed: Literal["accepted", "never"] = "accepted"
    spelling: Literal["plain", "escaped"] = "escaped"
    content_type: Literal["bare", "charset"] = "charset"
    empty_body: Literal["none", "malformed"] = "none"
    chunks: Literal["read", "refused", "unread"] = "read"
    connection: Literal["kept", "closed", "abrupt", "old"] = "kept"
    broken_text: Literal["refused", "replaced"] = "refused"
    stated: Literal["all", "less"] = "all"
    methods: Literal["known", "unheard"] = "known"
    search: Literal["guarded", "open"] = "guarded"
    whole: Literal["digits", "fraction"] = "digits"
    malformed: Literal["described", "plain"] = "described"
    off_scale: Literal["nowhere", "refused"] = "nowhere"
    interim: Literal["none", "hints"] = "none"


ALTERNATIVES: Final[dict[str, tuple[object, ...]]] = {
    name: get_args(hint) for name, hint in get_type_hints(Choices).items()
}


def drawn(seed: int) -> Choices:
    """The choices of a seed: 0 stands for the defaults, every other number for a combination of its own."""
    if seed == 0:
        return Choices()
    draw = random.Random(seed)  # noqa: S311  (which server is built is no secret)
    chosen = {field.name: draw.choice(ALTERNATIVES[field.name]) for field in fields(Choices)}
    return replace(Choices(), **chosen)  # type: ignore[arg-type]
