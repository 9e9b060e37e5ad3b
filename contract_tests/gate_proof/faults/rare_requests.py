"""What few callers ask: credentials, headers, paths and parameters that a server can get wrong unnoticed."""

from __future__ import annotations

import base64
import gzip
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gate_proof.faults.authorization import FORBIDDEN, UNAUTHORIZED
from gate_proof.faults.catalogue import front
from gate_proof.faults.exchange import refused
from gate_proof.faults.probe import FREE, ONE, PASSWORDS, TOKENS, TWO, bearer

if TYPE_CHECKING:
    from gate_proof.faults.catalogue import Memory
    from gate_proof.faults.exchange import Answer, Forward, Request
    from gate_proof.faults.probe import Probe

HEAD: Final = "RFC 9110, section 9.3.2: HEAD is GET without its content"
UNKNOWN: Final = "x-requests: unknown-query-parameters: refused"
SEARCHED: Final = ("type", "lifecycle", "base_setup_price", "base_recurring_price", "regulatory.address_requirements")
LONG: Final = 20_000


def _basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def _login(request: Request) -> tuple[str, str]:
    """User and password of Basic credentials; empty ones where there are none."""
    scheme, _, text = (request.header("authorization") or "").partition(" ")
    try:
        user, _, password = base64.b64decode(text if scheme.lower() == "basic" else "").decode().partition(":")
    except ValueError:
        return "", ""
    return user, password


