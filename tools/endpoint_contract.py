"""The half of `make contract` that holds an endpoint to the description: BASE_URL, or else the sandbox."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from command import GENERATED, ROOT, CommandError
from served_sandbox import ACCOUNTS, served_sandbox

sys.path.insert(0, str(ROOT / "contract_tests"))

from numbers_contract.command import check, leave
from numbers_contract.description.description import DescriptionError
from numbers_contract.http.accounts import Account
from numbers_contract.http.endpoint import Endpoint, Limits
from numbers_contract.purchases.journal import JournalError
from numbers_contract.reports.report import fragment, write_reports
from numbers_contract.settings import Settings, SettingsError, settings_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numbers_contract.reports.outcome import Outcome

__all__ = ["checked", "fragment", "leave", "of_the_sandbox", "write_reports"]

_REQUESTS = (
    200_000  # of a run against the sandbox, where they cost nothing; a run that goes round in circles still ends
)


def checked(environment: Mapping[str, str]) -> Outcome:
    """Hold the endpoint to the description.

    Raises:
        CommandError: a variable is not as it must be, or something that is needed is not there.
    """
    try:
        if environment.get("BASE_URL"):
            return check(settings_from({"DESCRIPTION": str(GENERATED / "openapi.yaml"), **environment}))
        with served_sandbox() as url:
            return check(of_the_sandbox(environment, url))
    except (SettingsError, DescriptionError, JournalError) as error:
        raise CommandError(str(error)) from None


def of_the_sandbox(environment: Mapping[str, str], url: str) -> Settings:
    """The settings of a run against the sandbox: seeds and effort as they are given; all the rest is known."""
    kept = {name: environment[name] for name in ("SEED", "SEEDS", "EFFORT") if name in environment}
    told = settings_from({**kept, "BASE_URL": url, "ACCOUNT_ID": ACCOUNTS[0]["id"]})
    accounts = tuple(Account(on_file=False, **account) for account in ACCOUNTS)
    endpoint = Endpoint(url, accounts, auth=True, exclusive=True)
    description = GENERATED.relative_to(ROOT) / "openapi.yaml"  # as a reader of the report finds it
    return Settings(endpoint, Limits(requests=_REQUESTS), told.seeds, told.effort, description=description)
