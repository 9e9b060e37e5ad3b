"""The journal of purchases: on disk before the request leaves, true after a crash at any moment."""

from __future__ import annotations

import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract.purchases import journal as module
from numbers_contract.purchases.journal import Event, Journal, JournalError, Ledger, left_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

URL = "http://127.0.0.1:1/v1"
EVENTS: list[Event] = ["asked", "bought", "refused", "unknown", "released"]


def written(folder: Path, events: Sequence[tuple[Event, str]]) -> Path:
    """A closed journal with these events of one account."""
    with closing(Journal(folder, URL)) as journal:
        for event, key in events:
            journal.write(event, "AC1", key, "1.5" if event == "asked" else None)
        return journal.path


def may_be_held(events: Sequence[Event]) -> bool:
    """The plainest reading: held from a purchase to a release, perhaps held from asking to its answer."""
    held = asked = False
    for event in events:
        asked = event in ("asked", "unknown")
        held = True if event == "bought" else False if event == "released" else held
    return held or asked


@given(st.lists(st.sampled_from(EVENTS), max_size=8))
def test_what_may_be_held(events: list[Event]) -> None:
    """A number may be held exactly if it was bought and not released since, or if its last purchase has no answer."""
    ledger = Ledger()
    for event in events:
        ledger.note(event, URL, "AC1", "+1")

    assert bool(ledger.holdings()) == may_be_held(events)


@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(["+111", "+222"])), max_size=8), st.data())
def test_a_crash_loses_nothing(events: list[tuple[Event, str]], data: st.DataObject) -> None:
    """However short the file is cut, what stands in its whole lines counts, and a torn line does not."""
    whole = data.draw(st.integers(0, len(events)))
    share = data.draw(st.floats(0, 0.99))
    with tempfile.TemporaryDirectory() as name:
        path = written(Path(name), events)
        lines = path.read_bytes().splitlines(keepends=True)
        torn = lines[whole][: int(share * len(lines[whole]))] if whole < len(lines) else b""
        path.write_bytes(b"".join(lines[:whole]) + torn)
        found, _ = left_behind(Path(name))
    ledger = Ledger()
    for event, key in events[:whole]:
        ledger.note(event, URL, "AC1", key)

    assert {one.key for one in found} == {one.key for one in ledger.holdings()}


def test_journals_are_read_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    """What a later journal says of a number counts, though both began within one second."""
    for _ in range(20):
        written(tmp_path, [("asked", "+1")])
        written(tmp_path, [("released", "+1")])

        assert left_behind(tmp_path)[0] == []


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """The file holds whole phone numbers, so nobody else may read it."""
    path = written(tmp_path, [("asked", "+15550100")])

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_event_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event is flushed to disk before the write returns."""
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    written(tmp_path, [("asked", "+1"), ("bought", "+1")])

    assert len(synced) == 3  # the folder, and each event


def test_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    """The journal of a run that is still going on is not read; after the death of its process it is."""
    code = (
        "import sys, pathlib, time; sys.path.insert(0, sys.argv[1]);"
        "from numbers_contract.purchases.journal import Journal;"
        "j = Journal(pathlib.Path(sys.argv[2]), 'http://127.0.0.1:1'); j.write('asked', 'AC1', '+1');"
        "print('up', flush=True); time.sleep(60)"
    )
    root = str(Path(module.__file__).parents[2])
    with subprocess.Popen([sys.executable, "-c", code, root, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        during = left_behind(tmp_path)
        process.kill()
        process.wait()

    assert during[0] == []
    assert len(during[1]) == 1
    assert [one.key for one in left_behind(tmp_path)[0]] == ["+1"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the journal cannot be written, there is an error that names the file and the way out."""
    (tmp_path / "file").touch()

    with pytest.raises(JournalError, match="JOURNAL="):
        Journal(tmp_path / "file", URL)


@pytest.mark.parametrize(
    "line", [b"{}\n", b"nonsense\n", b'{"event": "sold", "base_url": "", "account": "", "key": ""}\n']
)
def test_a_line_that_is_none(tmp_path: Path, line: bytes) -> None:
    """A line that no run wrote is named with its file and number, not passed over."""
    (tmp_path / "20260101T000000-1-abc.jsonl").write_bytes(line)

    with pytest.raises(JournalError, match=r"abc\.jsonl:1"):
        left_behind(tmp_path)
