"""Bodies of requests: what is accepted although it is forbidden, and refused although it is allowed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gate_proof.faults.catalogue import asked_otherwise, front
from gate_proof.faults.exchange import loaded, refused, value_at, within
from gate_proof.faults.probe import one

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Answer, Forward, Json, Request

SCHEMAS = "/components/schemas"
JSON_TYPE = {"content-type": "application/json"}


def changed(value: Json, path: str, member: object) -> Json:
    """A copy of a body with another value at a dotted path, or with none for `...`."""
    copy: Json = json.loads(json.dumps(value))
    *parents, last = path.split(".")
    inner = copy
    for name in parents:
        inner = inner[name]
    if member is ...:
        del inner[last]
    else:
        inner[last] = member
    return copy


def _accepted(
    name: str,
    operation: str,
    path: str,
    when: Callable[[Any], object],
    instead: object,
    says: str,
    breaks: str,
    witness: Witness,
) -> None:
    """A member that breaks its schema is accepted: the sandbox is given `instead` of it, or, for `...`, nothing."""

    def change(request: Request) -> Request | None:
        value = request.json
        if request.operation != operation or value_at(value, path) is None or not when(value_at(value, path)):
            return None
        return request.with_json(changed(value, path, instead))

    asked_otherwise(f"input-{name}", "inputs", says, breaks, change, witness)


def _refused(
    name: str, operation: str, when: Callable[[Any], object], says: str, breaks: str, witness: Witness
) -> None:
    @front(f"input-{name}", "inputs", says, breaks, witness)
    async def step(request: Request, forward: Forward, memory: Memory) -> Answer:
        del memory
        value = request.json
        refuses = request.operation == operation and isinstance(value, dict) and when(value)
        return refused(400, 40009) if refuses else await forward(request)


def _raw(name: str, says: str, breaks: str, change: Callable[[bytes], bytes | None], witness: Witness) -> None:
    """Bytes that are no JSON are accepted: the sandbox is given others."""

    def otherwise(request: Request) -> Request | None:
        if request.operation not in ("configure", "buy") or loaded(request.body) is not None:
            return None
        body = change(request.body)
        return None if body is None else request.with_body(body).with_headers(content_type="application/json")

    asked_otherwise(f"input-{name}", "inputs", says, breaks, otherwise, witness)


def _set(**changes: object) -> Witness:
    return lambda p: p.configure(p.bought(), changes)


def _sent(body: bytes) -> Witness:
    return lambda p: p.ask("POST", one(p.bought()), content=body, headers=JSON_TYPE)


def _bytes(text: object) -> int:
    return len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else 0


def _long(text: object) -> bool:
    return isinstance(text, str) and len(text) > 64


_accepted(
    "name-too-long",
    "configure",
    "friendlyName",
    _long,
    "n" * 64,
    "A name of 65 characters is accepted and cut.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/friendlyName/maxLength",
    _set(friendlyName="n" * 65),
)
_accepted(
    "name-as-number",
    "configure",
    "friendlyName",
    lambda name: isinstance(name, int),
    "17",
    "A name that is a number is accepted.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/friendlyName/type",
    _set(friendlyName=17),
)
_accepted(
    "method-unknown",
    "configure",
    "statusCallbackMethod",
    lambda method: method == "PUT",
    "POST",
    "The method PUT is accepted for the status callback.",
    f"{SCHEMAS}/CallbackMethod/enum",
    _set(statusCallbackMethod="PUT"),
)
_accepted(
    "method-in-small-letters",
    "buy",
    "voice.fallback_method",
    lambda method: method in ("get", "post"),
    "GET",
    "The method get, in small letters, is accepted with a purchase.",
    f"{SCHEMAS}/CallbackMethod/enum",
    lambda p: p.buy(p.free()[0], {"voice": {"fallback_method": "get"}}),
)
_accepted(
    "application-sid-too-long",
    "configure",
    "configuration.sms.application_sid",
    lambda sid: len(str(sid)) == 35,
    ...,
    "The identifier of a messaging application may have 35 characters.",
    f"{SCHEMAS}/Sms/properties/application_sid/maxLength",
    _set(configuration={"sms": {"application_sid": "A" * 35}}),
)
_accepted(
    "application-sid-too-short",
    "buy",
    "voice.application_sid",
    lambda sid: len(str(sid)) == 33,
    ...,
    "A purchase accepts an identifier of a voice application with 33 characters.",
    f"{SCHEMAS}/Voice/properties/application_sid/minLength",
    lambda p: p.buy(p.free()[0], {"voice": {"application_sid": "A" * 33}}),
)
_accepted(
    "url-unchecked",
    "configure",
    "configuration.voice.url",
    lambda url: " " in str(url),
    "https://example.com/",
    "A URL with a space in it is accepted.",
    f"{SCHEMAS}/Voice/properties/url/format",
    _set(configuration={"voice": {"url": "https://example.com/a b"}}),
)
_accepted(
    "status-url-unchecked",
    "configure",
    "statusCallback",
    lambda url: "[" in str(url),
    ...,
    "A status callback that is no URI reference is accepted.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/statusCallback/format",
    _set(statusCallback="http://[half"),
)
_accepted(
    "configuration-as-list",
    "configure",
    "configuration",
    lambda value: isinstance(value, list),
    ...,
    "A configuration that is a list is accepted and ignored.",
    f"{SCHEMAS}/Configuration/type",
    _set(configuration=[]),
)
_accepted(
    "configuration-as-text",
    "configure",
    "configuration.sms",
    lambda value: isinstance(value, str),
    ...,
    "A member sms that is text is accepted and ignored.",
    f"{SCHEMAS}/Sms/type",
    _set(configuration={"sms": "x"}),
)
_accepted(
    "bought-url-as-number",
    "buy",
    "sms.url",
    lambda value: isinstance(value, int),
    ...,
    "A purchase accepts a number for the URL of messages and ignores it.",
    f"{SCHEMAS}/Sms/properties/url/type",
    lambda p: p.buy(p.free()[0], {"sms": {"url": 1}}),
)

_refused(
    "name-longest-refused",
    "configure",
    lambda value: len(str(value.get("friendlyName") or "")) == 64,
    "A name of 64 characters is refused.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/friendlyName/maxLength",
    _set(friendlyName="n" * 64),
)
_refused(
    "name-counted-in-bytes",
    "configure",
    lambda value: _bytes(value.get("friendlyName")) > 64 and not _long(value.get("friendlyName")),
    "A name of 40 characters that take two bytes each is refused.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/friendlyName/maxLength (counted in characters)",
    _set(friendlyName="ü" * 40),
)
_refused(
    "name-empty-refused",
    "configure",
    lambda value: value.get("friendlyName") == "",
    "An empty name is refused.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/friendlyName",
    _set(friendlyName=""),
)
_refused(
    "method-null-refused",
    "configure",
    lambda value: "statusCallbackMethod" in value and value["statusCallbackMethod"] is None,
    "Null is refused for the method of the status callback.",
    f"{SCHEMAS}/ActiveNumberUpdate/properties/statusCallbackMethod/anyOf",
    _set(statusCallbackMethod=None),
)
_refused(
    "fallback-null-refused",
    "configure",
    lambda value: within(value, "configuration.voice").get("fallback_url", 1) is None,
    "Null is refused for the fallback URL of calls.",
    f"{SCHEMAS}/Voice/properties/fallback_url/type",
    _set(configuration={"voice": {"fallback_url": None}}),
)
_refused(
    "bought-null-refused",
    "buy",
    lambda value: "status_callback_url" in value and value["status_callback_url"] is None,
    "A purchase refuses null for the status callback.",
    f"{SCHEMAS}/Configuration/properties/status_callback_url/type",
    lambda p: p.buy(p.free()[0], {"status_callback_url": None}),
)
_refused(
    "relative-url-refused",
    "configure",
    lambda value: str(value_at(value, "configuration.sms.url") or "").startswith("/"),
    "A relative reference is refused for the URL of messages.",
    f"{SCHEMAS}/Sms/properties/url/format",
    _set(configuration={"sms": {"url": "/messages"}}),
)
_refused(
    "method-get-refused",
    "buy",
    lambda value: value_at(value, "voice.method") == "GET",
    "A purchase refuses the method GET.",
    f"{SCHEMAS}/CallbackMethod/enum",
    lambda p: p.buy(p.free()[0], {"voice": {"method": "GET"}}),
)
_refused(
    "no-change-refused",
    "configure",
    lambda value: not value,
    "A configuration that changes nothing is refused.",
    "configureActiveNumber: send only what is to change",
    _set(),
)
_refused(
    "bought-with-empty-body-refused",
    "buy",
    lambda value: not value,
    "A purchase with an empty object is refused.",
    f"{SCHEMAS}/Configuration",
    lambda p: p.buy(p.free()[0], {}),
)
_refused(
    "other-member-refused",
    "configure",
    lambda value: value.keys() - {"friendlyName", "statusCallback", "statusCallbackMethod", "configuration"},
    "A member that the description does not have is refused, although the schema is open.",
    f"{SCHEMAS}/ActiveNumberUpdate",
    _set(friendlyName="x", note="y"),
)
_refused(
    "two-members-refused",
    "buy",
    lambda value: "voice" in value and "sms" in value,
    "A purchase that configures calls and messages at once is refused.",
    f"{SCHEMAS}/Configuration/properties",
    lambda p: p.buy(p.free()[0], {"voice": {"method": "POST"}, "sms": {"method": "POST"}}),
)

_raw(
    "comma-accepted",
    "A body with a comma too many is accepted.",
    "configureActiveNumber: requestBody, application/json",
    lambda body: body.replace(b",}", b"}") if b",}" in body else None,
    _sent(b'{"friendlyName":"x",}'),
)
_raw(
    "quotes-accepted",
    "A body with single quotes is accepted.",
    "configureActiveNumber: requestBody, application/json",
    lambda body: body.replace(b"'", b'"') if b"'" in body else None,
    _sent(b"{'friendlyName':'x'}"),
)
_raw(
    "broken-utf8-accepted",
    "A body that is no UTF-8 is accepted, what is broken replaced.",
    "configureActiveNumber: requestBody, application/json",
    lambda body: body.decode("utf-8", "replace").encode() if loaded(body.decode("utf-8", "replace").encode()) else None,
    _sent(b'{"friendlyName":"\xff"}'),
)
_raw(
    "cut-body-accepted",
    "A body that ends too early is taken for one without members.",
    "configureActiveNumber: requestBody, application/json",
    lambda body: b"{}" if body.startswith(b"{") and not body.rstrip().endswith(b"}") else None,
    _sent(b'{"friendlyName":"x"'),
)
_raw(
    "no-body-accepted",
    "A configuration without a body is accepted.",
    "configureActiveNumber: requestBody, required",
    lambda body: b"{}" if not body else None,
    lambda p: p.ask("POST", one(p.bought())),
)


@front(
    "input-list-as-body-accepted",
    "inputs",
    "A body that is a list of changes is accepted.",
    f"{SCHEMAS}/ActiveNumberUpdate/type",
    lambda p: p.ask("POST", one(p.bought()), content=b"[]", headers=JSON_TYPE),
)
async def _list(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    lists = request.operation == "configure" and isinstance(request.json, list)
    return await forward(request.with_json({}) if lists else request)


@front(
    "input-null-as-body-accepted",
    "inputs",
    "A body that is null is accepted by a configuration.",
    f"{SCHEMAS}/ActiveNumberUpdate/type",
    lambda p: p.ask("POST", one(p.bought()), content=b"null", headers=JSON_TYPE),
)
async def _null(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    null = request.operation == "configure" and request.body.strip() == b"null"
    return await forward(request.with_json({}) if null else request)


@front(
    "input-voice-null-accepted",
    "inputs",
    "Null is accepted for the member voice of a configuration.",
    f"{SCHEMAS}/Configuration/properties/voice",
    lambda p: p.configure(p.bought(), {"configuration": {"voice": None}}),
)
async def _voice(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    value = request.json
    if request.operation == "configure" and within(value, "configuration").get("voice", 1) is None:
        return await forward(request.with_json(changed(value, "configuration.voice", ...)))
    return await forward(request)


@front(
    "input-purchase-without-body-refused",
    "inputs",
    "A purchase without a body is refused.",
    "buyActiveNumber: requestBody, not required",
    lambda p: p.buy(p.free()[0]),
)
async def _no_body(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return refused(400, 40010) if request.operation == "buy" and not request.body else await forward(request)


@front(
    "input-bad-body-bought-all-the-same",
    "inputs",
    "A purchase whose body breaks its schema is refused with 400, and the number is bought all the same.",
    "/components/responses/PurchaseRefused: nothing was bought",
    lambda p: [number := p.free()[0], p.buy(number, {"voice": 1}), p.listing()],
)
async def _all_the_same(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 400 and request.body:
        await forward(request.with_body(b"").with_headers(content_type=None))
    return answer
