"""The command ``numbers-sandbox``.

Exit status: 0 stopped by SIGINT or SIGTERM; 2 an argument, the address or the database is not as it must be.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from .app import BODY_LIMIT, Endpoint
from .control.app import control_app
from .server import address, bind, serve
from .store.accounts import is_account
from .store.errors import StoreError
from .store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["main"]

_DEFAULT_DATABASE = "numbers-sandbox.db"
_MOST_NUMBERS = 10_000_000
_LAST_PORT = 65535
_BAR = 40  # characters
_PROGRESS_FROM = 100_000  # numbers; fewer are stored before one could read a bar


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: those of the command line, without its name; by default those of this process.

    Returns:
        The exit status.
    """
    options = _parser().parse_args(arguments)
    logging.basicConfig(format="numbers-sandbox: %(message)s", stream=sys.stderr)
    try:
        _serve(options)
    except (OSError, ValueError, StoreError) as error:
        print(f"numbers-sandbox: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        print(f"numbers-sandbox: {error}; install numbers-api-sandbox[postgresql]", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while the catalogue is made; from then on the server sees the signal
        return 0
    return 0


def _serve(options: argparse.Namespace) -> None:
    with bind(options.host, options.port) as listening, closing(_store(options)) as store:
        for account, token in options.account:
            store.put_account(account, token=token)
        endpoint = Endpoint(store, require_auth=options.require_auth, body_limit=options.body_limit)
        endpoint.control = control_app(endpoint, options.control_token)
        line = f"numbers-sandbox: state in {_shown(options.database)}, ready at {address(listening)}"
        serve(endpoint, listening, lambda: print(line, flush=True))


def _store(options: argparse.Namespace) -> Store:
    return Store.open(
        database_url(options.database),
        seed=options.seed,
        numbers=options.numbers,
        quarantine=options.quarantine,
        progress=_bar if options.numbers >= _PROGRESS_FROM and sys.stderr.isatty() else None,
    )


def database_url(text: str) -> str:
    """The SQLAlchemy URL for what was given: a URL as it is, `memory`, or the path of an SQLite file."""
    if text == "memory":
        return "sqlite://"
    if re.match(r"[a-z][a-z0-9+]*://", text):
        return text
    return f"sqlite:///{Path(text)}"


def _shown(database: str) -> str:
    """The database without its password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", database)


def _bar(done: int, total: int) -> None:
    filled = _BAR * done // total
    end = "\n" if done >= total else ""
    print(
        f"\r{'█' * filled}{'░' * (_BAR - filled)} {done:,} of {total:,} numbers", end=end, file=sys.stderr, flush=True
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="numbers-sandbox", description="An endpoint that behaves like the Numbers API, failures included."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    command = commands.add_parser("serve", help="answer requests until stopped; the first line ends with the URL")
    _add_options(command.add_argument)
    return parser


def _add_options(add: Callable[..., object]) -> None:
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add(
        "--port",
        type=_whole(0, _LAST_PORT),
        default=8080,
        help="port to listen on, 0 for any that is free (%(default)s)",
    )
    database = "where the state is: a file, memory, or a URL such as postgresql+psycopg://user@host/name (%(default)s)"
    add("--database", default=_DEFAULT_DATABASE, help=database)
    add("--numbers", type=_whole(1, _MOST_NUMBERS), default=10_000, help="size of a new catalogue (%(default)s)")
    add("--seed", type=_whole(0, 2**31 - 1), default=1, help="which catalogue a new one is (%(default)s)")
    quarantine = "seconds until a released number is on offer again (%(default)s)"
    add("--quarantine", type=_seconds, default=60.0, metavar="SECONDS", help=quarantine)
    add("--require-auth", action="store_true", help="let in known accounts only, by their token or password")
    account = "register an account, with a token as ID:TOKEN; may be repeated"
    add("--account", type=_account, action="append", default=[], metavar="ID[:TOKEN]", help=account)
    control = (
        "ask for this token below /_sandbox, and open it to more than the loopback (or NUMBERS_SANDBOX_CONTROL_TOKEN)"
    )
    add(
        "--control-token",
        type=_token,
        default=os.environ.get("NUMBERS_SANDBOX_CONTROL_TOKEN") or None,
        metavar="TOKEN",
        help=control,
    )
    limit = "longest body that is read (%(default)s)"
    add("--body-limit", type=_whole(0, 2**31 - 1), default=BODY_LIMIT, metavar="BYTES", help=limit)


def _version() -> str:
    """The version of the installed distribution; a tree that is not installed has none."""
    try:
        return version("numbers-api-sandbox")
    except PackageNotFoundError:
        return "(not installed)"


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return parse


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds such as 60 or 0.5")
    return float(text)


def _token(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty token would let everybody in; give another one, or none")
    return text


def _account(text: str) -> tuple[str, str | None]:
    name, _, token = text.partition(":")
    if not is_account(name):
        raise argparse.ArgumentTypeError(f"{text!r} is not ID or ID:TOKEN, with letters, digits, _ and - in the ID")
    return name, token or None
