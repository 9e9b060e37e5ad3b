"""Type checkers are content with the package, know what each call gives, and stop a wrong call before it is made."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from client.described import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "generated" / "numbers_api"
RIGHT = """
from datetime import timedelta
from decimal import Decimal
from typing import assert_type

from numbers_api import (
    UNSET, APIError, AsyncNumbersClient, CallOptions, NoNumberFound, NumbersClient, PriceExceeded,
    PurchaseOutcomeUnknown, RetryContract, Unset, contracts,
)
from numbers_api.errors import BadRequest, Charged
from numbers_api.models import (
    ActiveNumber, ActiveNumbersResponse, AvailableNumber, AvailableNumbersResponse, CallbackMethod, Configuration,
    NumberType, Voice,
)


def blocking() -> None:
    with NumbersClient(account_id="AC1", token="secret", headers=lambda operation: {"X-Op": operation}) as client:
        assert_type(client, NumbersClient)
        found = client.available_numbers.search(type="satellite", base_setup_price=Decimal("2.0"), page_size=5)
        assert_type(found.first_page(), AvailableNumbersResponse)
        for number in found:
            assert_type(number, AvailableNumber)
            assert_type(number.phone_number, str)
            assert_type(number.base_recurring_price, Decimal | None | Unset)
            assert_type(number.type, NumberType | None | Unset)
        voice = Voice(url="https://a.example", method=CallbackMethod.GET)
        bought = client.active_numbers.buy("+14155550123", voice=voice)
        assert_type(bought, ActiveNumber)
        client.active_numbers.buy(phone_number="+14155550123", status_callback_method="POST", status_callback_url=None)
        configuration = Configuration(voice=voice)
        changed = client.active_numbers.configure("+14155550123", friendly_name=None, configuration=configuration)
        assert_type(changed, ActiveNumber)
        assert_type(client.active_numbers.get("+14155550123"), ActiveNumber)
        client.active_numbers.release("+14155550123", account_id=UNSET)
        for page in client.active_numbers.list().pages():
            assert_type(page, ActiveNumbersResponse)
            assert_type(page.items, list[ActiveNumber])
        assert_type(client.with_options(timeout=timedelta(seconds=3).total_seconds()), NumbersClient)
        offer = next(iter(client.available_numbers.search(limit=1, deadline=5, headers={"X-Team": "a"})))
        limited = client.active_numbers.buy(offer, max_setup_price=Decimal(1), max_recurring_price="2.5", timeout=3.5)
        assert_type(limited.reconciled, bool)
        assert_type(client.active_numbers.buy.contract, RetryContract)
        assert_type(contracts["active_numbers.buy"].read_back, str | None)
        assert_type(client.purchases_in_doubt, tuple[PurchaseOutcomeUnknown, ...])
        options: CallOptions = {"max_retries": 0, "query": {"a": [1, "b"]}}
        assert_type(client.active_numbers.get("+14155550123", **options), ActiveNumber)


async def asynchronous() -> None:
    async with AsyncNumbersClient() as client:
        assert_type(await client.active_numbers.buy("+14155550123"), ActiveNumber)
        assert_type(await client.active_numbers.list(deadline=None), ActiveNumbersResponse)
        assert_type(await client.active_numbers.buy("+14155550123", max_setup_price=3, query={"a": True}), ActiveNumber)
        async for number in client.available_numbers.search():
            assert_type(number, AvailableNumber)


def failures(client: NumbersClient) -> None:
    try:
        client.active_numbers.buy("+14155550123")
    except NoNumberFound as error:
        refused: BadRequest = error
        assert_type(refused.charged, Charged)
    except APIError as error:
        assert_type(error.code, int | None)
        assert_type(error.retry_after, float | None)
    except PurchaseOutcomeUnknown as error:
        assert_type(error.phone_number, str | None)
    except PriceExceeded as error:
        assert_type(error.price, Decimal)
"""
# Every line with the mark is an error, and no other.
WRONG = """
from numbers_api import NumbersClient
from numbers_api.models import ActiveNumber, Voice

client = NumbersClient(account_id="AC1")
client.active_numbers.buy(5)  # wrong
client.active_numbers.buy()  # wrong
client.active_numbers.buy("+14155550123", status_callback_method="PUT")  # wrong
client.active_numbers.buy("+14155550123", colour="red")  # wrong
client.active_numbers.configure("+14155550123", "a name")  # wrong
client.available_numbers.search(base_setup_price=2.0)  # wrong
client.available_numbers.search("local")  # wrong
client.available_numbers.buy("+14155550123")  # wrong
Voice("https://a.example")  # wrong
ActiveNumber(phone_number=None)  # wrong
len(client.active_numbers.get("+14155550123").friendly_name)  # wrong
NumbersClient("https://numbers.test")  # wrong
NumbersClient(timeout="30")  # wrong
client.active_numbers.get("+14155550123", timeout="30")  # wrong
client.active_numbers.buy("+14155550123", max_setup_price=1.5)  # wrong
client.active_numbers.release("+14155550123", max_setup_price=1)  # wrong
client.active_numbers.list(colour="red")  # wrong
"""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a right and a wrong program of a user."""
    folder = tmp_path_factory.mktemp("programs")
    (folder / "right.py").write_text(RIGHT.lstrip(), "utf-8")
    (folder / "wrong.py").write_text(WRONG.lstrip(), "utf-8")
    return folder


@pytest.fixture(scope="module")
def faults_of_mypy(programs: Path) -> set[tuple[str, int]]:
    """File and line of each error that ``mypy --strict`` finds in the package and the programs."""
    options = ["--strict", "--config-file=", f"--cache-dir={programs / 'cache'}", "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, str(PACKAGE), "right.py", "wrong.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=programs)
    assert not done.stderr, done.stderr
    return {(name, int(line)) for name, line in re.findall(r"^(.+?):(\d+): error:", done.stdout, re.MULTILINE)}


@pytest.fixture(scope="module")
def faults_of_pyright(programs: Path) -> set[tuple[str, int]]:
    """File and line of each error that strict pyright finds in the package and the programs."""
    settings = {
        "typeCheckingMode": "strict",
        "include": [str(PACKAGE), "right.py", "wrong.py"],
        "extraPaths": [str(PACKAGE.parent)],
    }
    (programs / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    options = ["--pythonpath", sys.executable, "--project", str(programs), "--level", "error", "--outputjson"]
    command = [sys.executable, "-m", "basedpyright", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=programs)
    report: Any = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > len(list(PACKAGE.rglob("*.py")))
    return {
        (fault["file"].removeprefix(f"{programs}/"), fault["range"]["start"]["line"] + 1)
        for fault in report["generalDiagnostics"]
    }


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_package_and_a_right_program_are_clean(checker: str, request: pytest.FixtureRequest) -> None:
    """Strict checkers find nothing in the package, and agree with a program about the type of every result."""
    faults: set[tuple[str, int]] = request.getfixturevalue(f"faults_of_{checker}")

    assert sorted(fault for fault in faults if fault[0] != "wrong.py") == []


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_wrong_call_is_an_error_before_it_is_made(checker: str, request: pytest.FixtureRequest) -> None:
    """Wrong types, unknown, missing and misplaced arguments are errors on their own line, and nothing else is."""
    faults: set[tuple[str, int]] = request.getfixturevalue(f"faults_of_{checker}")
    lines = WRONG.lstrip().splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}

    assert {line for name, line in faults if name == "wrong.py"} == marked
