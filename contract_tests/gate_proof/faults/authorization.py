"""Who is let in: faults of a sandbox that asks for credentials."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

from gate_proof.faults.catalogue import front
from gate_proof.faults.exchange import Answer, refused
from gate_proof.faults.probe import FREE, ONE, PASSWORDS, TOKENS, TWO, bearer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Forward, Request
    from gate_proof.faults.probe import Probe, Seen

    Step = Callable[[Request, Forward], Awaitable[Answer]]

UNAUTHORIZED = "/components/responses/Unauthorized"
FORBIDDEN = "/components/responses/Forbidden"


def _guarded(name: str, says: str, breaks: str, witness: Witness) -> Callable[[Step], Step]:
    def added(step: Step) -> Step:
        @front(f"auth-{name}", "authorization", says, breaks, witness, guarded=True)
        async def whole(request: Request, forward: Forward, memory: Memory) -> Answer:
            del memory
            return await step(request, forward)

        return step

    return added


def _as(request: Request, account: str) -> Request:
    """The request with the credentials of an account."""
    return request.with_headers(authorization=f"Bearer {TOKENS.get(account, TOKENS[ONE])}")


def _free(p: Probe) -> str:
    return p.search({**FREE, "type": "mobile"}, headers=bearer(ONE)).numbers[0]


def _bought(p: Probe) -> str:
    number = _free(p)
    p.buy(number, headers=bearer(ONE))
    return number


def _basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def _called(operation: str, headers: dict[str, str]) -> Callable[[Probe], Seen]:
    """An operation on the first account, with these headers."""
    calls: dict[str, Callable[[Probe], Seen]] = {
        "search": lambda p: p.search(headers=headers),
        "list": lambda p: p.listing(headers=headers),
        "buy": lambda p: p.buy(_free(p), headers=headers),
        "get": lambda p: p.get(_bought(p), headers=headers),
        "configure": lambda p: p.configure(_bought(p), {"friendlyName": "x"}, headers=headers),
        "release": lambda p: p.release(_bought(p), headers=headers),
    }
    return calls[operation]


def _open(operation: str, says: str, kind: str, other: bool) -> None:  # noqa: FBT001  (one call each, below)
    """An operation lets in those without credentials, or those with the credentials of another account."""

    @_guarded(
        f"{operation}-{kind}",
        says,
        FORBIDDEN if other else UNAUTHORIZED,
        _called(operation, bearer(TWO) if other else {}),
    )
    async def step(request: Request, forward: Forward) -> Answer:
        answer = await forward(request)
        if request.operation == operation and answer.status == (403 if other else 401):
            absent = request.header("authorization") is None
            return await forward(_as(request, request.account)) if other or absent else answer
        return answer


_open("search", "The catalogue can be searched without credentials.", "without-credentials", other=False)
_open("list", "The numbers of an account can be listed without credentials.", "without-credentials", other=False)
_open("get", "A number can be read without credentials.", "without-credentials", other=False)
_open("buy", "A number can be bought without credentials.", "without-credentials", other=False)
_open("configure", "A number can be configured without credentials.", "without-credentials", other=False)
_open("release", "A number can be released without credentials.", "without-credentials", other=False)
_open("list", "The numbers of an account can be listed by another account.", "by-another", other=True)
_open("get", "A number can be read by another account.", "by-another", other=True)
_open("buy", "A number can be bought for an account by another account.", "by-another", other=True)
_open("configure", "A number can be configured by another account.", "by-another", other=True)
_open("release", "A number can be released by another account.", "by-another", other=True)


@_guarded(
    "any-token", "Every bearer token opens every account.", UNAUTHORIZED, _called("list", {"authorization": "Bearer x"})
)
async def _any_token(request: Request, forward: Forward) -> Answer:
    any_token = (request.header("authorization") or "").startswith("Bearer ")
    answer = await forward(request)
    return await forward(_as(request, request.account)) if any_token and answer.status == 401 else answer


@_guarded(
    "token-beginning",
    "The first ten characters of a token are enough.",
    UNAUTHORIZED,
    _called("list", {"authorization": f"Bearer {TOKENS[ONE]}x"}),
)
async def _beginning(request: Request, forward: Forward) -> Answer:
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    begun = TOKENS.get(request.account) or TOKENS[ONE]
    fits = scheme == "Bearer" and len(token) > 10 and token[:10] == begun[:10] and token not in TOKENS.values()
    return await forward(_as(request, request.account) if fits else request)


@_guarded(
    "password-unchecked",
    "Basic credentials need the name of the account, and no right password.",
    UNAUTHORIZED,
    _called("list", _basic(ONE, "wrong")),
)
async def _password(request: Request, forward: Forward) -> Answer:
    scheme, _, text = (request.header("authorization") or "").partition(" ")
    try:
        user = base64.b64decode(text).decode().partition(":")[0] if scheme == "Basic" else ""
    except ValueError:
        user = ""
    return await forward(_as(request, user) if user in TOKENS else request)


@_guarded(
    "empty-password",
    "Basic credentials with an empty password are accepted.",
    UNAUTHORIZED,
    _called("list", _basic(ONE, "")),
)
async def _empty(request: Request, forward: Forward) -> Answer:
    empty = next(
        (name for name in TOKENS if request.header("authorization") == _basic(name, "")["authorization"]), None
    )
    return await forward(_as(request, empty) if empty else request)


@_guarded(
    "basic-refused",
    "Basic credentials are refused.",
    "/components/securitySchemes/basicAuth",
    _called("list", _basic(ONE, PASSWORDS[ONE])),
)
async def _no_basic(request: Request, forward: Forward) -> Answer:
    basic = (request.header("authorization") or "").lower().startswith("basic")
    return refused(401, 40100) if basic else await forward(request)


@_guarded(
    "bearer-refused-for-purchases",
    "A purchase refuses bearer tokens.",
    "/components/securitySchemes/bearerAuth",
    _called("buy", bearer(ONE)),
)
async def _no_bearer(request: Request, forward: Forward) -> Answer:
    bears = request.operation == "buy" and (request.header("authorization") or "").startswith("Bearer")
    return refused(401, 40100) if bears else await forward(request)


@_guarded(
    "scheme-in-small-letters-refused",
    "The scheme bearer in small letters is refused.",
    "/components/securitySchemes/bearerAuth (RFC 9110, section 11.1)",
    _called("list", {"authorization": f"bearer {TOKENS[ONE]}"}),
)
async def _small(request: Request, forward: Forward) -> Answer:
    small = (request.header("authorization") or "").startswith("bearer")
    return refused(401, 40100) if small else await forward(request)


@_guarded(
    "missing-is-forbidden", "A request without credentials is answered with 403.", UNAUTHORIZED, _called("get", {})
)
async def _forbidden(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    return refused(403, 40300) if answer.status == 401 and request.header("authorization") is None else answer


@_guarded(
    "wrong-is-bad-request",
    "Wrong credentials are answered with 400.",
    UNAUTHORIZED,
    _called("list", _basic("nobody", "x")),
)
async def _bad(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    return refused(400, 40000) if answer.status == 401 and request.header("authorization") else answer


@_guarded(
    "malformed-fails",
    "Basic credentials that are no base64 are answered with 500.",
    UNAUTHORIZED,
    _called("list", {"authorization": "Basic ???"}),
)
async def _malformed(request: Request, forward: Forward) -> Answer:
    header = request.header("authorization") or ""
    return (
        refused(500, 50000)
        if header.startswith("Basic ") and not header[6:].replace("=", "").isalnum()
        else (await forward(request))
    )


@_guarded(
    "refused-without-error",
    "Missing credentials are refused in plain text.",
    f"{UNAUTHORIZED}/content",
    _called("search", {}),
)
async def _plain(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    if answer.status == 401:
        answer.put(b"Unauthorized", "text/plain")
    return answer


@_guarded(
    "another-is-unauthorized",
    "The credentials of another account are answered with 401.",
    FORBIDDEN,
    _called("list", bearer(TWO)),
)
async def _another(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    return refused(401, 40100) if answer.status == 403 else answer


@_guarded(
    "refused-and-done",
    "A configuration without credentials is refused and done all the same.",
    f"{UNAUTHORIZED}: the request had no effect",
    lambda p: [number := _bought(p), p.configure(number, {"friendlyName": "x"}), p.get(number, headers=bearer(ONE))],
)
async def _done(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    if request.operation == "configure" and answer.status == 401:
        await forward(_as(request, request.account))
    return answer


@_guarded(
    "forbidden-and-done",
    "A release by another account is refused and done all the same.",
    f"{FORBIDDEN}: the request had no effect",
    lambda p: [number := _bought(p), p.release(number, headers=bearer(TWO)), p.get(number, headers=bearer(ONE))],
)
async def _released(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    if request.operation == "release" and answer.status == 403:
        await forward(_as(request, request.account))
    return answer


@_guarded(
    "buys-for-the-caller",
    "A purchase for another account is done, for the account of the credentials.",
    FORBIDDEN,
    lambda p: [p.buy(_free(p), headers=bearer(TWO)), p.listing(account=TWO, headers=bearer(TWO))],
)
async def _caller(request: Request, forward: Forward) -> Answer:
    answer = await forward(request)
    if request.operation != "buy" or answer.status != 403:
        return answer
    mine = request.path.replace(f"/Accounts/{ONE}/", f"/Accounts/{TWO}/")
    return await forward(replace(request, path=mine))


@_guarded(
    "second-scheme-skips",
    "A request with an unknown scheme is let in.",
    UNAUTHORIZED,
    _called("list", {"authorization": "Digest username=x"}),
)
async def _digest(request: Request, forward: Forward) -> Answer:
    scheme = (request.header("authorization") or "").partition(" ")[0].lower()
    strange = scheme not in ("", "bearer", "basic")
    return await forward(_as(request, request.account) if strange else request)
