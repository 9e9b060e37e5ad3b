"""The links of pages, and what a page says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from gate_proof.faults.catalogue import front
from gate_proof.faults.paging import SWEDISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

Pairs = list[tuple[str, str]]
META = "/components/schemas/Meta/properties"
NEXT = f"{META}/next_page_url: URL of the page after this one"


def first(p: Probe) -> object:
    """The first page of a search with filters, and the one that it leads to."""
    page = p.search({**SWEDISH, "type": "local"})
    return [page, p.ask("GET", page.meta["next_page_url"] or "nowhere")]


def second(p: Probe) -> object:
    """The second page of a search."""
    return p.ask("GET", p.search(dict(SWEDISH)).meta["next_page_url"])


def _meta(
    name: str,
    says: str,
    breaks: str,
    change: Callable[[Json, Request], object],
    witness: Witness,
    operations: str = "search list",
) -> None:
    @front(f"paging-{name}", "paging", says, breaks, witness)
    async def step(request: Request, forward: Forward, memory: Memory) -> Answer:
        del memory
        answer = await forward(request)
        if request.operation in operations.split() and answer.status == 200:
            value = answer.json
            change(value["meta"], request)
            answer.json = value
        return answer


def _link(name: str, change: Callable[[str], str]) -> Callable[[Json, Request], None]:
    def changed(meta: Json, request: Request) -> None:
        if meta[name]:
            meta[name] = change(meta[name])

    return changed


def requeried(url: str, change: Callable[[Pairs], Pairs], quote_via: Callable[..., str] = quote) -> str:
    """A URL with its query changed."""
    parts = urlsplit(url)
    pairs = change(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(parts._replace(query=urlencode(pairs, quote_via=quote_via)))


def _unquoted(text: str, *_: object) -> str:
    return text.replace("&", "").replace(" ", "")


def lacking(*names: str) -> Callable[[str], str]:
    """Removes parameters from a URL."""
    return lambda url: requeried(url, lambda pairs: [pair for pair in pairs if pair[0] not in names])


def _only_paging(pairs: Pairs) -> Pairs:
    return [pair for pair in pairs if pair[0] in ("page", "page_size")]


_meta(
    "next-loses-filters",
    "The next page has no filters.",
    NEXT,
    _link("next_page_url", lambda url: requeried(url, _only_paging)),
    first,
)
_meta(
    "next-loses-one-filter",
    "The next page has all filters but that on types.",
    NEXT,
    _link("next_page_url", lambda url: lacking("type", "key")(url) if "type=" in url else url),
    first,
)
_meta(
    "next-loses-size", "The next page has the default size.", NEXT, _link("next_page_url", lacking("page_size")), first
)
_meta(
    "next-on-another-host",
    "The next page is on another host.",
    NEXT,
    _link("next_page_url", lambda url: url.replace("://", "://internal.", 1)),
    first,
)
_meta(
    "next-on-another-port",
    "The next page is on the port of the machine behind.",
    NEXT,
    _link("next_page_url", lambda url: urlunsplit(urlsplit(url)._replace(netloc=f"{urlsplit(url).hostname}:9"))),
    first,
)
_meta(
    "next-without-version",
    "The next page is not below /v1.",
    NEXT,
    _link("next_page_url", lambda url: url.replace("/v1/", "/", 1)),
    first,
)
_meta(
    "next-as-https",
    "The next page has another scheme than the one that was asked with.",
    NEXT,
    _link("next_page_url", lambda url: url.replace("http:", "https:", 1)),
    first,
)
_meta(
    "next-for-another-account",
    "The next page of a list is that of another account.",
    NEXT,
    _link("next_page_url", lambda url: url.replace("/Accounts/", "/Accounts/x", 1)),
    lambda p: [numbers := p.free(3), *(p.buy(n) for n in numbers), p.listing({"page_size": 2})],
    "list",
)
_meta(
    "next-unencoded",
    "The next page has the values of its filters unencoded, so that a space or a sign is lost.",
    NEXT,
    _link(
        "next_page_url",
        lambda url: requeried(url, list, quote_via=_unquoted),
    ),
    lambda p: p.search({"geography.locality": "San Francisco", "page_size": 1}),
)
_meta(
    "next-repeats-itself",
    "The next page is the page itself.",
    NEXT,
    lambda meta, request: meta["next_page_url"] and meta.update(next_page_url=meta["url"]),
    first,
)
_meta(
    "next-is-missing",
    "The next page is never told.",
    NEXT,
    lambda meta, request: meta.update(next_page_url=None),
    first,
)
_meta(
    "list-next-is-missing",
    "The next page of a list is not told unless a size was asked for.",
    NEXT,
    lambda meta, request: None if "page_size" in request.asked else meta.update(next_page_url=None),
    lambda p: [*(p.buy(n) for n in p.free(52)), p.listing()],
    "list",
)
_meta(
    "next-skips-a-page",
    "The next page is the one after it.",
    NEXT,
    _link(
        "next_page_url",
        lambda url: requeried(
            url,
            lambda pairs: [
                (name, str(int(value) + 1)) if name == "page" else (name, value)
                for name, value in pairs
                if name != "key"
            ],
        ),
    ),
    first,
)
_meta(
    "previous-on-first",
    "The first page has a page before it.",
    f"{META}/previous_page_url: null on the first page",
    lambda meta, request: meta["previous_page_url"] or meta.update(previous_page_url=meta["first_page_url"]),
    first,
)
_meta(
    "previous-is-itself",
    "The page before the second one is the second one.",
    f"{META}/previous_page_url: URL of the page before this one",
    lambda meta, request: meta["previous_page_url"] and meta.update(previous_page_url=meta["url"]),
    second,
)
_meta(
    "previous-loses-filters",
    "The page before has no filters.",
    f"{META}/previous_page_url: URL of the page before this one",
    _link("previous_page_url", lambda url: requeried(url, _only_paging)),
    second,
)
_meta(
    "first-is-second",
    "The link to the first page leads to the second one.",
    f"{META}/first_page_url: URL of the first page",
    _link("first_page_url", lambda url: url.replace("&page=0", "&page=1")),
    first,
)
_meta(
    "first-loses-filters",
    "The link to the first page has no filters.",
    f"{META}/first_page_url: URL of the first page",
    _link("first_page_url", lambda url: requeried(url, _only_paging)),
    first,
)
_meta(
    "url-is-first",
    "Every page gives the address of the first one as its own.",
    f"{META}/url: URL of this page",
    lambda meta, request: meta.update(url=meta["first_page_url"]),
    second,
)
_meta(
    "url-not-found",
    "The address that a page of a list gives as its own does not exist.",
    f"{META}/url: URL of this page",
    _link("url", lambda url: url.replace("/ActiveNumbers/", "/ActiveNumbers", 1)),
    lambda p: p.listing(),
    "list",
)
_meta(
    "page-told-from-one",
    "Pages say that they are one further than they are.",
    f"{META}/page: the first page is taken to be 0",
    lambda meta, request: meta.update(page=meta["page"] + 1),
    first,
)
_meta(
    "page-always-first",
    "Every page says that it is the first one.",
    f"{META}/page: index of this page",
    lambda meta, request: meta.update(page=0),
    second,
)
_meta(
    "size-told-wrong",
    "The size of a page is told as 50 whatever was asked for.",
    f"{META}/page_size: how many items a full page holds",
    lambda meta, request: meta.update(page_size=50),
    first,
)


@front(
    "paging-size-told-as-count",
    "paging",
    "The size of a page is told as the count of the numbers on it.",
    f"{META}/page_size: how many items a full page holds",
    lambda p: p.walk(SWEDISH)[-1],
)
async def _counted(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "search" and answer.status == 200:
        value = answer.json
        value["meta"]["page_size"] = len(value["items"])
        answer.json = value
    return answer
