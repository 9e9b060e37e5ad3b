"""A description that grew gives a client that has grown, with nothing written by hand."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
from generator.drift import add_everything
from generator.generation import Workbench

if TYPE_CHECKING:
    from pathlib import Path

_PRELUDE = """
import asyncio, datetime, httpx, respx, warnings
from numbers_api import AsyncNumbersClient, ContractError, InvalidRequest, NumbersClient, ReservationExpired, Conflict
from numbers_api.models import ActiveNumber, Hold, Owner, ReservedNumber
from numbers_api.errors import APIError
base = "https://numbers.test/v1"
url = base + "/Accounts/AC1/ReservedNumbers"
settings = {"base_url": base, "account_id": "AC1"}
item = {"reservedAt": "2026-01-02T03:04:05Z", "state": "held", "labels": {"a": "b"}}
item["parent"] = {"reservedAt": "2025-01-02T03:04:05Z"}
item["owner"] = {"reservations": [{"reservedAt": "2024-01-02T03:04:05Z"}]}
query = b"reservedBefore=2026-01-02T03%3A04%3A05Z&tags=a%20b&tags=c&joined=1,2&state=held"
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree that the generator writes from the grown description."""
    bench = Workbench.make(tmp_path_factory.mktemp("drift"))
    document = bench.load()
    add_everything(document)
    bench.save(document)
    done = bench.run()
    assert (done.returncode, done.stderr) == (0, "")
    return bench.output


def _run(grown: Path, program: str) -> None:
    code = _PRELUDE + textwrap.dedent(program)
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(grown)})
    assert done.returncode == 0, done.stderr


def test_new_list_pages_in_both_clients(grown: Path) -> None:
    """The new list is a method of both clients, pages by itself, and sends dates, arrays, enumerations and headers."""
    _run(
        grown,
        """
        when = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
        filters = dict(reserved_before=when, tags=["a b", "c"], joined=[1, 2], state="held", x_trace="t1")
        pages = [{"items": [item], "meta": {"next_page_url": url + "?key=2"}}, {"items": [item, item], "meta": {}}]

        def check(route):
            sent = route.calls[-2].request
            assert sent.url.query == query, sent.url.query
            assert sent.headers["x-trace"] == "t1"
            assert route.calls[-1].request.url.query == b"key=2"

        with respx.mock:
            route = respx.get(url).mock(side_effect=[httpx.Response(200, json=page) for page in pages * 2])
            with NumbersClient(**settings) as client:
                found = list(client.reserved_numbers.list(**filters))
            check(route)

            async def main():
                async with AsyncNumbersClient(**settings) as client:
                    return [one async for one in client.reserved_numbers.list(**filters)]

            assert asyncio.run(main()) == found
            check(route)
        assert len(found) == 3 and found[0].reserved_at == when
        assert found[0].parent.reserved_at.year == 2025 and found[0].owner.reservations[0].reserved_at.year == 2024
        assert found[0].to_dict() == item
        for wrong in ({"state": "lost"}, {"tags": ["a"] * 4}, {"x_trace": "far too long"}, {"reserved_before": "soon"}):
            try:
                NumbersClient(**settings).reserved_numbers.list(**wrong)
            except InvalidRequest as error:
                assert error.field.split("/")[0] in wrong
            else:
                raise AssertionError(wrong)
        """,
    )


def test_new_body_error_code_and_deprecation(grown: Path) -> None:
    """The new body's members are keywords, the new code is an exception, and a deprecated operation warns."""
    _run(
        grown,
        """
        def refused(attempt):
            try:
                attempt()
            except ReservationExpired as error:
                return isinstance(error, Conflict) and error.code == 21999
            return False

        async def hold():
            await AsyncNumbersClient(**settings).reserved_numbers.hold(number="12")

        client = NumbersClient(**settings)
        late = httpx.Response(409, json={"code": 21999})
        with respx.mock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            route = respx.post(url).mock(side_effect=[httpx.Response(201, json=item), late, late])
            assert client.reserved_numbers.hold(number="12", until=None).state == "held"
            assert route.calls[0].request.content == b'{"number":"12","until":null}'
            assert refused(lambda: client.reserved_numbers.hold(number="12"))
            assert refused(lambda: asyncio.run(hold()))
        try:
            Hold.from_dict({"number": "12", "other": 1})
        except ContractError as error:
            assert error.path == ""
        else:
            raise AssertionError
        try:
            client.reserved_numbers.hold(number="12")
        except DeprecationWarning:
            pass
        else:
            raise AssertionError
        """,
    )


def test_new_field_is_typed_and_constrained(grown: Path) -> None:
    """A new property is a field of the model, held to its constraint."""
    _run(
        grown,
        """
        number = ActiveNumber.from_dict({"phone_number": "+14155550123", "nickName": "Bob"})
        assert number.nick_name == "Bob"
        try:
            ActiveNumber.from_dict({"phone_number": "+14155550123", "nickName": "Robert"})
        except ContractError as error:
            assert error.path == "/nickName"
        else:
            raise AssertionError
        """,
    )


def test_grown_package_type_checks(grown: Path, tmp_path: Path) -> None:
    """Mypy --strict is clean on the package that came out."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}"]
    done = subprocess.run([*command, str(grown / "numbers_api")], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
