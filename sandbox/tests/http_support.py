"""Numbers to buy, paths of an account, and the shape of errors, for all tests that speak HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

__all__ = ["active", "available", "bought", "numbers", "refusal"]


def numbers(account: str, *, documented: bool = False) -> str:
    """The path of an account's numbers, as normalised or as the vendor's document has it."""
    return f"/Account/{account}/ActiveNumbers/" if documented else f"/Accounts/{account}/ActiveNumbers/"


def active(account: str, number: str, *, documented: bool = False) -> str:
    """The path of one number of an account."""
    below = "ActiveNumbers/ActiveNumbers" if documented else "ActiveNumbers"
    return f"/Accounts/{account}/{below}/PN{quote(number)}"


def available(api: httpx.Client, count: int = 1, *, filters: Mapping[str, str] | None = None) -> list[str]:
    """Numbers that can be bought by anybody."""
    wanted = {"regulatory.address_requirements": "none", "lifecycle": "generally-available", **(filters or {})}
    answer = api.get("/api/AvailableNumbers", params={**wanted, "page_size": str(count)})
    assert answer.status_code == 200, answer.text
    found = [item["phone_number"] for item in answer.json()["items"]]
    assert len(found) == count
    return found


def bought(api: httpx.Client, account: str, number: str | None = None, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """A number that was just bought."""
    wanted = number or available(api)[0]
    answer = api.post(numbers(account), params={"phoneNumber": wanted}, **options)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refusal(answer: httpx.Response) -> tuple[int, int, str]:
    """Status, code and message of a refusal, which has the one shape that errors have."""
    body = answer.json()
    assert set(body) == {"code", "message", "status"}
    assert answer.headers["content-type"] == "application/json"
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"], body["message"]
