"""Methods, routes, media types and encodings of requests."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

from gate_proof.faults.catalogue import front
from gate_proof.faults.exchange import Answer, answered, loaded, refused, value_at
from gate_proof.faults.probe import ONE, one

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Forward, Json, Request

    Step = Callable[[Request, Forward], Awaitable[Answer]]

SOME = "+14155550123"


def _requests(name: str, says: str, breaks: str, witness: Witness) -> Callable[[Step], Step]:
    def added(step: Step) -> Step:
        @front(f"http-{name}", "http", says, breaks, witness)
        async def whole(request: Request, forward: Forward, memory: Memory) -> Answer:
            del memory
            return await step(request, forward)

        return step

    return added


@_requests(
    "method-missing-not-found",
    "A method that a path does not have is answered with 404.",
    "paths: methods (RFC 9110, section 15.5.6)",
    lambda p: p.ask("PUT", "api/AvailableNumbers"),
)
async def _no_method(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    return refused(404, 1) if answer.status == 405 else answer


@_requests(
    "method-missing-without-allow",
    "An answer with 405 has no Allow.",
    "paths: methods (RFC 9110, section 15.5.6)",
    lambda p: p.ask("PUT", "api/AvailableNumbers"),
)
async def _no_allow(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    answer.set("allow", None)
    return answer


@_requests(
    "allow-too-much",
    "An answer with 405 says that PUT is allowed, which it is not.",
    "paths: methods (RFC 9110, section 10.2.1)",
    lambda p: p.ask("PATCH", one(SOME)),
)
async def _allows(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    if answer.status == 405:
        answer.set("allow", "GET, POST, PUT, DELETE")
    return answer


@_requests(
    "patch-configures",
    "PATCH configures a number, which the description does not have.",
    "/paths/~1Accounts~1{AccountId}~1ActiveNumbers~1PN{phoneNumber}",
    lambda p: p.ask("PATCH", one(p.bought()), json={"friendlyName": "x"}),
)
async def _patch(request: Request, forward: Forward) -> Answer:
    return await forward(replace(request, method="POST") if request.method == "PATCH" else request)


@_requests(
    "post-searches",
    "POST to the catalogue searches, which the description does not have.",
    "/paths/~1api~1AvailableNumbers",
    lambda p: p.ask("POST", "api/AvailableNumbers"),
)
async def _post(request: Request, forward: Forward) -> Answer:
    searches = request.method == "POST" and request.path.endswith("/AvailableNumbers")
    return await forward(replace(request, method="GET") if searches else request)


@_requests(
    "delete-releases-all",
    "DELETE of the list, which the description does not have, releases every number of the account.",
    "/paths/~1Accounts~1{AccountId}~1ActiveNumbers~1",
    lambda p: [p.bought(), p.ask("DELETE", f"Accounts/{ONE}/ActiveNumbers/"), p.listing()],
)
async def _delete_all(request: Request, forward: Forward) -> Answer:
    if request.method != "DELETE" or not request.path.endswith("/ActiveNumbers/"):
        return await forward(request)
    listed = await forward(replace(request, method="GET", query="page_size=1000"))
    items: list[Json] = value_at(listed.json, "items") or []
    for item in items:
        await forward(replace(request, method="DELETE", path=f"{request.path}PN{item['phone_number']}", query=""))
    return answered(200)


@_requests(
    "put-reads",
    "PUT reads a number, which the description does not have.",
    "/paths/~1Accounts~1{AccountId}~1ActiveNumbers~1PN{phoneNumber}",
    lambda p: p.ask("PUT", one(p.bought())),
)
async def _put(request: Request, forward: Forward) -> Answer:
    return await forward(replace(request, method="GET") if request.method == "PUT" else request)


@_requests(
    "unknown-path-answers",
    "A path below that of a number is taken for the number.",
    "/paths: there is no such path",
    lambda p: p.ask("GET", f"{one(p.bought())}/calls"),
)
async def _below(request: Request, forward: Forward) -> Answer:
    head, mark, tail = request.path.partition("/ActiveNumbers/PN")
    return await forward(replace(request, path=f"{head}{mark}{tail.partition('/')[0]}"))


@_requests(
    "unknown-path-fails",
    "A path that does not exist is answered with 500.",
    "/paths: there is no such path",
    lambda p: p.ask("GET", "api/Nothing"),
)
async def _no_path(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    known = "/AvailableNumbers" in request.path or "/ActiveNumbers/" in request.path
    return refused(500, 1) if answer.status == 404 and not known else answer


@_requests(
    "accept-ignored",
    "Whatever the Accept header excludes, a list is answered.",
    "/components/responses/NotAcceptable",
    lambda p: p.listing(headers={"accept": "text/html"}),
)
async def _accept(request: Request, forward: Forward) -> Answer:
    return await forward(request.with_headers(accept="*/*") if request.operation == "list" else request)


@_requests(
    "accept-weight-ignored",
    "An Accept header that gives JSON the weight 0 does not exclude it.",
    "/components/responses/NotAcceptable (RFC 9110, section 12.4.2)",
    lambda p: p.search(headers={"accept": "application/json;q=0"}),
)
async def _weight(request: Request, forward: Forward) -> Answer:
    accept = request.header("accept") or ""
    return await forward(request.with_headers(accept="*/*") if "application/json;q=0" in accept else request)


@_requests(
    "accept-range-refused",
    "The Accept header application/* is refused.",
    "/components/responses/NotAcceptable: excludes JSON (RFC 9110, section 12.5.1)",
    lambda p: p.search(headers={"accept": "application/*"}),
)
async def _range(request: Request, forward: Forward) -> Answer:
    return refused(406, 1) if request.header("accept") == "application/*" else await forward(request)


@_requests(
    "accept-list-refused",
    "An Accept header with several media types, JSON among them, is refused.",
    "/components/responses/NotAcceptable: excludes JSON (RFC 9110, section 12.5.1)",
    lambda p: p.get(p.bought(), headers={"accept": "text/html, application/json;q=0.9"}),
)
async def _list(request: Request, forward: Forward) -> Answer:
    refuses = request.operation and "," in (request.header("accept") or "")
    return refused(406, 1) if refuses else await forward(request)


@_requests(
    "text-accepted",
    "A body that is called text/plain is taken for JSON.",
    "/components/responses/UnsupportedMediaType",
    lambda p: p.ask("POST", one(p.bought()), content=b'{"friendlyName":"x"}', headers={"content-type": "text/plain"}),
)
async def _text(request: Request, forward: Forward) -> Answer:
    plain = (request.header("content-type") or "").startswith("text/plain")
    return await forward(request.with_headers(content_type="application/json") if plain else request)


@_requests(
    "form-accepted",
    "A purchase with a form as its body is done, and the form ignored.",
    "/components/responses/UnsupportedMediaType",
    lambda p: p.ask("POST", f"Accounts/{ONE}/ActiveNumbers/?phoneNumber=%2B{p.free()[0][1:]}", data={"a": "b"}),
)
async def _form(request: Request, forward: Forward) -> Answer:
    form = (request.header("content-type") or "").startswith("application/x-www-form-urlencoded")
    return await forward(request.with_body(b"").with_headers(content_type=None) if form else request)


@_requests(
    "type-missing-accepted",
    "A body without Content-Type is taken for JSON.",
    "/components/responses/UnsupportedMediaType: not declared to be JSON",
    lambda p: p.ask("POST", one(p.bought()), content=b'{"friendlyName":"x"}'),
)
async def _untyped(request: Request, forward: Forward) -> Answer:
    untyped = request.body and request.header("content-type") is None
    return await forward(request.with_headers(content_type="application/json") if untyped else request)


@_requests(
    "charset-refused",
    "A body that is called application/json; charset=utf-8 is refused.",
    "/components/responses/UnsupportedMediaType: declared to be JSON",
    lambda p: p.ask(
        "POST", one(p.bought()), content=b"{}", headers={"content-type": "application/json; charset=utf-8"}
    ),
)
async def _charset(request: Request, forward: Forward) -> Answer:
    return refused(415, 1) if "charset" in (request.header("content-type") or "") else await forward(request)


@_requests(
    "capitals-refused",
    "A body that is called Application/JSON is refused.",
    "/components/responses/UnsupportedMediaType: declared to be JSON (RFC 9110, section 8.3.1)",
    lambda p: p.ask("POST", one(p.bought()), content=b"{}", headers={"content-type": "Application/JSON"}),
)
async def _capitals(request: Request, forward: Forward) -> Answer:
    media_type = request.header("content-type") or ""
    return refused(415, 1) if media_type != media_type.lower() else await forward(request)


@_requests(
    "wrong-type-bad-request",
    "A body of a wrong type is refused with 400.",
    "/components/responses/UnsupportedMediaType",
    lambda p: p.ask("POST", one(SOME), content=b"<a/>", headers={"content-type": "application/xml"}),
)
async def _xml(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    return refused(400, 1) if answer.status == 415 else answer


@_requests(
    "compressed-body-accepted",
    "A compressed body is read.",
    "/components/responses/UnsupportedMediaType: or it is compressed",
    lambda p: p.ask(
        "POST",
        one(p.bought()),
        content=gzip.compress(b'{"friendlyName":"x"}'),
        headers={"content-type": "application/json", "content-encoding": "gzip"},
    ),
)
async def _compressed(request: Request, forward: Forward) -> Answer:
    if request.header("content-encoding") != "gzip":
        return await forward(request)
    try:
        body = gzip.decompress(request.body)
    except (OSError, EOFError):
        return refused(400, 1)
    return await forward(request.with_body(body).with_headers(content_encoding=None))


@_requests(
    "long-body-fails",
    "A body that is too long is answered with 500.",
    "/components/responses/ContentTooLarge",
    lambda p: p.configure(SOME, {"friendlyName": "x" * 2_000_000}),
)
async def _long(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    return refused(500, 1) if answer.status == 413 else answer


@_requests(
    "long-body-bad-request",
    "A body of a few kilobytes whose members are all allowed is refused.",
    "configureActiveNumber: requestBody",
    lambda p: p.configure(p.bought(), {"statusCallback": f"https://example.com/{'x' * 5000}"}),
)
async def _kilobytes(request: Request, forward: Forward) -> Answer:
    return refused(400, 1) if 4096 < len(request.body) < 100_000 else await forward(request)


@_requests(
    "chunked-body-ignored",
    "A body that comes in chunks is taken for an empty object: the caller is told of a success.",
    "configureActiveNumber: requestBody (RFC 9112, section 7.1)",
    lambda p: p.ask(
        "POST",
        one(p.bought()),
        content=iter([b'{"friendlyName":', b'"x"}']),
        headers={"content-type": "application/json"},
    ),
)
async def _chunked(request: Request, forward: Forward) -> Answer:
    return await forward(request.with_body(b"{}") if request.header("transfer-encoding") else request)


@_requests(
    "encoded-plus-not-found",
    "The plus sign of a number in the path is not understood when it is percent-encoded.",
    "getActiveNumber: parameter phoneNumber (RFC 3986, section 2.1)",
    lambda p: p.ask("GET", one(p.bought()).replace("+", "%2B")),
)
async def _encoded(request: Request, forward: Forward) -> Answer:
    refuses = "/ActiveNumbers/PN%2B" in request.path
    return refused(404, 1) if refuses else await forward(request)


@_requests(
    "small-hexadecimal-refused",
    "Percent-encoding with small letters, as in %2b, is refused in a query.",
    "searchAvailableNumbers: parameter phone_number (RFC 3986, section 2.1)",
    lambda p: p.search("phone_number=%2b14155550123"),
)
async def _hexadecimal(request: Request, forward: Forward) -> Answer:
    return refused(400, 1) if "%2b" in request.query else await forward(request)


@_requests(
    "bad-encoding-fails",
    "A query that is no UTF-8 is answered with 500.",
    "/components/responses/BadRequest",
    lambda p: p.search("geography.locality=%FF"),
)
async def _no_utf8(request: Request, forward: Forward) -> Answer:
    return refused(500, 1) if "%FF" in request.query.upper() else await forward(request)


@_requests(
    "bad-path-encoding-fails",
    "An account in bytes that are no UTF-8 is answered with 500.",
    "/components/responses/BadRequest",
    lambda p: p.ask("GET", "Accounts/%FF/ActiveNumbers/"),
)
async def _no_utf8_path(request: Request, forward: Forward) -> Answer:
    return refused(500, 1) if "%FF" in request.path.upper() else await forward(request)


@_requests(
    "encoded-account-is-another",
    "An account with a percent-encoded letter is another account.",
    "listActiveNumbers: parameter AccountId (RFC 3986, section 6.2.2.2)",
    lambda p: [p.bought(), p.ask("GET", f"Accounts/%41{ONE[1:]}/ActiveNumbers/")],
)
async def _encoded_account(request: Request, forward: Forward) -> Answer:
    return await forward(replace(request, path=request.path.replace("/Accounts/%41", "/Accounts/x41")))


@_requests(
    "body-read-in-latin-1",
    "A body in UTF-8 is read as Latin-1, so that letters beyond ASCII come back garbled.",
    "configureActiveNumber: requestBody, application/json (RFC 8259, section 8.1)",
    lambda p: p.configure(p.bought(), {"friendlyName": "Zürich"}),
)
async def _latin(request: Request, forward: Forward) -> Answer:
    if request.body.isascii() or loaded(request.body) is None:
        return await forward(request)
    return await forward(request.with_body(request.body.decode("latin-1").encode()))
