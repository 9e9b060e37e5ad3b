"""Configuring: what changes, what stays, and what is kept of it."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from gate_proof.faults.buying import listed, state
from gate_proof.faults.catalogue import Between, front
from gate_proof.faults.exchange import value_at, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_sandbox.testing import Page, PageRequest

    from gate_proof.faults.catalogue import Memory
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

CONFIGURE = "configureActiveNumber"
MERGE = f"{CONFIGURE}: a property that is left out keeps its value and null removes it (RFC 7396)"
REST = f"{CONFIGURE}: send only what is to change"
NAME = "/components/schemas/ActiveNumber/properties/friendlyName"
FULL: Json = {
    "friendlyName": "Support line",
    "statusCallback": "https://example.com/Status/",
    "statusCallbackMethod": "GET",
    "configuration": {
        "status_callback_url": "https://example.com/status",
        "voice": {"url": "https://example.com/voice", "method": "GET", "application_sid": "ap" + "0" * 32},
        "sms": {"url": "https://example.com/sms", "method": "POST"},
    },
}


def then(*changes: Json) -> Callable[[Probe], object]:
    """Configures a number fully, then with each of the changes; reads it after each, and lists it in the end."""

    def witness(p: Probe) -> object:
        number = p.bought()
        seen: list[object] = []
        for change in (FULL, *changes):
            seen += [p.configure(number, change), p.get(number)]
        return [*seen, p.listing()]

    return witness


class Kept(Between):
    """Other changes are carried out than those that were sent."""

    def kept(self, before: Json, changes: Json) -> Json:
        """What is carried out instead."""
        raise NotImplementedError

    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        before = self.store.get(account, phone_number)
        return self.store.configure(account, phone_number, self.kept(before, deepcopy(changes)))


@state("configure-replaces", "What a configuration leaves out is removed.", MERGE, then({"friendlyName": "Other"}))
class _Replaces(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {**dict.fromkeys(FULL), **changes} if changes else changes


@state(
    "configure-replaces-configuration",
    "A change to one part of the configuration removes the other parts.",
    MERGE,
    then({"configuration": {"sms": {"method": "GET"}}}),
)
class _ReplacesConfiguration(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        if changes.get("configuration"):
            self.store.configure(account, phone_number, {"configuration": None})
        return self.store.configure(account, phone_number, changes)


@state(
    "configure-replaces-voice",
    "A change to one setting of calls removes the others.",
    MERGE,
    then({"configuration": {"voice": {"method": "POST"}}}),
)
class _ReplacesVoice(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        voice = within(changes, "configuration.voice")
        if voice:
            old = within(before, "configuration.voice")
            changes["configuration"]["voice"] = {**dict.fromkeys(old), **voice}
        return changes


@state("configure-null-ignored", "Null does not remove the status callback.", MERGE, then({"statusCallback": None}))
class _NullIgnored(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {name: value for name, value in changes.items() if name != "statusCallback" or value is not None}


@state(
    "configure-null-ignored-below",
    "Null does not remove the URL of calls.",
    MERGE,
    then({"configuration": {"voice": {"url": None}}}),
)
class _NullIgnoredBelow(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        voice = within(changes, "configuration.voice")
        if voice.get("url", 1) is None:
            del voice["url"]
        return changes


@state("configure-null-of-all-ignored", "Null does not remove the configuration.", MERGE, then({"configuration": None}))
class _NullOfAll(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {name: value for name, value in changes.items() if name != "configuration" or value is not None}


@state(
    "configure-null-of-all-removes-less",
    "Null for the configuration removes the settings of calls and leaves those of messages.",
    MERGE,
    then({"configuration": None}),
)
class _RemovesLess(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        if changes.get("configuration", 1) is None and before["configuration"]:
            changes["configuration"] = {name: None for name in before["configuration"] if name != "sms"}
        return changes


@state(
    "configure-null-as-text", "A name that is removed is read as the text null.", MERGE, then({"friendlyName": None})
)
class _NullAsText(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {**changes, "friendlyName": "null"} if changes.get("friendlyName", 1) is None else changes


@state(
    "configure-answers-before",
    "A configuration is answered with the number as it was before.",
    f"{CONFIGURE}: response 200, the number with its new configuration",
    then({"friendlyName": "Other"}),
)
class _AnswersBefore(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        before = self.store.get(account, phone_number)
        self.store.configure(account, phone_number, changes)
        return before


@state(
    "configure-not-kept",
    "A new name is answered and not kept.",
    f"{CONFIGURE}: changes the name of a number",
    then({"friendlyName": "Other"}),
)
class _NotKept(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        kept = {name: value for name, value in changes.items() if name != "friendlyName"}
        found = self.store.configure(account, phone_number, kept)
        return {**found, **{name: changes[name] for name in changes if name == "friendlyName"}}


@state(
    "configure-method-not-kept",
    "A change to the method of messages is answered with 200 and has no effect.",
    f"{CONFIGURE}: changes the way its calls and messages are handled",
    then({"configuration": {"sms": {"method": "GET"}}}),
)
class _MethodNotKept(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        within(changes, "configuration.sms").pop("method", None)
        return changes


@state(
    "configure-all-of-account",
    "A new name is given to every number of the account.",
    f"{CONFIGURE}: changes the name of a number",
    lambda p: [
        numbers := p.free(2),
        *(p.buy(number) for number in numbers),
        p.configure(numbers[0], {"friendlyName": "x"}),
        p.get(numbers[1]),
    ],
)
class _All(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        answer = self.store.configure(account, phone_number, changes)
        for number in listed(self, account) if "friendlyName" in changes else ():
            self.store.configure(account, number, {"friendlyName": changes["friendlyName"]})
        return answer


@state(
    "configure-resets-method",
    "Every configuration sets the method of the status callback to POST.",
    REST,
    then({"friendlyName": "Other"}),
)
class _ResetsMethod(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {"statusCallbackMethod": "POST", **changes}


@state(
    "configure-copies-status",
    "A new status callback is written into the configuration as well.",
    REST,
    then({"statusCallback": "https://example.com/new"}),
)
class _Copies(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        if changes.get("statusCallback"):
            inner = within(changes, "configuration")
            changes["configuration"] = {**inner, "status_callback_url": changes["statusCallback"]}
        return changes


@state(
    "configure-sms-writes-voice",
    "A new URL of messages is written for calls as well.",
    REST,
    then({"configuration": {"sms": {"url": "https://example.com/new"}}}),
)
class _SmsWritesVoice(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        inner = within(changes, "configuration")
        if value_at(inner, "sms.url"):
            inner["voice"] = {**within(inner, "voice"), "url": inner["sms"]["url"]}
        return changes


@state(
    "configure-application-clears-url",
    "Setting an application for calls removes their URL.",
    "/components/schemas/Voice/properties/url: it has no effect while application_sid is set",
    then({"configuration": {"voice": {"application_sid": "AP" + "1" * 32}}}),
)
class _ClearsUrl(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        voice = within(changes, "configuration.voice")
        if voice.get("application_sid"):
            voice.setdefault("url", None)
        return changes


class _Text(Kept):
    """Another name is kept than the one that was sent."""

    def text(self, name: str) -> str | None:
        raise NotImplementedError

    def kept(self, before: Json, changes: Json) -> Json:
        name = changes.get("friendlyName")
        return {**changes, "friendlyName": self.text(name)} if isinstance(name, str) else changes


def _named(name: str) -> Callable[[Probe], object]:
    return lambda p: p.configure(p.bought(), {"friendlyName": name})


@state("name-trimmed", "White space around a name is lost.", NAME, _named("  two  words "))
class _Trimmed(_Text):
    def text(self, name: str) -> str:
        return name.strip()


@state("name-cut", "A name is cut after 32 characters.", NAME, _named("n" * 33))
class _Cut(_Text):
    def text(self, name: str) -> str:
        return name[:32]


@state("name-escaped", "A name is kept with the signs of HTML escaped.", NAME, _named("Smith & Sons <UK>"))
class _Escaped(_Text):
    def text(self, name: str) -> str:
        return escape(name)[:64]


@state("name-beyond-ascii-lost", "Letters beyond ASCII are kept as question marks.", NAME, _named("Zürich"))
class _Ascii(_Text):
    def text(self, name: str) -> str:
        return name.encode("ascii", "replace").decode()


@state(
    "name-beyond-the-plane-lost", "Characters beyond the first plane of Unicode are dropped.", NAME, _named("phone 📞")
)
class _Plane(_Text):
    def text(self, name: str) -> str:
        return "".join(letter for letter in name if ord(letter) < 0x10000)


@state(
    "name-normalised",
    "A name is kept in another normal form of Unicode, so that its characters differ.",
    NAME,
    _named("Å and ﬁ"),
)
class _Normalised(_Text):
    def text(self, name: str) -> str:
        return unicodedata.normalize("NFKC", name)


@state("name-empty-is-null", "An empty name is kept as none.", NAME, _named(""))
class _Empty(_Text):
    def text(self, name: str) -> str | None:
        return name or None


@state(
    "url-normalised",
    "The path of the status callback is kept in small letters.",
    "/components/schemas/ActiveNumber/properties/statusCallback",
    then(),
)
class _Url(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        url = changes.get("statusCallback")
        return {**changes, "statusCallback": url.lower()} if url else changes


@state(
    "application-in-capitals",
    "The identifier of a voice application is kept in capitals.",
    "/components/schemas/Voice/properties/application_sid",
    then(),
)
class _Capitals(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        voice = within(changes, "configuration.voice")
        if voice.get("application_sid"):
            voice["application_sid"] = voice["application_sid"].upper()
        return changes


@front(
    "state-price-can-be-configured",
    "state",
    "A price that is sent with a configuration becomes that of the number.",
    f"{CONFIGURE}: requestBody, the rest of a number is for the service to decide",
    lambda p: [number := p.bought(), p.configure(number, {"base_recurring_price": "0.0"}), p.get(number)],
)
async def _price(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if request.operation == "configure" and answer.status == 200 and "base_recurring_price" in request.json:
        memory[request.number] = request.json["base_recurring_price"]
    if request.operation in ("configure", "get") and answer.status == 200 and request.number in memory:
        answer.json = {**answer.json, "base_recurring_price": memory[request.number]}
    return answer


@state(
    "read-stale-once",
    "The first read after a configuration gives the number as it was before.",
    "getActiveNumber: the number as it stands",
    then({"friendlyName": "Other"}),
)
class _Stale(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        self.memory[account, phone_number] = self.store.get(account, phone_number)
        return self.store.configure(account, phone_number, changes)

    def get(self, account: str, phone_number: str) -> Json:
        found = self.store.get(account, phone_number)
        return self.memory.pop((account, phone_number), None) or found


@state(
    "list-stale",
    "The list has the names that the numbers had when they were bought.",
    "listActiveNumbers: the numbers that the account holds",
    then({"friendlyName": "Other"}),
)
class _ListStale(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        found = self.store.buy(account, phone_number, configuration)
        self.memory[phone_number] = found["friendlyName"]
        return found

    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        items = [{**item, "friendlyName": self.memory.get(item["phone_number"])} for item in found.items]
        return replace(found, items=items)


@state(
    "reading-changes",
    "Reading a number removes the method of its status callback.",
    "getActiveNumber: reading changes nothing",
    then({}),
)
class _ReadingChanges(Between):
    def get(self, account: str, phone_number: str) -> Json:
        found = self.store.get(account, phone_number)
        self.store.configure(account, phone_number, {"statusCallbackMethod": None})
        return found


@state(
    "listing-changes",
    "Listing removes the names of the numbers that are listed.",
    "listActiveNumbers: listing changes nothing",
    lambda p: [p.bought(), p.listing(), p.listing()],
)
class _ListingChanges(Between):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        for item in found.items:
            self.store.configure(account, str(item["phone_number"]), {"friendlyName": None})
        return found


@state(
    "update-lost",
    "Of two configurations that follow each other, the second undoes the first.",
    MERGE,
    then({"friendlyName": "Other"}, {"statusCallback": "https://example.com/other"}),
)
class _Lost(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        settings = ("friendlyName", "statusCallback", "statusCallbackMethod")
        found = self.store.get(account, phone_number)
        before = self.memory.get(phone_number, found)
        self.memory[phone_number] = found
        return self.store.configure(account, phone_number, {**{name: before[name] for name in settings}, **changes})