@front(
    "auth-user-unchecked",
    "authorization",
    "The right password is enough, whoever the user of Basic credentials says to be.",
    UNAUTHORIZED,
    lambda p: p.listing(headers=_basic("nobody", PASSWORDS[ONE])),
    guarded=True,
)
async def _user(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    user, password = _login(request)
    owner = next((name for name, known in PASSWORDS.items() if known == password), None)
    right = owner is not None and user not in PASSWORDS and request.account in ("", owner)
    return await forward(request.with_headers(**_basic(owner or "", password)) if right else request)


@front(
    "auth-basic-opens-every-account",
    "authorization",
    "Basic credentials of one account open every other.",
    FORBIDDEN,
    lambda p: p.listing(headers=_basic(TWO, PASSWORDS[TWO])),
    guarded=True,
)
async def _every(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    user, password = _login(request)
    right = user in PASSWORDS and PASSWORDS[user] == password and request.account in TOKENS
    return await forward(request.with_headers(**bearer(request.account)) if right else request)


@front(
    "auth-unheld-without-credentials",
    "authorization",
    "A number that the account does not hold can be looked for without credentials, and is shown if it is on offer.",
    UNAUTHORIZED,
    lambda p: p.get(p.search({**FREE, "type": "mobile"}, headers=bearer(ONE)).numbers[0]),
    guarded=True,
)
async def _unheld(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "get" and answer.status == 401 and request.header("authorization") is None:
        known = await forward(request.with_headers(**bearer(request.account)))
        search = replace(request, path="/v1/api/AvailableNumbers").with_query([("phone_number", request.number)])
        offered = await forward(search.with_headers(**bearer(ONE)))
        if known.status == 404 and offered.status == 200 and offered.json["items"]:
            answer.status = 200
            answer.json = {"accountSid": request.account, **offered.json["items"][0]}
    return answer


@front(
    "http-accept-in-other-case-refused",
    "http",
    "Accept with capitals in the media type is refused.",
    "/paths/~1api~1AvailableNumbers/get/responses/406 (RFC 9110, section 8.3.1)",
    lambda p: p.search({"page_size": 1}, headers={"accept": "Application/JSON"}),
)
async def _accept(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    accepted = request.header("accept") or ""
    return refused(406, 40600) if accepted != accepted.lower() else await forward(request)


async def _head_with(request: Request, forward: Forward, name: str, text: str) -> Answer:
    """What GET is answered, and to HEAD with another header."""
    if request.method != "HEAD":
        return await forward(request)
    answer = await forward(replace(request, method="GET"))
    answer.set(name, text)
    return answer


@front(
    "http-head-with-other-type",
    "http",
    "HEAD is answered with another Content-Type than GET.",
    HEAD,
    lambda p: p.ask("HEAD", "api/AvailableNumbers"),
)
async def _head_type(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return await _head_with(request, forward, "content-type", "text/html")


@front(
    "http-head-with-other-length",
    "http",
    "HEAD is answered with a Content-Length of zero, which is not that of GET.",
    HEAD,
    lambda p: p.client.head("api/AvailableNumbers").headers["content-length"],
)
async def _head_length(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return await _head_with(request, forward, "content-length", "0")


@front(
    "http-not-modified-whatever-the-tag",
    "http",
    "A request with If-None-Match is answered 304, whatever its tag is.",
    "RFC 9110, section 13.1.2: 304 only if a tag matches",
    lambda p: p.search({"page_size": 1}, headers={"if-none-match": '"another"'}),
)
async def _tag(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.method == "GET" and answer.status == 200 and request.header("if-none-match"):
        answer.put(b"", None)
        answer.status = 304
        answer.set("content-length", None)
    return answer


@front(
    "http-long-gzip-cut",
    "http",
    "A compressed answer of more than 20,000 bytes is cut off.",
    "/components/schemas/AvailableNumbersResponse (RFC 9110, section 8.4.1.3)",
    lambda p: p.search({"page_size": 200}, headers={"accept-encoding": "gzip"}),
)
async def _cut(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request.with_headers(accept_encoding=None))
    if "gzip" in (request.header("accept-encoding") or "") and answer.status == 200 and len(answer.body) > LONG:
        packed = gzip.compress(answer.body)
        answer.put(packed[: len(packed) // 2], "application/json")
        answer.set("content-encoding", "gzip")
    return answer


@front(
    "http-number-without-its-prefix",
    "http",
    "A number of an account is found without the letters before it in the path as well.",
    "/paths/~1Accounts~1{AccountId}~1ActiveNumbers~1PN{phoneNumber}: the letters PN belong to the route",
    lambda p: p.ask("GET", f"Accounts/{ONE}/ActiveNumbers/%2B{p.bought()[1:]}"),
)
async def _prefix(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    path = re.sub(r"/ActiveNumbers/(%2B|\+)", r"/ActiveNumbers/PN\1", request.path)
    return await forward(replace(request, path=path))


@front(
    "query-list-ignores-filters-of-search",
    "queries",
    "The list of an account ignores the filters that only the search has, and shows what was not asked for.",
    UNKNOWN,
    lambda p: p.listing({"type": "local"}),
)
async def _of_search(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return await forward(request.without(*SEARCHED) if request.operation == "list" else request)


@front(
    "query-read-ignores-page-size",
    "queries",
    "Reading a number ignores the parameters of pages.",
    UNKNOWN,
    lambda p: p.get(p.bought(), params={"page_size": 1}),
)
async def _of_pages(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return await forward(request.without("page", "page_size") if request.operation == "get" else request)


@front(
    "query-filters-of-the-second-account-ignored",
    "queries",
    "The list of the second account ignores the filters by place.",
    "listActiveNumbers: each filter that is given narrows the list",
    lambda p: [p.bought(account=TWO), p.listing({"geography.iso_country": "ZZ"}, account=TWO)],
)
async def _second(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    theirs = request.operation == "list" and request.account == TWO
    places = [name for name in request.asked if name.startswith("geography.")]
    return await forward(request.without(*places) if theirs and places else request)


def _third(p: Probe) -> object:
    meta = p.search({"page": 2, "page_size": 3, "type": "local"}).meta
    return meta["previous_page_url"], meta["next_page_url"]


@front(
    "paging-previous-of-a-later-number-is-first",
    "paging",
    "The previous page of a page that is asked for by a number from 2 on is the first.",
    "/components/schemas/Meta/properties/previous_page_url",
    _third,
)
async def _previous(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if _numbered(request, answer, 2):
        value = answer.json
        value["meta"]["previous_page_url"] = value["meta"]["first_page_url"]
        answer.json = value
    return answer


@front(
    "paging-next-of-a-number-loses-filters",
    "paging",
    "The next page of a page that is asked for by its number lacks the filters.",
    "/components/schemas/Meta/properties/next_page_url",
    _third,
)
async def _next(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if _numbered(request, answer, 1) and answer.json["meta"]["next_page_url"]:
        value = answer.json
        path, _, query = value["meta"]["next_page_url"].partition("?")
        kept = [pair for pair in query.split("&") if pair.startswith("page")]
        value["meta"]["next_page_url"] = f"{path}?{'&'.join(kept)}"
        answer.json = value
    return answer


def _numbered(request: Request, answer: Answer, least: int) -> bool:
    """Whether it is a page of the search, asked for by a number that is not below another."""
    by_number = request.operation == "search" and answer.status == 200 and "key" not in request.asked
    return by_number and int(request.asked.get("page", "0")) >= least
