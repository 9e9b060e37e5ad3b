"""Statuses, headers and encodings of answers."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import anyio

from gate_proof.faults.catalogue import front
from gate_proof.faults.exchange import Answer, answered, refused
from gate_proof.faults.probe import TWO

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Forward, Request
    from gate_proof.faults.probe import Probe

    Change = Callable[[Answer, Request], Answer | None]


def _answers(name: str, says: str, breaks: str, change: Change, witness: Witness) -> None:
    """A fault that changes some answers, in place or by the answer returned."""

    @front(f"http-{name}", "http", says, breaks, witness)
    async def step(request: Request, forward: Forward, memory: Memory) -> Answer:
        del memory
        answer = await forward(request)
        return change(answer, request) or answer


def _status(operation: str, old: int, new: int) -> Change:
    def change(answer: Answer, request: Request) -> None:
        if request.operation == operation and answer.status == old:
            answer.status = new

    return change


JSON = {"content-type": "application/json"}


def _unknown(p: Probe) -> object:
    return [p.get("+14155550123"), p.release("+14155550123"), p.configure("+14155550123", {"friendlyName": "x"})]


_answers(
    "buy-created",
    "A purchase is answered with 201.",
    "buyActiveNumber: responses",
    _status("buy", 200, 201),
    lambda p: p.buy(p.free()[0]),
)


def _no_content(answer: Answer, request: Request) -> Answer | None:
    return Answer(204) if request.operation == "release" and answer.status == 200 else None


_answers(
    "release-no-content",
    "A release is answered with 204.",
    "releaseActiveNumber: responses",
    _no_content,
    lambda p: p.release(p.bought()),
)
_answers(
    "search-of-nothing-not-found",
    "A search that finds nothing is answered with 404.",
    "searchAvailableNumbers: to find nothing is no error",
    lambda answer, request: (
        refused(404, 1) if request.operation == "search" and answer.status == 200 and not answer.json["items"] else None
    ),
    lambda p: p.search({"geography.locality": "Nowhere"}),
)
_answers(
    "list-of-nothing-no-content",
    "The list of an account that holds nothing is answered with 204.",
    "listActiveNumbers: to find nothing is no error",
    lambda answer, request: (
        Answer(204) if request.operation == "list" and answer.status == 200 and not answer.json["items"] else None
    ),
    lambda p: p.listing(account=TWO),
)
_answers(
    "unknown-number-gone",
    "Reading a number that the account does not hold is answered with 410.",
    "getActiveNumber: responses",
    _status("get", 404, 410),
    _unknown,
)
_answers(
    "unknown-number-bad-request",
    "Configuring a number that the account does not hold is answered with 400.",
    "configureActiveNumber: response 404",
    _status("configure", 404, 400),
    _unknown,
)
_answers(
    "unknown-number-fails",
    "Releasing a number that the account does not hold is answered with 500.",
    "releaseActiveNumber: response 404",
    lambda answer, request: refused(500, 1) if request.operation == "release" and answer.status == 404 else None,
    _unknown,
)
_answers(
    "unknown-number-ok",
    "Reading a number that the account does not hold is answered with 200 and the body of an error.",
    "getActiveNumber: a number that the account does not hold is an error",
    _status("get", 404, 200),
    _unknown,
)
_answers(
    "bad-parameter-unprocessable",
    "A parameter of a search that breaks its schema is answered with 422.",
    "searchAvailableNumbers: responses",
    _status("search", 400, 422),
    lambda p: p.search({"page": -1}),
)
_answers(
    "bad-body-fails",
    "A body that is no JSON is answered with 500.",
    "configureActiveNumber: response 400",
    lambda answer, request: refused(500, 1) if request.body and request.json is None and answer.status == 400 else None,
    lambda p: p.ask("POST", "Accounts/AC-one/ActiveNumbers/PN+14155550123", content=b"{", headers=JSON),
)


def _typed(operation: str, media_type: str | None, *, statuses: tuple[int, ...] = (200,)) -> Change:
    def change(answer: Answer, request: Request) -> None:
        if request.operation == operation and answer.status in statuses and answer.body:
            answer.set("content-type", media_type)

    return change


_answers(
    "list-as-html",
    "The list is called text/html.",
    "listActiveNumbers: response 200, application/json",
    _typed("list", "text/html"),
    lambda p: p.listing(),
)
_answers(
    "get-without-type",
    "A number that is read comes without Content-Type.",
    "getActiveNumber: response 200, application/json",
    _typed("get", None),
    lambda p: p.get(p.bought()),
)
_answers(
    "errors-as-problem-json",
    "Refused purchases are called application/problem+json.",
    "/components/responses/PurchaseRefused/content",
    _typed("buy", "application/problem+json", statuses=(400,)),
    lambda p: p.buy("+14155550999"),
)
_answers(
    "search-in-latin-1",
    "The result of a search is called application/json; charset=iso-8859-1 and is in that encoding.",
    "searchAvailableNumbers: response 200, application/json",
    lambda answer, request: (
        answer.put(answer.body.decode().encode("latin-1", "replace"), "application/json; charset=iso-8859-1")
        if request.operation == "search"
        else None
    ),
    lambda p: p.search().headers,
)
_answers(
    "name-in-latin-1",
    "A name with letters beyond ASCII is read in Latin-1, so that the body is no UTF-8.",
    "getActiveNumber: response 200, application/json",
    lambda answer, request: (
        answer.put(answer.body.decode().encode("latin-1", "replace"), "application/json")
        if request.operation == "get"
        else None
    ),
    lambda p: [number := p.bought(), p.configure(number, {"friendlyName": "Zürich"}), p.get(number).raw],
)
_answers(
    "byte-order-mark",
    "The list begins with a byte order mark.",
    "listActiveNumbers: response 200, application/json",
    lambda answer, request: (
        answer.put(b"\xef\xbb\xbf" + answer.body, "application/json") if request.operation == "list" else None
    ),
    lambda p: p.listing().raw,
)
_answers(
    "unknown-number-in-html",
    "Reading a number that the account does not hold is refused with a page of HTML.",
    "/components/responses/NotFound/content",
    lambda answer, request: (
        answer.put(b"<html><body>Not found</body></html>", "text/html")
        if request.operation == "get" and answer.status == 404
        else None
    ),
    _unknown,
)
_answers(
    "errors-in-plain-text",
    "A list that is refused for a parameter is answered in plain text.",
    "/components/responses/BadRequest/content",
    lambda answer, request: (
        answer.put(b"Bad request", "text/plain") if request.operation == "list" and answer.status == 400 else None
    ),
    lambda p: p.listing({"page": -1}),
)
_answers(
    "errors-without-body",
    "An unacceptable Accept header is refused without a body.",
    "/components/responses/NotAcceptable/content",
    lambda answer, request: Answer(406, [("content-length", "0")]) if answer.status == 406 else None,
    lambda p: p.search(headers={"accept": "text/html"}),
)


def _compressed(answer: Answer, request: Request) -> None:
    if request.operation == "search" and "gzip" not in (request.header("accept-encoding") or ""):
        answer.put(gzip.compress(answer.body), "application/json")
        answer.set("content-encoding", "gzip")


_answers(
    "compressed-unasked",
    "The result of a search is compressed for those who do not accept that.",
    "searchAvailableNumbers: response 200, application/json (RFC 9110, section 12.5.3)",
    _compressed,
    lambda p: p.search(headers={"accept-encoding": "identity"}).headers,
)
_answers(
    "called-compressed",
    "The list is called compressed, and is not.",
    "listActiveNumbers: response 200, application/json",
    lambda answer, request: (
        answer.set("content-encoding", "gzip") if request.operation == "list" and answer.status == 200 else None
    ),
    lambda p: p.listing(),
)
_answers(
    "get-redirects",
    "Reading a number that the account holds is answered with 302 to another address.",
    "getActiveNumber: responses",
    lambda answer, request: (
        Answer(302, [("location", f"{request.path}/latest"), ("content-length", "0")])
        if request.operation == "get" and answer.status == 200
        else None
    ),
    lambda p: p.get(p.bought()),
)


@front(
    "http-rate-limit-without-retry-after",
    "http",
    "Every thirtieth request is answered with 429 and no Retry-After.",
    "/components/responses/TooManyRequests/headers/Retry-After",
    lambda p: [p.search({"page_size": 1}) for _ in range(30)],
)
async def _limited(request: Request, forward: Forward, memory: Memory) -> Answer:
    memory["count"] = memory.get("count", 0) + 1
    return refused(429, 2) if memory["count"] % 30 == 0 else await forward(request)


@front(
    "http-retry-after-in-words",
    "http",
    "Every fortieth request is answered with 429 and a Retry-After of 1.5.",
    "/components/responses/TooManyRequests/headers/Retry-After/schema/pattern",
    lambda p: [p.search({"page_size": 1}) for _ in range(40)],
)
async def _odd_wait(request: Request, forward: Forward, memory: Memory) -> Answer:
    memory["count"] = memory.get("count", 0) + 1
    if memory["count"] % 40:
        return await forward(request)
    answer = refused(429, 2)
    answer.set("retry-after", "1.5")
    return answer


@front(
    "http-fails-now-and-then",
    "http",
    "Every twenty-fifth request is answered with 503.",
    "/components/responses/ServerError: the service failed",
    lambda p: [p.search({"page_size": 1}) for _ in range(25)],
)
async def _flaky(request: Request, forward: Forward, memory: Memory) -> Answer:
    memory["count"] = memory.get("count", 0) + 1
    return refused(503, 3) if memory["count"] % 25 == 0 else await forward(request)


@front(
    "http-slow-for-a-filter",
    "http",
    "A search by postal code takes one and a half seconds more than others.",
    "searchAvailableNumbers: parameter geography.postal_code (a response time outlier)",
    lambda p: p.search({"geography.postal_code": "94103"}, timeout=1.0).status,
)
async def _slow(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if request.operation == "search" and "geography.postal_code" in request.asked:
        await anyio.sleep(1.5)
    return await forward(request)


@front(
    "http-long-query-fails",
    "http",
    "A query of more than 500 characters is answered with 502 and HTML, as by a gateway.",
    "searchAvailableNumbers: response 200",
    lambda p: p.search({"geography.locality": "a" * 600}),
)
async def _gateway(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if len(request.query) > 500:
        answer = answered(502)
        answer.put(b"<html>Bad gateway</html>", "text/html")
        return answer
    return await forward(request)


@front(
    "http-stale-error-body",
    "http",
    "A refusal repeats the body of the last refusal, whatever its status was.",
    "/components/schemas/Error/properties/status",
    lambda p: [p.search({"page": -1}), p.get("+14155550123")],
)
async def _stale(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if answer.status >= 400 and answer.json is not None:
        before, memory["before"] = memory.get("before"), answer.json
        if before is not None:
            answer.json = before
    return answer
