"""Bodies that break the description or are no JSON: refused, each with its status, and nothing happens."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import is_object, placed
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

from .rejections import INVALID, UNSUPPORTED, accepted, refused

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange
    from numbers_contract.resource.lifecycle import ResourceLifecycle
    from numbers_contract.resource.request_bodies import Settings

__all__: list[str] = []

Json = dict[str, Any]
_ROOTS: tuple[Any, ...] = (None, [], [{}], "text", 5, True, 1.5)
_MALFORMED = (
    b"{",
    b"}",
    b"[1",
    b"text",
    b"{'a':1}",
    b'{"a":1,}',
    b'{"a" 1}',
    b"{} {}",
    b"{}x",
    b" ",
    b'"\xff"',
    b'{"a":"\xc3\x28"}',
    b'{"a":"\t"}',
    b"[" * 20_000,
    b'{"a":' * 20_000,
)
_TYPES = (
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "json",
)


class _Target:
    """A purchase or a change that would succeed if its body were right."""

    def __init__(self, lifecycle: ResourceLifecycle, operation: Operation, account: Account) -> None:
        self.lifecycle, self.operation, self.account = lifecycle, operation, account
        self.creates = operation is lifecycle.resource.create
        self.turn = 0  # which of the numbers that are held is changed

    def key(self) -> str | None:
        if self.creates:
            offers = self.lifecycle.candidates()
            return self.lifecycle.resource.key_of(offers[0]) if offers else None
        held = list(self.lifecycle.model.of(self.account))
        return held[self.turn % len(held)] if held else None

    def send(self, **more: Any) -> Exchange:
        """Send it; what a server sells against the rules is taken up, so that it is given back."""
        key = self.key() or ""
        if not self.creates:
            return self.lifecycle.resource.on_one(self.operation, self.account, key, probe=True, **more)
        exchange = (
            self.lifecycle.resource.buy(self.account, key, more.pop("value", ...), probe=True, **more)
            if "value" in more
            else (self.lifecycle.context.call(self.operation, self.account, query=self._query(key), probe=True, **more))
        )
        if exchange.ok and is_object(exchange.value):
            self.lifecycle.candidates().pop(0)
            self.lifecycle.model.of(self.account)[key] = exchange.value
        return exchange

    def _query(self, key: str) -> list[tuple[str, str]]:
        effect = self.operation.effect
        return [(effect.key, key)] if effect and effect.key else []


@check(proves=("rejects-invalid", "body-format", "rejected-unchanged"), changes=True)
def request_bodies(context: Context) -> None:
    """Every operation with a body."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None:
        return
    account = context.accounts[0]
    for operation in (lifecycle.resource.update, lifecycle.resource.create):
        if operation is None or operation.body is None:
            continue
        target = _Target(lifecycle, operation, account)
        if target.key() is None:
            context.skip("body-format", operation, "there is no number to try it on")
            continue
        _media_types(context, target)
        _malformed(context, target)
        _forbidden(context, target, settings_of(context, operation))
        _odd(context, target, settings_of(context, operation))
        lifecycle.verify_state(rule="rejected-unchanged")


def _media_types(context: Context, target: _Target) -> None:
    body = json.dumps(settings_of(context, target.operation).some(1)).encode()
    for media_type in (*_TYPES, ""):
        with context.attempt("body-format", target.operation):
            exchange = target.send(body=body, headers=[("Content-Type", media_type)])
            what = f"a body of the type {media_type}" if media_type else "a body without Content-Type"
            refused(context, exchange, what, UNSUPPORTED, rule="body-format")
    with context.attempt("body-format", target.operation):
        headers = [("Content-Encoding", "gzip")]
        exchange = target.send(body=gzip.compress(body, mtime=0), headers=headers)
        refused(context, exchange, "a compressed body", UNSUPPORTED, rule="body-format", also=(400,))
    if not target.creates:
        for media_type in (
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            'application/json; charset="utf-8"',
        ):
            with context.attempt("body-format", target.operation):
                exchange = target.send(body=b"{}", headers=[("Content-Type", media_type)])
                accepted(context, exchange, f"a body of the type {media_type}", rule="body-format")


