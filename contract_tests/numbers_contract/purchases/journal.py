"""The purchases of a run on disk: each is written down before it is asked for, so that a crash loses none."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from numbers_contract.reports.holdings import Holding

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # not POSIX: a journal in use cannot be told from one that was left behind
    fcntl = None  # type: ignore[assignment]

__all__ = ["Event", "Journal", "JournalError", "Ledger", "left_behind"]

Event: TypeAlias = Literal["asked", "bought", "refused", "unknown", "released"]
_EVENTS = ("asked", "bought", "refused", "unknown", "released")


class JournalError(Exception):
    """The journal cannot be written or read; the text says which file, why, and what to do."""


class Ledger:
    """What became of every purchase, as the events tell it one after the other."""

    def __init__(self) -> None:
        self._owned: dict[tuple[str, str, str], None] = {}
        self._pending: dict[tuple[str, str, str], None] = {}
        self._files: dict[tuple[str, str, str], dict[Path, None]] = {}

    def note(self, event: Event, base_url: str, account: str, key: str, file: Path | None = None) -> None:
        """Take one event into account. A refusal ends the asking; it does not end what was bought before."""
        one = (base_url, account, key)
        if file is not None:
            self._files.setdefault(one, {})[file] = None
        if event in ("asked", "unknown"):
            self._pending[one] = None
            return
        self._pending.pop(one, None)
        if event == "bought":
            self._owned[one] = None
        elif event == "released":
            self._owned.pop(one, None)

    def holdings(self) -> list[Holding]:
        """What may still be held, in the order in which it was asked for."""
        every = {**self._owned, **self._pending}
        return [Holding(*one, sure=one in self._owned, files=tuple(self._files.get(one, ()))) for one in every]


class Journal:
    """One run's file of events. It is locked while the run goes on, and readable by its owner only."""

    def __init__(self, folder: Path, base_url: str) -> None:
        """Begin a journal.

        Raises:
            JournalError: the folder cannot be written to; then nothing may be bought.
        """
        self._base_url = base_url
        seconds, rest = divmod(time.time_ns(), 10**9)  # journals are read in the order of their names
        began = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime(seconds))}.{rest:09}"
        name = f"{began}-{os.getpid()}-{secrets.token_hex(3)}.jsonl"
        self.path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            _sync_folder(folder)
        except OSError as error:
            raise JournalError(
                f"{self.path}: cannot be written ({error.strerror}): set JOURNAL= to a folder that can"
            ) from None
        if fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def write(self, event: Event, account: str, key: str, price: object = None) -> None:
        """Write an event; it is on disk when this returns.

        Raises:
            JournalError: it could not be written.
        """
        line = {"time": time.time(), "event": event, "base_url": self._base_url, "account": account, "key": key}
        if price is not None:
            line["price"] = str(price)
        text = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        try:
            if os.write(self._file, text) != len(text):
                raise OSError(0, "the disk is full")  # noqa: TRY301  (the same message for both)
            os.fsync(self._file)
        except OSError as error:
            raise JournalError(
                f"{self.path}: cannot be written ({error.strerror}): make room, then run again"
            ) from None

    def close(self) -> None:
        """Unlock the file."""
        os.close(self._file)


def left_behind(folder: Path) -> tuple[list[Holding], list[Path]]:
    """What earlier runs may still hold, and the journals of runs that are still going on, which were not read.

    Raises:
        JournalError: a journal cannot be read.
    """
    ledger, busy = Ledger(), list[Path]()
    for path in sorted(folder.glob("*.jsonl")):
        if _in_use(path):
            busy.append(path)
            continue
        for line in _lines(path):
            ledger.note(line["event"], line["base_url"], line["account"], line["key"], path)
    return ledger.holdings(), busy


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The events of a file. A torn last line is none: what it announces was never sent."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise JournalError(f"{path}: cannot be read ({error.strerror}): make it readable, then run again") from None
    for number, raw in enumerate(lines[:-1], start=1):
        try:
            line = json.loads(raw)
            event = _complete(line)
        except ValueError as error:
            raise JournalError(f"{path}:{number}: is no event ({error}): mend the line by hand") from None
        yield event


def _complete(line: Any) -> dict[str, Any]:
    event: dict[str, Any] = cast("dict[str, Any]", line) if isinstance(line, dict) else {}
    if not all(isinstance(event.get(name), str) for name in ("event", "base_url", "account", "key")):
        raise ValueError("it lacks event, base_url, account or key")
    if event["event"] not in _EVENTS:
        raise ValueError(f"{event['event']!r} is not one of {', '.join(_EVENTS)}")
    return event


def _in_use(path: Path) -> bool:
    if fcntl is None:
        return False
    with contextlib.suppress(OSError), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _sync_folder(folder: Path) -> None:
    """Put the name of a new file on disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
