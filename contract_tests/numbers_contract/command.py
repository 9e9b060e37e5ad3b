"""The commands: hold an endpoint to the description, and give back what runs that crashed have bought.

Exit status: 0 the contract holds; 1 it is broken; 2 it could not be checked.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .description.description import Description, DescriptionError
from .http.endpoint import Limits
from .http.guards import OpenGuard, ReadOnlyGuard
from .http.session import Session
from .purchases.cleanup import release
from .purchases.journal import Journal, JournalError, left_behind
from .purchases.spending_guard import SpendingGuard
from .reports.holdings import Holding, Released
from .reports.outcome import Outcome
from .reports.progress import Progress
from .reports.report import write_reports
from .run import Options, run
from .settings import NAMES, Settings, SettingsError, settings_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from .reports.result import Result

__all__ = ["check", "clean_up", "leave", "main"]

_PATIENCE = 300.0  # seconds that may be waited to give numbers back: each that stays costs money


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: those of the command line, without its name; by default those of this process.

    Returns:
        The exit status.
    """
    options = _parser().parse_args(arguments)
    try:
        settings = settings_from(os.environ)
        if options.command == "cleanup":
            return clean_up(settings)
        outcome = check(settings)
    except (SettingsError, DescriptionError, JournalError) as error:
        print(f"contract: could not be checked: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("contract: interrupted: `cleanup` gives back whatever this run could not", file=sys.stderr)
        return 2
    write_reports(outcome, options.report)
    print(f"contract: {outcome.line}; report: {options.report / 'index.html'}")
    return outcome.code


def check(settings: Settings, out: TextIO | None = None) -> Outcome:
    """Hold the endpoint to the description, with every seed; everything bought is given back at the end.

    An endpoint that nobody else uses, such as a sandbox, may be changed freely, and its numbers are shown whole.

    Raises:
        DescriptionError: the description cannot be used.
        JournalError: purchases are allowed and cannot be written down.
    """
    description = Description.read(settings.description)
    outcome = Outcome(description, settings.endpoint, private=not settings.endpoint.exclusive)
    progress = Progress(out or sys.stderr, total=len(settings.seeds), public=outcome.public)
    limits = Limits(settings.limits.rate, settings.limits.requests)
    for seed in settings.seeds:
        progress.seed(seed)
        result, released = _one(description, settings, seed, limits, progress)
        limits.not_before = result.not_before
        outcome.add(result, released)
    return outcome


def _one(
    description: Description, settings: Settings, seed: int, limits: Limits, progress: Progress
) -> tuple[Result, Released | None]:
    options = Options(limits=limits, guard=ReadOnlyGuard(), effort=settings.effort)
    if settings.endpoint.exclusive:
        options.guard = OpenGuard()
    if settings.endpoint.exclusive or settings.max_spend is None:
        return run(description, settings.endpoint, seed, options, progress), None
    url = settings.endpoint.base_url
    with closing(Journal(settings.journal, url)) as journal:
        share = settings.max_spend / len(settings.seeds)
        guard = SpendingGuard(description, journal, url, share)
        options.guard = guard
        not_before = 0.0
        try:
            result = run(description, settings.endpoint, seed, options, progress)
            not_before = result.not_before
        finally:  # also when the run ends by an error or by Control-C
            progress.say("giving back what was bought")
            released = _give_back(description, settings, guard.holdings, journal, not_before)
            released.left += [
                (
                    Holding(url, account, key, sure=False),
                    "it appeared after a purchase that named no number: look at it",
                )
                for account, key in guard.unclaimed
            ]
        return result, released


def _give_back(
    description: Description, settings: Settings, holdings: list[Holding], journal: Journal, not_before: float = 0.0
) -> Released:
    limits = Limits(settings.limits.rate, 200 + 10 * len(holdings), patience=_PATIENCE, not_before=not_before)
    with closing(Session(settings.endpoint, limits)) as session:
        return release(description, session, holdings, lambda one: journal.write("released", one.account, one.key))


def clean_up(settings: Settings, out: TextIO | None = None) -> int:
    """Give back what earlier runs may still hold.

    Returns:
        0 nothing is left; 1 something is; 2 a run is still going on.

    Raises:
        DescriptionError: the description cannot be used.
        JournalError: a journal cannot be read or written.
    """
    out = out or sys.stdout
    holdings, busy = left_behind(settings.journal)
    here = [one for one in holdings if one.base_url == settings.endpoint.base_url]
    elsewhere = len(holdings) - len(here)
    released = Released()
    if here:
        description = Description.read(settings.description)
        with closing(Journal(settings.journal, settings.endpoint.base_url)) as journal:
            released = _give_back(description, settings, here, journal)
    said = f"{len(released.released)} given back, {len(released.absent)} were not held, {len(released.left)} left"
    print(f"contract-cleanup: {said}", file=out)
    for holding, reason in released.left:
        print(f"contract-cleanup: {masked(holding.key)} of {holding.account}: {reason}", file=out)
    if elsewhere:
        print(f"contract-cleanup: {elsewhere} were bought at other endpoints: run again with their BASE_URL=", file=out)
    for path in busy:
        print(f"contract-cleanup: {path}: a run is still going on: run again when it has ended", file=out)
    return 1 if released.left or elsewhere else 2 if busy else 0


def masked(number: str) -> str:
    """A number for people: what tells it from others, not the whole of it."""
    return f"{number[:5]}***{number[-2:]}" if len(number) > 7 else "***"


def _parser() -> argparse.ArgumentParser:
    text = "\n".join(f"  {name:<17} {says}" for name, says in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="numbers-contract",
        description=__doc__,
        epilog=f"variables:\n{text}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    one = commands.add_parser("check", help="hold BASE_URL to the description")
    one.add_argument("--report", type=Path, default=Path("build/contract"), help="folder of the reports (%(default)s)")
    two = commands.add_parser("cleanup", help="give back what earlier runs may still hold")
    two.set_defaults(report=Path("build/contract"))
    return parser


def leave(code: int) -> NoReturn:
    """End this process at once: to take the memory of a run apart takes a second, and nobody needs it any more."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(code)
