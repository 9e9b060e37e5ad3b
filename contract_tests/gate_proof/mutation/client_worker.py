"""One process that runs the client's tests against mutants: it has imported what is slow, and forks for each of them.

    python client_worker.py WORKSPACE < tasks > results

A task is a line of JSON: the files to change with their new texts, the tests to begin with, seconds to wait. So is a
result.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

PRELOADED = ("hypothesis", "schemathesis", "jsonschema", "respx", "httpx", "msgspec", "trio", "anyio", "yaml")
OPTIONS = [
    "contract_tests/client",
    "-x",
    "-q",
    "--no-header",
    "--tb=no",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]


class Order:
    """A plugin that begins with some tests, goes on with the fastest, and writes down how it ends."""

    def __init__(self, task: dict[str, Any]) -> None:
        first: list[str] = task["first"]
        self._rank = {name: rank - len(first) for rank, name in enumerate(first)}
        self._durations: dict[str, float] = task["durations"]
        self._skipped = tuple(task["skipped"])
        self._broken = tuple(task["broken"])
        self._only = tuple(first) if task["only"] else ("",)
        self.failed = ""
        self.spent: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests into their order."""
        items[:] = [item for item in items if not item.nodeid.partition("::")[0].endswith(self._skipped)]
        items[:] = [item for item in items if item.nodeid.startswith(self._only) and item.nodeid not in self._broken]
        items.sort(key=lambda item: (self._rank.get(item.nodeid, 0), self._durations.get(item.nodeid, 0.0)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long each test takes, and the first one that fails."""
        self.spent[report.nodeid] = self.spent.get(report.nodeid, 0.0) + report.duration
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot even be imported counts as a failure."""
        if report.failed and not self.failed and report.nodeid not in self._broken:
            self.failed = report.nodeid


def main() -> None:
    """Answer tasks until there are none."""
    workspace = Path(sys.argv[1])
    os.chdir(workspace)
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(_carried_out(workspace, json.loads(line))), flush=True)


def _carried_out(workspace: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Change the files, run the tests, change them back; a file without a text is not there."""
    texts = {workspace / name: text for name, text in task["files"].items()}
    before = {path: path.read_text(encoding="utf-8") if path.is_file() else "" for path in texts}
    for cache in (workspace / "generated").rglob("__pycache__"):
        shutil.rmtree(cache)
    started = time.monotonic()
    try:
        _write(texts)
        return {**_forked(task), "seconds": time.monotonic() - started}
    finally:
        _write(before)


def _write(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        if text:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


def _forked(task: dict[str, Any]) -> dict[str, Any]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _tested(task, write)
    os.close(write)
    return _awaited(child, read, task["limit"])


def _tested(task: dict[str, Any], write: int) -> None:
    """In the child: run the tests and write what came of it; never returns."""
    os.setsid()
    order = Order(task)
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    code = 70
    with contextlib.suppress(BaseException):
        ignored = [f"--ignore={name}" for name in task["broken"] if "::" not in name]
        code = int(pytest.main([*OPTIONS, *ignored], plugins=[order]))
    with os.fdopen(write, "w") as pipe:
        json.dump({"code": code, "failed": order.failed, "spent": order.spent}, pipe)
    os._exit(0)


def _awaited(child: int, read: int, limit: float) -> dict[str, Any]:
    """What the child wrote; a child that takes too long is ended, with all that it began."""

    def overdue(number: int, frame: object) -> None:
        del number, frame
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, overdue)
    signal.setitimer(signal.ITIMER_REAL, limit)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    signal.setitimer(signal.ITIMER_REAL, 0)
    _, status = os.waitpid(child, 0)
    if text:
        found: dict[str, Any] = json.loads(text)
        return found
    late = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"code": 124 if late else 70, "failed": "", "spent": {}}


if __name__ == "__main__":
    main()
