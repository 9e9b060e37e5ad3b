"""A caller that makes the requests of a witness and keeps what a client can see of the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx

from gate_proof.faults.exchange import Json, loaded

ONE: Final = "AC-one"
TWO: Final = "AC-two"
TOKENS: Final = {ONE: "token-of-one", TWO: "token-of-two"}
PASSWORDS: Final = {ONE: "password-of-one", TWO: "password-of-two"}
FREE: Final = {"regulatory.address_requirements": "none", "lifecycle": "generally-available"}
_SHOWN: Final = ("content-type", "content-encoding", "allow", "location", "retry-after")
_ACTED: Final = re.compile(r"\+1...55501..")  # numbers that the sandbox acts out failures for


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client sees of an answer."""

    status: int
    value: Any
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes = field(default=b"", compare=False)

    @property
    def items(self) -> list[Json]:
        """The items of a page."""
        found: list[Json] = self.value["items"]
        return found

    @property
    def numbers(self) -> list[str]:
        """The numbers on a page."""
        return [item["phone_number"] for item in self.items]

    @property
    def meta(self) -> Json:
        """What a page says of itself."""
        found: Json = self.value["meta"]
        return found


class Probe:
    """A caller of one service."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def ask(self, method: str, path: str, **options: Any) -> Seen:  # noqa: ANN401  (httpx's)
        """Make a request; a path without a slash before it follows the base URL."""
        try:
            answer = self.client.request(method, path, **options)
            body = answer.content
        except (httpx.DecodingError, httpx.RemoteProtocolError, httpx.TimeoutException) as error:
            return Seen(0, type(error).__name__)
        value = loaded(body)
        headers = tuple((name, answer.headers[name]) for name in _SHOWN if name in answer.headers)
        return Seen(answer.status_code, value if value is not None else body, headers, body)

    def search(self, query: dict[str, object] | str | None = None, **options: Any) -> Seen:  # noqa: ANN401
        """Search."""
        return self.ask("GET", f"api/AvailableNumbers{_query(query)}", **options)

    def listing(self, query: dict[str, object] | str | None = None, account: str = ONE, **options: Any) -> Seen:  # noqa: ANN401
        """List."""
        return self.ask("GET", f"Accounts/{account}/ActiveNumbers/{_query(query)}", **options)

    def buy(self, number: str, body: object = None, account: str = ONE, **options: Any) -> Seen:  # noqa: ANN401
        """Buy."""
        options |= {} if body is None else {"json": body}
        return self.ask("POST", f"Accounts/{account}/ActiveNumbers/", params={"phoneNumber": number}, **options)

    def get(self, number: str, account: str = ONE, **options: Any) -> Seen:  # noqa: ANN401
        """Get."""
        return self.ask("GET", one(number, account), **options)

    def configure(self, number: str, changes: object, account: str = ONE, **options: Any) -> Seen:  # noqa: ANN401
        """Configure."""
        return self.ask("POST", one(number, account), json=changes, **options)

    def release(self, number: str, account: str = ONE, **options: Any) -> Seen:  # noqa: ANN401
        """Release."""
        return self.ask("DELETE", one(number, account), **options)

    def free(self, count: int = 1, **filters: str) -> list[str]:
        """Numbers that can be bought; two underscores in a name stand for a dot."""
        query = {**FREE, **{name.replace("__", "."): value for name, value in filters.items()}, "page_size": 200}
        found = [number for number in self.search(dict(query)).numbers if not _ACTED.fullmatch(number)]
        return found[:count]

    def bought(self, body: object = None, account: str = ONE, **filters: str) -> str:
        """A number that has just been bought."""
        number = self.free(1, **filters)[0]
        self.buy(number, body, account)
        return number

    def walk(self, query: dict[str, object] | None = None, account: str | None = None, most: int = 12) -> list[Seen]:
        """The pages of a search, or of an account's list, by their links; not more than `most`."""
        pages = [self.search(query) if account is None else self.listing(query, account)]
        while len(pages) < most and (following := pages[-1].meta["next_page_url"]):
            pages.append(self.ask("GET", following))
        return pages


def one(number: str, account: str = ONE) -> str:
    """The path of a number of an account."""
    return f"Accounts/{account}/ActiveNumbers/PN{quote(number, safe='+')}"


def _query(query: dict[str, object] | str | None) -> str:
    """A query with its question mark; text stays as it is, so that it can be malformed."""
    if query is None:
        return ""
    return f"?{query}" if isinstance(query, str) else f"?{urlencode(query, quote_via=quote)}"


def bearer(account: str) -> dict[str, str]:
    """The header of an account's token."""
    return {"authorization": f"Bearer {TOKENS[account]}"}
