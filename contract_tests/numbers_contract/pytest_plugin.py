"""`pytest --numbers-base-url=…`: the checks of an endpoint beside a project's own tests, one test for each seed.

With pytest-xdist the seeds are divided among the workers. Nothing of the gate is imported without the option, since
every run of pytest loads this module.
"""

from __future__ import annotations

import dataclasses
import io
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .reports.outcome import Outcome
    from .settings import Settings

__all__ = ["pytest_addoption", "pytest_collection_modifyitems"]

_PREFIX = "NUMBERS_CONTRACT_"
_CLIENTS = {"ACCOUNT_ID": "NUMBERS_API_ACCOUNT_ID", "TOKEN": "NUMBERS_API_TOKEN"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("numbers-contract", "the contract of the Numbers API")
    group.addoption("--numbers-base-url", metavar="URL", help="hold this endpoint to the description as well")
    group.addoption(
        "--numbers-set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a setting such as SEEDS=4, PURCHASES=allow or MAX_SPEND=5; each is also read from NUMBERS_CONTRACT_NAME,"
        " and the account and its token from NUMBERS_API_ACCOUNT_ID and NUMBERS_API_TOKEN",
    )


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each seed, behind the project's own."""
    url = config.getoption("--numbers-base-url")
    if not url:
        return
    from .settings import SettingsError, settings_from  # noqa: PLC0415  (see above)

    try:
        settings = settings_from(_environment(str(url), config.getoption("--numbers-set") or []))
    except SettingsError as error:
        raise pytest.UsageError(f"numbers-contract: {error}") from None
    items.extend(
        SeedItem.from_parent(session, name=f"numbers-contract[seed-{seed}]", settings=settings, seed=seed)  # pyright: ignore[reportUnknownMemberType]
        for seed in settings.seeds
    )


def _environment(url: str, pairs: list[str]) -> dict[str, str]:
    from .settings import NAMES  # noqa: PLC0415

    found = {name: os.environ[other] for name, other in _CLIENTS.items() if other in os.environ}
    found |= {name: os.environ[_PREFIX + name] for name in NAMES if _PREFIX + name in os.environ}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name not in NAMES:
            raise pytest.UsageError(
                f"--numbers-set {pair.partition('=')[0]}: not NAME=VALUE with one of {', '.join(NAMES)}"
            )
        found[name] = value
    return {**found, "BASE_URL": url}


class ContractBroken(Exception):  # noqa: N818  (it says what happened)
    """The endpoint breaks the contract, or could not be held to it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.line)
        self.outcome = outcome


class SeedItem(pytest.Item):
    """The whole gate with one seed."""

    def __init__(self, *, settings: Settings, seed: int, **more: Any) -> None:
        super().__init__(**more)  # pyright: ignore[reportUnknownMemberType]  (untyped there)
        share = None if settings.max_spend is None else settings.max_spend / len(settings.seeds)
        self._settings = dataclasses.replace(settings, seeds=(seed,), max_spend=share)

    def runtest(self) -> None:
        """Hold the endpoint to the description.

        Raises:
            ContractBroken: it breaks it, or could not be held to it.
        """
        from .command import check  # noqa: PLC0415

        log = io.StringIO()
        outcome = check(self._settings, log)
        self.add_report_section("call", "numbers-contract", log.getvalue())
        missed = [f"{one.rule} {one.operation}: {outcome.public(one.why)}" for one in outcome.skipped]
        if missed:
            self.add_report_section("call", "not checked", "\n".join(missed))
            self.user_properties.append(("not checked", len(missed)))
        if outcome.code:
            raise ContractBroken(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings in place of a traceback."""
        from .reports.report import text  # noqa: PLC0415

        if not isinstance(excinfo.value, ContractBroken):
            return super().repr_failure(excinfo, style)
        outcome = excinfo.value.outcome
        found = [text(outcome, finding) for finding in outcome.findings if not finding.warning]
        return "\n\n".join([f"The contract {outcome.line}", *found])

    def reportinfo(self) -> tuple[Path, None, str]:
        """What a report calls it."""
        return self.path, None, f"{self.name}: {self._settings.endpoint.base_url}"
