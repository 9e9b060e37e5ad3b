"""Processes that run the client's tests, each in a copy of the tree."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from gate_proof.mutation.workspaces import workspace

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from gate_proof.mutation.timings import Experience

STATIC: Final = ("test_types.py",)  # runs type checkers, for minutes, over what no mutation here changes


class CannotRunError(Exception):
    """The tests of the client cannot be run."""


class Worker:
    """A process that runs tests in a copy of the tree."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, str(Path(__file__).with_name("client_worker.py")), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(
        self,
        experience: Experience,
        files: Mapping[str, str] | None = None,
        first: Sequence[str] = (),
        *,
        only: bool = False,
    ) -> Any:  # noqa: ANN401
        """Run the tests with other texts in files, or, without files, as they are; `only` those to begin with."""
        task = {
            "files": files or {},
            "first": list(first),
            "only": only,
            "durations": experience.durations,
            "skipped": STATIC,
            "broken": sorted(experience.broken),
            "limit": experience.limit,
        }
        pipe, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        pipe.write(f"{json.dumps(task)}\n")
        pipe.flush()
        line = answers.readline()
        if not line:
            raise CannotRunError("the process that runs the tests of the client is gone; see above")
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(30)
        cast("IO[str]", self._process.stdout).close()


@contextmanager
def workers(count: int) -> Generator[list[Worker]]:
    """So many workers, each with a copy of the tree."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mutants-")))
        found = [Worker(workspace(folder / str(number))) for number in range(count)]
        for worker in found:
            stack.callback(worker.close)
        yield found