def _malformed(context: Context, target: _Target) -> None:
    leaf = next(iter(settings_of(context, target.operation).leaves), "/a")
    not_a_number = json.dumps(placed(leaf, 0)).replace("0", "NaN").encode()
    for body in (*_MALFORMED, not_a_number):
        with context.attempt("body-format", target.operation):
            refused(
                context, target.send(body=body), f"the body {body[:20]!r}", INVALID, rule="body-format", also=(413,)
            )
    if target.operation.body is not None and target.operation.body.required:
        for headers in ([], [("Content-Type", "")]):
            with context.attempt("body-format", target.operation):
                exchange = target.send(body=b"", headers=headers)
                refused(context, exchange, "an empty body", (*INVALID, *UNSUPPORTED), rule="body-format")
        with context.attempt("body-format", target.operation):
            refused(context, target.send(), "no body", (*INVALID, *UNSUPPORTED), rule="body-format")


def _forbidden(context: Context, target: _Target, settings: Settings) -> None:
    for value in _ROOTS:
        if not settings.allows(value):
            with context.attempt("rejects-invalid", target.operation):
                refused(context, target.send(value=value), f"the body {json.dumps(value)}", rule="rejects-invalid")
    for pointer in [*settings.leaves, *settings.objects]:
        for sample in settings.samples(pointer):
            if sample.valid:
                continue
            context.coverage.sent(target.operation, "body", pointer, sample.kind)
            target.turn += 1  # a number that was bought with settings may be treated otherwise
            with context.attempt("rejects-invalid", target.operation):
                exchange = target.send(value=placed(pointer, sample.value))
                shown = json.dumps(sample.value)
                what = f"a body with {pointer} as {shown if len(shown) < 50 else shown[:30] + '…'} ({sample.kind})"
                place = f"{pointer} {sample.kind}"
                _judge(context, exchange, what, place)
        wrong = [one for one in settings.samples(pointer) if not one.valid]
        for sample in context.random(f"beside {pointer}").sample(wrong, min(2, len(wrong))):
            with context.attempt("rejects-invalid", target.operation):
                whole = joined_bodies(settings.full(2), placed(pointer, sample.value))
                what = f"a body with {pointer} wrong ({sample.kind}) and everything else right"
                _judge(context, target.send(value=whole), what, f"{pointer} beside others")


def _judge(context: Context, exchange: Exchange, what: str, place: str) -> None:
    operation = exchange.request.operation
    assert operation is not None
    assert operation.body is not None
    if exchange.status < 500:
        context.check(
            exchange.status in (400, 422),
            "rejects-invalid",
            operation,
            f"{what} was answered {exchange.status}",
            exchange,
            pointer=operation.body.pointer,
            subject=place,
        )


def _odd(context: Context, target: _Target, settings: Settings) -> None:
    """What readers may see differently: refused or accepted, but never a failure."""
    if target.creates:
        return
    key = target.key() or ""
    before = target.lifecycle.model.of(target.account).get(key)
    texts = [pointer for pointer in settings.leaves if settings.allows(placed(pointer, "\0"))][:1]
    for pointer in texts:
        for text in ('"\\u0000"', '"\\ud800"', '"x\\u0000y"', '"' + "x" * 1_500_000 + '"'):
            with context.attempt("no-server-error", target.operation):
                body = json.dumps(placed(pointer, 0)).replace("0", text).encode()
                target.send(body=body)
    with context.attempt("no-server-error", target.operation):
        body = b'{"xUnknown":1,"xUnknown":2}'
        target.send(body=body)
    if before is not None and texts:
        target.lifecycle.configure(target.account, key, placed(texts[0], "afterwards"))
