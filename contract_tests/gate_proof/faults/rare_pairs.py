"""Two conditions that seldom meet: HEAD and no credentials, a change and a release, the last page and its rest."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from gate_proof.faults.authorization import FORBIDDEN, UNAUTHORIZED
from gate_proof.faults.catalogue import front
from gate_proof.faults.exchange import refused, value_at, within
from gate_proof.faults.probe import FREE, ONE, TWO, bearer, one
from gate_proof.faults.rare_requests import HEAD, UNKNOWN

if TYPE_CHECKING:
    from gate_proof.faults.catalogue import Memory
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

HELD: Final = "buyActiveNumber: adds it to the account"
RELEASED: Final = "releaseActiveNumber: the number was released and no longer belongs to the account"
ALIKE: Final = "https://example.com/voice"
FALLBACK: Final = "/components/schemas/Voice/properties/fallback_url"


@front(
    "http-compressed-change-cut",
    "http",
    "The answer to a configuration is cut off for those who accept that it is compressed.",
    "/components/schemas/ActiveNumber (RFC 9110, section 8.4.1.3)",
    lambda p: p.configure(p.bought(), {"friendlyName": "x"}, headers={"accept-encoding": "gzip"}),
)
async def _change_cut(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    accepted = request.header("accept-encoding") or ""
    if request.operation == "configure" and answer.status == 200 and "gzip" in accepted:
        packed = gzip.compress(answer.body)
        answer.put(packed[: len(packed) // 2], "application/json")
        answer.set("content-encoding", "gzip")
    return answer


@front(
    "http-change-takes-one-accept-only",
    "http",
    "A configuration is refused where Accept is anything but application/json, such as */*.",
    "/paths/~1Accounts~1{AccountId}~1ActiveNumbers~1PN{phoneNumber}/post/responses/406",
    lambda p: p.configure(p.bought(), {"friendlyName": "x"}, headers={"accept": "*/*"}),
)
async def _one_accept(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    other = request.operation == "configure" and request.header("accept") not in (None, "application/json")
    return refused(406, 40600) if other else await forward(request)


@front(
    "http-head-of-nothing-answers",
    "http",
    "HEAD of a number that the account does not hold is answered with 200.",
    HEAD,
    lambda p: p.ask("HEAD", one(p.free()[0])),
)
async def _head_of_nothing(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if request.method != "HEAD":
        return await forward(request)
    answer = await forward(replace(request, method="GET"))
    answer.status = 200 if answer.status == 404 else answer.status
    return answer


@front(
    "http-quoted-charset-refused",
    "http",
    'A body that is called application/json; charset="utf-8" is refused.',
    "/components/responses/UnsupportedMediaType (RFC 9110, section 5.6.6: a value may be quoted)",
    lambda p: p.ask(
        "POST", one(p.bought()), content=b"{}", headers={"content-type": 'application/json; charset="utf-8"'}
    ),
)
async def _quoted(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    quoted = '"' in (request.header("content-type") or "")
    return refused(415, 41500) if quoted else await forward(request)


@front(
    "input-longest-number-not-read",
    "inputs",
    "Reading a number of fifteen digits is refused as malformed.",
    "getActiveNumber: response 404; /components/schemas/PhoneNumber",
    lambda p: p.get("+123456789012345"),
)
async def _longest(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    longest = request.operation in ("get", "configure", "release") and len(request.number) == 16
    return refused(400, 40000) if longest else await forward(request)


@front(
    "input-change-ignores-page-parameters",
    "inputs",
    "A release with parameters of pages is carried out.",
    UNKNOWN,
    lambda p: p.release(p.bought(), params={"page_size": 1}),
)
async def _paged_release(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return await forward(request.without("page", "page_size") if request.operation == "release" else request)


@front(
    "auth-next-page-without-credentials",
    "authorization",
    "A page that is asked for by its key needs no credentials.",
    UNAUTHORIZED,
    lambda p: p.ask("GET", p.search({"page_size": 1}, headers=bearer(ONE)).meta["next_page_url"]),
    guarded=True,
)
async def _next_page(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    stranger = "key" in request.asked and request.header("authorization") is None
    return await forward(request.with_headers(**bearer(request.account or ONE)) if stranger else request)


def _free(p: Probe) -> str:
    return p.search({**FREE, "type": "mobile"}, headers=bearer(ONE)).numbers[0]


@front(
    "auth-purchase-with-settings-by-another",
    "authorization",
    "A purchase with a configuration can be made for an account by another.",
    FORBIDDEN,
    lambda p: p.buy(_free(p), {"voice": {"url": "https://example.com/voice"}}, headers=bearer(TWO)),
    guarded=True,
)
async def _with_settings(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 403 and request.json:
        return await forward(request.with_headers(**bearer(request.account)))
    return answer


@front(
    "auth-head-without-credentials",
    "authorization",
    "HEAD needs no credentials.",
    UNAUTHORIZED,
    lambda p: p.ask("HEAD", "api/AvailableNumbers"),
    guarded=True,
)
async def _head_open(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if request.method != "HEAD":
        return await forward(request)
    return await forward(replace(request.with_headers(**bearer(request.account or ONE)), method="GET"))


@front(
    "state-name-of-another-refused",
    "state",
    "A name that another number of the account has is refused as a conflict.",
    "/components/schemas/ActiveNumberUpdate/properties/friendlyName",
    lambda p: [p.configure(number, {"friendlyName": "x"}) for number in (p.bought(), p.bought())],
)
async def _name_taken(request: Request, forward: Forward, memory: Memory) -> Answer:
    name = value_at(request.json, "friendlyName") if request.operation == "configure" else None
    if name is None:
        return await forward(request)
    holder = memory.setdefault((request.account, name), request.number)
    return await forward(request) if holder == request.number else refused(409, 40900)


@front(
    "both-fallback-like-url-lost",
    "combinations",
    "A fallback URL of calls that is the URL of calls itself is not kept.",
    FALLBACK,
    lambda p: [
        number := p.bought(),
        p.configure(number, {"configuration": {"voice": {"url": ALIKE, "fallback_url": ALIKE}}}),
        p.get(number),
    ],
)
async def _fallback(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    changes = request.json if request.operation == "configure" else None
    voice: Json = within(changes, "configuration.voice")
    if voice.get("url") and voice.get("url") == voice.get("fallback_url"):
        voice["fallback_url"] = None
        return await forward(request.with_json(changes))
    return await forward(request)


def _bought_at_once(p: Probe) -> object:
    numbers = p.free(3)
    with ThreadPoolExecutor(3) as pool:
        answers = [one.result().status for one in [pool.submit(p.buy, number) for number in numbers]]
    return answers, sorted(p.listing().numbers)


@front(
    "state-purchases-at-once-lost",
    "state",
    "Of purchases that an account makes at the same time, only the last is held, although each succeeds.",
    HELD,
    _bought_at_once,
)
async def _purchases(request: Request, forward: Forward, memory: Memory) -> Answer:
    if request.operation != "buy":
        return await forward(request)
    memory[request.account] = request.number
    answer = await forward(request)
    await asyncio.sleep(0.03)
    if answer.status == 200 and memory[request.account] != request.number:
        path = f"{request.path}PN{quote(request.number, safe='')}"
        await forward(replace(request, method="DELETE", path=path, query="", body=b""))
    return answer


def _changed_and_released(p: Probe) -> object:
    number = p.bought()
    with ThreadPoolExecutor(2) as pool:
        change = pool.submit(p.configure, number, {"friendlyName": "x"})
        gone = pool.submit(p.release, number)
        change.result()
        gone.result()
    return p.get(number).status


@front(
    "state-change-brings-released-back",
    "state",
    "A number that is released while it is configured is back when the configuration is done.",
    RELEASED,
    _changed_and_released,
)
async def _back(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if request.operation != "configure":
        return await forward(request)
    reading = replace(request.with_body(b""), method="GET")
    before = await forward(reading)
    await asyncio.sleep(0.05)
    if before.status == 200 and (await forward(reading)).status == 404:
        path = request.path.rpartition("PN")[0]
        await forward(replace(request.with_body(b""), path=path).with_query([("phoneNumber", request.number)]))
    return await forward(request)


@front(
    "paging-previous-of-the-last-is-first",
    "paging",
    "From the fourth page on, the page before a last page that is not full is the first.",
    "/components/schemas/Meta/properties/previous_page_url",
    lambda p: p.walk({"page_size": 7, "geography.iso_country": "GB"}, most=40)[-1].meta["previous_page_url"],
)
async def _rest(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    meta: Json = within(answer.json, "meta") if request.operation == "search" and answer.status == 200 else {}
    size = len(answer.json["items"]) if meta else 0
    if meta and meta["page"] >= 3 and meta["next_page_url"] is None and 0 < size < meta["page_size"]:
        value = answer.json
        value["meta"]["previous_page_url"] = meta["first_page_url"]
        answer.json = value
    return answer


@front(
    "paging-large-page-by-number-is-the-first",
    "paging",
    "The second page of 500 numbers or more, asked for by its number, is the first.",
    "/paths/~1api~1AvailableNumbers/get/parameters/page",
    lambda p: p.search({"page": 1, "page_size": 1000}).numbers,
)
async def _large(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    asked = request.asked
    large = request.operation == "search" and "key" not in asked and asked.get("page") == "1"
    if not large or not asked.get("page_size", "").isdecimal() or int(asked["page_size"]) < 500:
        return await forward(request)
    answer, first = await forward(request), await forward(request.asking(page="0"))
    if answer.status == 200 and answer.json["items"]:
        answer.json = {**answer.json, "items": first.json["items"][: len(answer.json["items"])]}
    return answer


@front(
    "query-list-by-application-lags",
    "queries",
    "The filter on voice applications finds a number by the application that it had before.",
    "listActiveNumbers: x-filters, Configuration.voice.application_sid",
    lambda p: [
        number := p.bought(),
        *(p.configure(number, {"configuration": {"voice": {"application_sid": a * 34}}}) for a in "ab"),
        p.listing({"Configuration.voice.application_sid": "b" * 34}).numbers,
    ],
)
async def _lags(request: Request, forward: Forward, memory: Memory) -> Answer:
    sid = value_at(request.json, "configuration.voice.application_sid") if request.operation == "configure" else None
    if isinstance(sid, str):
        before = await forward(replace(request.with_body(b""), method="GET"))
        memory[sid] = value_at(before.json, "configuration.voice.application_sid") or sid
    asked = request.asked.get("Configuration.voice.application_sid")
    if request.operation == "list" and asked in memory:
        return await forward(request.asking(**{"Configuration.voice.application_sid": memory[asked]}))
    return await forward(request)
