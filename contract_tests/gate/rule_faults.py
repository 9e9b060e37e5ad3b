"""One broken server for each rule: what it does wrong, and the checks that have to notice.

Each is a change of the requests or the answers of the correct sandbox.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import unquote

from gate.altered import Answer, Asked
from gate.breach import OFFER, ONE, Breach, buys, does, on_list, on_offer
from gate.kept_breaches import (
    accounts_in_any_case,
    empty_is_none,
    finds_what_was_removed,
    listed_when_released,
    lists_the_named,
    normal_form,
    old_name,
    takes_a_price,
    without_messages,
)

__all__ = ["BREACHES"]


def _error(status: int, code: int, **headers: str) -> Answer:
    found = [("content-type", "application/json"), *((name.replace("_", "-"), text) for name, text in headers.items())]
    answer = Answer(status, found)
    answer.json = {"code": code, "message": "No.", "status": status}
    return answer


def _silent(asked: Asked, answer: Answer) -> Answer | None:
    return None if does(asked, "GET") else answer


def _fails(asked: Asked, answer: Answer) -> Answer:
    return _error(500, 1) if does(asked, "GET") and answer.status == 200 else answer


def _status(asked: Asked, answer: Answer) -> Answer:
    answer.status = 201 if buys(asked) and answer.status == 200 else answer.status
    return answer


def _redirect(asked: Asked, answer: Answer) -> Answer:
    if on_offer(asked) and "page_size" not in asked.query:
        return Answer(307, [("location", f"{OFFER}?page_size=50")])
    return answer


def _no_retry_after(asked: Asked) -> Answer | None:
    if does(asked, "GET") and not asked.memory.setdefault("throttled", False):
        asked.memory["throttled"] = True
        return _error(429, 1)
    return None


def _media_type(asked: Asked, answer: Answer) -> Answer:
    if on_list(asked):
        answer.drop("content-type")
        answer.headers.append(("content-type", "text/html"))
    return answer


def _no_json(_: Asked, answer: Answer) -> Answer:
    if answer.status == 404 and answer.body:
        answer.body = answer.body[:-1] + b',"code":1}'
    return answer


def _schema(asked: Asked, answer: Answer) -> Answer:
    if does(asked, "GET") and answer.status == 200:
        answer.json = {**answer.json, "surprise": 1}
    return answer


def _error_status(_: Asked, answer: Answer) -> Answer:
    if answer.status == 404 and answer.json:
        answer.json = {**answer.json, "status": 400}
    return answer


def _body_after_nothing(asked: Asked, answer: Answer) -> Answer:
    if does(asked, "DELETE") and answer.status == 200:
        answer.status, answer.body = 200, b"{}"
        answer.headers.append(("content-type", "application/json"))
    return answer


def _refuses_the_largest(asked: Asked) -> Answer | None:
    return _error(400, 1) if re.search(r"page_size=1000(&|$)", asked.query) else None


def _ignores_case_of_values(asked: Asked) -> Answer | None:
    asked.query = re.sub(r"(iso_country=)([a-z]{2})", lambda found: found[1] + found[2].upper(), asked.query)
    return None


def _not_allowed(_: Asked, answer: Answer) -> Answer:
    if answer.status == 405:
        answer.drop("allow")
        answer.headers.append(("allow", "GET, PUT"))
    return answer


def _catch_all(asked: Asked, answer: Answer) -> Answer:
    return (
        Answer(200, [("content-type", "text/html")], b"hello")
        if answer.status == 404 and not ONE.fullmatch(asked.path)
        else answer
    )


def _any_type(asked: Asked) -> Answer | None:
    if asked.body and asked.headers.get("content-type", "").startswith("text/"):
        asked.headers["content-type"] = "application/json"
    return None


def _any_accept(asked: Asked) -> Answer | None:
    asked.headers.pop("accept", None)
    return None


def _literal_path(asked: Asked) -> Answer | None:
    return _error(404, 1) if does(asked, "GET") and "%2b" in asked.path else None


def _called_gzip(asked: Asked, answer: Answer) -> Answer:
    if does(asked, "GET") and answer.status == 200:
        answer.headers.append(("content-encoding", "gzip"))
    return answer


def _other_head(asked: Asked) -> Answer | None:
    return Answer(204) if asked.method == "HEAD" else None


def _forgets_a_filter(asked: Asked) -> Answer | None:
    asked.query = re.sub(r"&?capabilities\.SMS\.gsm7=[^&]*", "", asked.query)
    return None


def _forgets_one_of_two(asked: Asked) -> Answer | None:
    if "geography.iso_country=" in asked.query:
        asked.query = re.sub(r"(^|&)type=[^&]*", "", asked.query).strip("&")
    return None


def _ends_in_a_circle(asked: Asked, answer: Answer) -> Answer:
    if on_offer(asked) and answer.status == 200:
        page = answer.json
        page["meta"]["next_page_url"] = page["meta"]["next_page_url"] or page["meta"]["first_page_url"]
        answer.json = page
    return answer


def _one_too_few(asked: Asked, answer: Answer) -> Answer:
    if on_offer(asked) and answer.status == 200 and "page_size=3" in asked.query:
        page = answer.json
        page["items"] = page["items"][:2]
        answer.json = page
    return answer


def _links_forget(asked: Asked, answer: Answer) -> Answer:
    if on_list(asked) and answer.status == 200:
        page = answer.json
        page["meta"]["previous_page_url"] = page["meta"]["first_page_url"]
        answer.json = page
    return answer


def _counts_from_one(asked: Asked) -> Answer | None:
    def less(found: re.Match[str]) -> str:
        return f"{found[1]}{max(0, int(found[2]) - 1)}"

    if "key=" not in asked.query:
        asked.query = re.sub(r"((?:^|&)page=)([0-9]{1,3})(?=&|$)", less, asked.query)
    return None


def _wrong_meta(asked: Asked, answer: Answer) -> Answer:
    if on_offer(asked) and answer.status == 200:
        page = answer.json
        page["meta"]["page_size"] = 50
        answer.json = page
    return answer


def _offsets(asked: Asked, answer: Answer) -> Answer:
    """The links count items instead of naming a position: a purchase shifts what follows."""
    if answer.status == 200 and (on_offer(asked) or on_list(asked)):
        page = answer.json
        for name, link in page["meta"].items():
            if name != "url" and isinstance(link, str) and "key=" in link:
                page["meta"][name] = re.sub(r"&key=[^&]*", "", link)
        answer.json = page
    return answer


def _forgets_the_settings(asked: Asked) -> Answer | None:
    if buys(asked):
        asked.body = b""
        asked.headers.pop("content-length", None)
    return None


def _lists_less(asked: Asked, answer: Answer) -> Answer:
    if on_list(asked) and answer.status == 200 and len(answer.json["items"]) > 1:
        page = answer.json
        page["items"] = page["items"][1:]
        answer.json = page
    return answer


def _still_on_offer(asked: Asked, answer: Answer) -> Answer:
    wanted = re.search(r"(?:^|&)phone_number=([^&]*)", asked.query)
    if on_offer(asked) and answer.status == 200:
        page = answer.json
        known: dict[str, Any] = asked.memory.setdefault("offers", {})
        known.update({item["phone_number"]: item for item in page["items"]})
        if wanted and not page["items"] and unquote(wanted[1]) in known and asked.query.count("&") == 0:
            page["items"] = [known[unquote(wanted[1])]]
            answer.json = page
    return answer


def _null_is_nothing(asked: Asked) -> Answer | None:
    """A setting that should be removed stays."""
    members: Any = asked.json
    if does(asked, "POST") and members:
        asked.body = json.dumps({name: members[name] for name in members if members[name] is not None}).encode()
    return None


def _keeps_what_was_released(asked: Asked) -> Answer | None:
    return Answer(200) if does(asked, "DELETE") else None


def _remembers_names(asked: Asked, answer: Answer) -> Answer:
    """Bought again, a number has a setting of its former life."""
    if buys(asked) and answer.status == 200:
        number = answer.json
        sold: set[str] = asked.memory.setdefault("sold", set())
        if number["phone_number"] in sold:
            number["statusCallback"] = "https://example.com/former"
            answer.json = number
        sold.add(number["phone_number"])
    return answer


def _touches_another(asked: Asked, answer: Answer) -> Answer:
    """Once something was configured, another number of the account shows its name as well."""
    if does(asked, "POST") and answer.status == 200 and asked.json:
        asked.memory["name"] = answer.json.get("friendlyName")
        asked.memory["number"] = answer.json["phone_number"]
    if on_list(asked) and answer.status == 200 and "name" in asked.memory:
        page = answer.json
        for item in page["items"]:
            item["friendlyName"] = asked.memory["name"]
        answer.json = page
    return answer


def _refuses_too_late(asked: Asked, answer: Answer) -> Answer:
    """A forbidden change is refused after it was made: the number is renamed all the same."""
    if does(asked, "POST") and answer.status == 400:
        asked.memory["renamed"] = True
    if on_list(asked) and answer.status == 200 and asked.memory.get("renamed"):
        page = answer.json
        for item in page["items"]:
            item["friendlyName"] = "renamed"
        answer.json = page
    return answer


def _never_the_same(asked: Asked, answer: Answer) -> Answer:
    if does(asked, "GET") and answer.status == 200:
        asked.memory["reads"] = asked.memory.get("reads", 0) + 1
        answer.json = {**answer.json, "statusCallback": f"https://example.com/{asked.memory['reads']}"}
    return answer


def _sells_twice(asked: Asked, answer: Answer) -> Answer:
    if buys(asked):
        sold: dict[str, Any] = asked.memory.setdefault("sold", {})
        number = unquote(asked.query.partition("=")[2])
        if answer.status == 200:
            sold[number] = answer.json
        elif answer.status == 400 and number in sold:
            again = Answer(200, [("content-type", "application/json")])
            again.json = sold[number]
            return again
    return answer


def _other_code(asked: Asked, answer: Answer) -> Answer:
    if buys(asked) and answer.status == 400 and answer.json["code"] == 21452:
        answer.json = {**answer.json, "code": 21650}
    return answer


def _other_reason(asked: Asked, answer: Answer) -> Answer:
    if buys(asked) and answer.status == 400 and answer.json["code"] == 21650:
        answer.json = {**answer.json, "code": 21452}
    return answer


def _no_walls(asked: Asked) -> Answer | None:
    """Whoever asks for a number by its key gets it, under any account."""
    owners: dict[str, str] = asked.memory.setdefault("owners", {})
    if buys(asked):
        owners.setdefault(unquote(asked.query.partition("=")[2]), asked.path.split("/")[2])
    one = ONE.fullmatch(asked.path)
    if one is not None and asked.method == "GET" and unquote(one[2]) in owners:
        asked.path = f"/Accounts/{owners[unquote(one[2])]}/ActiveNumbers/PN{one[2]}"
    return None


def _open_list(asked: Asked) -> Answer | None:
    if on_list(asked) and "authorization" not in asked.headers:
        asked.headers["authorization"] = "Bearer secret-of-one"
    return None


def _any_account(asked: Asked) -> Answer | None:
    if does(asked, "GET") and asked.headers.get("authorization") == "Bearer secret-of-two" and "/one/" in asked.path:
        asked.headers["authorization"] = "Bearer secret-of-one"
    return None


def _slow_filter(asked: Asked) -> None:
    if on_offer(asked) and "lifecycle=" in asked.query:
        time.sleep(0.6)


def _reach_in_small_letters(asked: Asked) -> Answer | None:
    asked.query = asked.query.replace("reachability=global", "reachability=Global")
    return None


def _zero_before(asked: Asked) -> Answer | None:
    asked.query = re.sub(r"(price=)0+(?=[0-9])", r"\1", asked.query)
    return None


_LIFE = ("catalogue", "first-purchase")

BREACHES: dict[str, Breach] = {
    "no answer to a read": Breach("complete-response", _LIFE, after=_silent),
    "a read fails": Breach("no-server-error", _LIFE, after=_fails),
    "a purchase is answered 201": Breach("status", _LIFE, after=_status),
    "a search without a size is redirected": Breach("redirect", (*_LIFE, "pagination"), after=_redirect),
    "429 without Retry-After": Breach("headers", _LIFE, before=_no_retry_after),
    "a list is HTML": Breach("media-type", _LIFE, after=_media_type),
    "an error has a key twice": Breach("json", (*_LIFE, "business-rejections"), after=_no_json),
    "a number has an unknown member": Breach("schema", _LIFE, after=_schema),
    "an error repeats another status": Breach("error-status", (*_LIFE, "business-rejections"), after=_error_status),
    "a release has a body": Breach("schema", (*_LIFE, "release-all"), after=_body_after_nothing),
    "the largest page is refused": Breach("accepts-valid", _LIFE, before=_refuses_the_largest),
    "a country may be in small letters": Breach("rejects-invalid", ("parameters",), before=_ignores_case_of_values),
    "a reach may be in small letters": Breach("rejects-invalid", ("parameters",), before=_reach_in_small_letters),
    "a price may begin with zeros": Breach("rejects-invalid", ("parameters",), before=_zero_before),
    "Allow lists what is not there": Breach("methods", ("methods",), after=_not_allowed),
    "every unknown path is found": Breach("unknown-paths", ("unknown-paths",), after=_catch_all),
    "plain text is taken for JSON": Breach("body-format", (*_LIFE, "request-bodies"), before=_any_type),
    "Accept is ignored": Breach("accept-header", ("content-negotiation",), before=_any_accept),
    "small hexadecimal digits are another path": Breach("url-encoding", (*_LIFE, "url-encoding"), before=_literal_path),
    "plain text is called gzip": Breach("content-coding", _LIFE, after=_called_gzip),
    "HEAD has another status": Breach("head-and-conditional", ("head-and-conditional",), before=_other_head),
    "a filter is ignored": Breach("filters", ("catalogue", "filters"), before=_forgets_a_filter),
    "one filter switches another off": Breach(
        "filter-combinations", ("catalogue", "filters", "filter-combinations"), before=_forgets_one_of_two
    ),
    "the last page leads to the first": Breach("pages", ("catalogue",), after=_ends_in_a_circle),
    "a page is too short": Breach("page-size", ("catalogue", "pagination"), after=_one_too_few),
    "the first page has a previous one": Breach("page-links", _LIFE, after=_links_forget),
    "pages count from one": Breach("page-numbers", ("catalogue", "pagination"), before=_counts_from_one),
    "an answer says another size": Breach("page-meta", ("catalogue",), after=_wrong_meta),
    "links count items": Breach("pages-stable", (*_LIFE, "pagination-under-writes"), after=_offsets),
    "a purchase forgets the settings": Breach("created", (*_LIFE, "varied-purchases"), before=_forgets_the_settings),
    "what is bought has lost its messages": Breach("created", _LIFE, after=without_messages),
    "a name is brought into normal form": Breach("configured", (*_LIFE, "configure"), after=normal_form),
    "an empty name is none": Breach("configured", (*_LIFE, "configure"), after=empty_is_none),
    "a price can be configured": Breach("configured", (*_LIFE, "configure"), after=takes_a_price),
    "a number remembers its name": Breach("created", (*_LIFE, "business-rejections"), after=old_name),
    "what was released is listed by its country": Breach(
        "released", (*_LIFE, "business-rejections"), after=listed_when_released
    ),
    "a filter finds what was removed": Breach("filters", (*_LIFE, "configure"), after=finds_what_was_removed),
    "the list leaves out what has no name": Breach("owned-is-listed", (*_LIFE, "configure"), after=lists_the_named),
    "accounts may be in any case": Breach("isolation", (*_LIFE, "business-rejections"), before=accounts_in_any_case),
    "the list lacks a number": Breach("owned-is-listed", (*_LIFE, "varied-purchases"), after=_lists_less),
    "what is held is on offer": Breach("sold-not-listed", _LIFE, after=_still_on_offer),
    "null changes nothing": Breach("configured", (*_LIFE, "configure"), before=_null_is_nothing),
    "a release does nothing": Breach("released", (*_LIFE, "release-all"), before=_keeps_what_was_released),
    "a number remembers its settings": Breach("clean-resale", (*_LIFE, "business-rejections"), after=_remembers_names),
    "configuring renames every number": Breach(
        "no-side-effects", (*_LIFE, "varied-purchases", "configure"), after=_touches_another
    ),
    "a refused change is made": Breach("rejected-unchanged", (*_LIFE, "request-bodies"), after=_refuses_too_late),
    "reading changes a number": Breach(
        "safe-methods", (*_LIFE, "varied-purchases", "random-walk"), after=_never_the_same
    ),
    "a number is sold twice": Breach("sold-once", (*_LIFE, "business-rejections"), after=_sells_twice),
    "a refusal has another code": Breach("error-code", (*_LIFE, "business-rejections"), after=_other_code),
    "requirements are refused as missing": Breach("error-code", (*_LIFE, "business-rejections"), after=_other_reason),
    "another account can read": Breach("isolation", (*_LIFE, "business-rejections"), before=_no_walls),
    "the list needs no credentials": Breach("authentication", (*_LIFE, "authentication"), before=_open_list, auth=True),
    "a filter is slow": Breach("response-time", ("catalogue", "filters"), before=_slow_filter),
    "credentials open another account": Breach(
        "authorization", (*_LIFE, "authentication"), before=_any_account, auth=True
    ),
}
