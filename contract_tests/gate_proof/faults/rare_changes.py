"""Changes that few callers make, and those that two make at once: what a server keeps of them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from numbers_sandbox.testing import NoNumberFound, PageRequest

from gate_proof.faults.buying import BUY, state
from gate_proof.faults.catalogue import Between, front
from gate_proof.faults.configuring import MERGE, NAME, Kept, then
from gate_proof.faults.exchange import value_at, within

if TYPE_CHECKING:
    from gate_proof.faults.catalogue import Memory
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

CALLBACK = "/components/schemas/ActiveNumberUpdate/properties/statusCallback"


@state(
    "configure-empty-object-clears",
    "An empty object for the configuration removes it.",
    MERGE,
    then({"configuration": {}}),
)
class _EmptyClears(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {**changes, "configuration": None} if changes.get("configuration") == {} else changes


class _Callback(Kept):
    """The status callback is kept otherwise than it was sent."""

    def url(self, url: str) -> str:
        raise NotImplementedError

    def kept(self, before: Json, changes: Json) -> Json:
        url = changes.get("statusCallback")
        return {**changes, "statusCallback": self.url(url)} if url else changes


@state(
    "url-query-lost",
    "The query of the status callback is lost.",
    CALLBACK,
    then({"statusCallback": "https://example.com/status?a=1"}),
)
class _QueryLost(_Callback):
    def url(self, url: str) -> str:
        return url.partition("?")[0]


@state(
    "url-fragment-lost",
    "The fragment of the status callback is lost.",
    CALLBACK,
    then({"statusCallback": "https://example.com/status#f"}),
)
class _FragmentLost(_Callback):
    def url(self, url: str) -> str:
        return url.partition("#")[0]


@state(
    "name-control-characters-lost",
    "Control characters in a name are lost.",
    NAME,
    then({"friendlyName": "a\u0001b\u007f"}),
)
class _ControlLost(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        name = changes.get("friendlyName")
        kept = "".join(one for one in name or "" if (one >= " " or one in "\n\t") and one != "\u007f")
        return {**changes, "friendlyName": kept} if name else changes


@state("name-as-number", "A name of digits loses the zeros before it.", NAME, then({"friendlyName": "007"}))
class _AsNumber(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        name = changes.get("friendlyName") or ""
        return {**changes, "friendlyName": str(int(name))} if name.isascii() and name.isdecimal() else changes


@state(
    "exhausted-sold",
    "A number of a stage of the offer of which none are left is sold.",
    f"{BUY}: no such number is to be had; lifecycle: exhausted, none left",
    lambda p: p.buy(p.search({"lifecycle": "exhausted", "regulatory.address_requirements": "none"}).numbers[0]),
)
class _Exhausted(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        try:
            return self.store.buy(account, phone_number, configuration)
        except NoNumberFound:
            found = self.store.search({"phone_number": phone_number}, PageRequest()).items
            if not found or found[0].get("lifecycle") != "exhausted":
                raise
            return {"accountSid": account, **found[0]}


def _at_once(p: Probe) -> object:
    number = p.bought()
    changes: tuple[Json, ...] = (
        {"friendlyName": "Other"},
        {"statusCallback": "https://example.com/other"},
        {"configuration": {"sms": {"method": "GET"}}},
    )
    with ThreadPoolExecutor(len(changes)) as pool:
        sent = [pool.submit(p.configure, number, change) for change in changes]
        answers = [one.result().status for one in sent]
    found = p.get(number).value
    return answers, [value_at(found, name) for name in ("friendlyName", "statusCallback", "configuration.sms.method")]


@front(
    "state-changes-at-once-lost",
    "state",
    "Of configurations that come at the same time, the last undoes what the others changed.",
    f"{MERGE}; 409 is documented for what cannot be done at the same time",
    _at_once,
)
async def _at_once_lost(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    changes = request.json
    if request.operation != "configure" or not isinstance(changes, dict):
        return await forward(request)
    before = await forward(_reading(request))
    await asyncio.sleep(0.02)  # as long as it takes to read what is there, and to write the whole
    if before.status != 200:
        return await forward(request)
    names = ("friendlyName", "statusCallback", "statusCallbackMethod", "configuration")
    whole = {name: before.json.get(name) for name in names}
    return await forward(request.with_json(_merged(whole, cast("Json", changes))))


def _reading(request: Request) -> Request:
    return replace(request.with_body(b""), method="GET")


def _merged(one: Json, other: Json) -> Json:
    result = dict(one)
    for name, value in other.items():
        below = within(one, name)
        result[name] = _merged(below, cast("Json", value)) if below and isinstance(value, dict) else value
    return result
