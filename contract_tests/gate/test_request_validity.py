"""Whether the description allows a whole request, and what a text stands for."""

from __future__ import annotations

import pytest
from gate.served import described
from numbers_contract.checks.request_validity import allowed
from numbers_contract.description.near_misses import typed
from numbers_contract.http.exchange import Request

_ONE = "/Accounts/AC1/ActiveNumbers/PN%2B12025550123"
_BUY = "/Accounts/AC1/ActiveNumbers/?phoneNumber=%2B12025550123"
_JSON = (("Content-Type", "application/json"),)


def _allowed(method: str, target: str, body: bytes | None = None, headers: tuple[tuple[str, str], ...] = _JSON) -> bool:
    operation = described().operation(method, target.partition("?")[0])
    assert operation is not None
    return allowed(described().schemas, operation, Request(method, target, headers, body, operation))


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/api/AvailableNumbers", None),
        ("GET", "/api/AvailableNumbers?page=0&type=local", None),
        ("GET", _ONE, None),
        ("POST", _BUY, None),
        ("POST", _ONE, b'{"friendlyName":null,"unknown":[1]}'),
    ],
)
def test_what_the_description_allows(method: str, target: str, body: bytes | None) -> None:
    """Members that a body does not name are allowed, and a body that is not required may be missing."""
    assert _allowed(method, target, body)


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/api/AvailableNumbers?unknown=1", None),
        ("GET", "/api/AvailableNumbers?page=0&page=0", None),
        ("GET", "/api/AvailableNumbers?page=-1", None),
        ("GET", "/api/AvailableNumbers?page=01", None),
        ("GET", "/Accounts/AC1/ActiveNumbers/PN12025550123", None),
        ("POST", "/Accounts/AC1/ActiveNumbers/", None),
        ("POST", _ONE, None),
        ("POST", _ONE, b'{"friendlyName":5}'),
        ("POST", _ONE, b'{"friendlyName":'),
    ],
)
def test_what_the_description_does_not_allow(method: str, target: str, body: bytes | None) -> None:
    """One part that breaks the description is enough."""
    assert not _allowed(method, target, body)


def test_another_media_type_is_not_allowed() -> None:
    """A body is of the media type that the operation names."""
    assert not _allowed("POST", _ONE, b"{}", (("Content-Type", "text/plain"),))


@pytest.mark.parametrize("text", ["+5", " 5", "5_0", "05", "\u0665"])
def test_only_plain_digits_stand_for_an_integer(text: str) -> None:
    """What readers may take for a number or not stays a text, so that no filter is asked for it."""
    assert typed({"type": "integer"}, text) == text
    assert typed({"type": "integer"}, "-5") == -5
