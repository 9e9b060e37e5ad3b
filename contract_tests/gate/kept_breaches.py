"""Servers that do not keep what they were told, or keep it too long."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from gate.breach import ONE, buys, does, on_list
from numbers_contract.description.json_pointer import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate.altered import Answer, Asked

__all__ = [
    "accounts_in_any_case",
    "empty_is_none",
    "finds_what_was_removed",
    "listed_when_released",
    "lists_the_named",
    "normal_form",
    "old_name",
    "takes_a_price",
    "without_messages",
]


def _changed(asked: Asked, answer: Answer, change: Callable[[Any], None]) -> Answer:
    """Change each number that an answer shows."""
    if answer.status == 200 and "/ActiveNumbers/" in asked.path and answer.json:
        shown = answer.json
        for item in shown.get("items", [shown]):
            change(item)
        answer.json = shown
    return answer


def without_messages(asked: Asked, answer: Answer) -> Answer:
    """What is held states nothing about messages."""

    def change(item: dict[str, Any]) -> None:
        item["capabilities"] = item["capabilities"] and {**item["capabilities"], "sms": None}

    return _changed(asked, answer, change)


def normal_form(asked: Asked, answer: Answer) -> Answer:
    """Names come back composed."""

    def change(item: dict[str, Any]) -> None:
        item["friendlyName"] = item.get("friendlyName") and unicodedata.normalize("NFC", item["friendlyName"])

    return _changed(asked, answer, change)


def empty_is_none(asked: Asked, answer: Answer) -> Answer:
    """An empty name comes back as none."""
    return _changed(asked, answer, lambda item: item.update(friendlyName=item.get("friendlyName") or None))


def takes_a_price(asked: Asked, answer: Answer) -> Answer:
    """A configuration decides the price."""
    prices: dict[str, str] = asked.memory.setdefault("prices", {})
    if does(asked, "POST") and answer.status == 200 and asked.json and "base_setup_price" in asked.json:
        prices[answer.json["phone_number"]] = asked.json["base_setup_price"]
    return _changed(
        asked,
        answer,
        lambda item: item.update(base_setup_price=prices.get(item["phone_number"], item["base_setup_price"])),
    )


def old_name(asked: Asked, answer: Answer) -> Answer:
    """Bought again, a number has the name of its former life."""
    names: dict[str, str] = asked.memory.setdefault("names", {})
    if buys(asked) and answer.status == 200 and answer.json["phone_number"] in names:
        answer.json = {**answer.json, "friendlyName": names[answer.json["phone_number"]]}
    if does(asked, "POST") and answer.status == 200:
        names[answer.json["phone_number"]] = answer.json["friendlyName"]
    return answer


def listed_when_released(asked: Asked, answer: Answer) -> Answer:
    """By its country alone, the list still finds what was released."""
    known: dict[str, Any] = asked.memory.setdefault("known", {})
    gone: set[str] = asked.memory.setdefault("gone", set())
    one = ONE.fullmatch(asked.path)
    if one is not None and answer.status == 200:
        if asked.method == "DELETE":
            gone.add(unquote(one[2]))
        elif answer.json:
            known[unquote(one[2])] = answer.json
    if on_list(asked) and answer.status == 200 and "iso_country=" in asked.query:
        page = answer.json
        page["items"] += [known[number] for number in gone & known.keys()]
        answer.json = page
    return answer


def finds_what_was_removed(asked: Asked, answer: Answer) -> Answer:
    """A number is found by every application that it ever had."""
    known: dict[str, Any] = asked.memory.setdefault("applications", {})
    if does(asked, "POST") and answer.status == 200:
        known.setdefault(str(get(answer.json, "/configuration/voice/application_sid")), answer.json)
    wanted = re.search(r"application_sid=([^&]*)", asked.query)
    if on_list(asked) and answer.status == 200 and wanted and not answer.json["items"]:
        item = known.get(unquote(wanted[1]))
        page = answer.json
        page["items"] = [item] if item else []
        answer.json = page
    return answer


def lists_the_named(asked: Asked, answer: Answer) -> Answer:
    """A list leaves out what has no name."""
    if on_list(asked) and answer.status == 200:
        page = answer.json
        page["items"] = [item for item in page["items"] if item["friendlyName"] is not None]
        answer.json = page
    return answer


def accounts_in_any_case(asked: Asked) -> Answer | None:
    """The account in capitals is the account."""
    asked.path = re.sub(r"/Accounts/[^/]+/", lambda found: found[0].replace("ONE", "one"), asked.path)
    return None
