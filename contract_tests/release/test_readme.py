"""The README tells the truth: every command and every example in it is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import ROOT
from document.sample_document import map_library
from document.sample_writer import write_document
from release.index_server import PASSWORD, USERNAME, Index, running_index
from release.market import GONE, SOLD, open_market
from release.pages import blocks, free_port, page_text, run_block, served_block

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

README = page_text("README.md")
SHELL = blocks("README.md", "sh")
PYTHON = [code for code in blocks("README.md", "python") if "def test" not in code]  # those: test_sandbox_wheel.py
SERVE = SHELL.index("make sandbox\n")
SERVED = SHELL[SERVE : SERVE + 2]  # the command that serves, and what is asked of it
BY_CI = re.findall(r"^for target in (.*); do$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), flags=re.MULTILINE)
# These would start the whole suite again (or install from a registry), so .ci/run runs them, as the README writes them.
GATE = [block for block in SHELL if "BASE_URL=" in block]
LEFT_TO_CI = {f"make {target}" for target in BY_CI[0].split()}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The working tree in a repository of its own, where commands may write."""
    folder = tmp_path / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is found on the PATH
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / "reference.md").write_text(write_document(map_library()), encoding="utf-8")
    identity = ["-c", "user.name=reader", "-c", "user.email=reader@example.invalid"]
    for step in (["init", "--quiet"], ["add", "--all"], [*identity, "commit", "--quiet", "--message", "as it was"]):
        subprocess.run(["git", *step], cwd=folder, check=True)  # noqa: S607 - the same
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Generator[Index]:
    """An empty index."""
    with running_index(tmp_path / "index") as running:
        yield running


@pytest.fixture
def shell(checkout: Path) -> dict[str, str]:
    """The environment of commands in the checkout: this one stands in for .venv; `e` lets it say that it is set up."""
    (checkout / ".venv").symlink_to(sys.prefix)
    kept = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}  # none is around a reader
    return {**kept, "MAKEFLAGS": "e", "READY": "", "GIT_PAGER": "cat"}


@pytest.mark.parametrize(
    "block", [block for block in SHELL if block not in SERVED + GATE and not set(block.splitlines()) <= LEFT_TO_CI]
)
def test_commands_run(block: str, checkout: Path, shell: dict[str, str], index: Index) -> None:
    """Each block of commands succeeds in a checkout, with an index on the loopback."""
    script = block.replace("https://index.example/team/", index.url)
    script = script.replace("=publisher", f"={USERNAME}").replace("=secret", f"={PASSWORD}")

    outcome = run_block(script, checkout, shell)

    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip()
    if "make publish" in script:
        assert len(index.holds()) == 2
    assert PASSWORD not in outcome.stdout + outcome.stderr


def test_sandbox_serves(checkout: Path, shell: dict[str, str]) -> None:
    """`make sandbox` serves, here on another port and a smaller catalogue, and does what the README shows."""
    serve, ask = SERVED
    options = f"PORT={free_port()} NUMBERS=500"
    with served_block(serve.replace("make sandbox", f"exec make sandbox {options}"), checkout, shell) as url:
        outcome = run_block(ask.replace("http://127.0.0.1:8080", url), checkout, shell)

    assert outcome.returncode == 0, outcome.stderr
    assert "no answer" in outcome.stdout
    assert "+12025550171" in outcome.stdout
    assert (checkout / "build" / "sandbox.db").is_file()


def test_options_of_the_sandbox_are_those_of_its_command() -> None:
    """Every option of `numbers-sandbox serve` can be given to `make sandbox`, and no other."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "numbers_sandbox", "serve", "--help"]
    told = subprocess.run(command, cwd=ROOT / "sandbox", check=True, capture_output=True, text=True).stdout

    listed = re.search(r"^SANDBOX_OPTIONS = (.*)$", makefile, flags=re.MULTILINE)
    options = {name[2:].upper().replace("-", "_") for name in re.findall(r"^  (--[a-z-]+)", told, flags=re.MULTILINE)}
    assert listed
    assert set(listed[1].split()) == options


def test_commands_left_to_ci_are_run_there() -> None:
    """What is not run here is a target of the Makefile and stands in .ci/run."""
    written = {line for block in SHELL for line in block.splitlines() if line in LEFT_TO_CI}

    assert {"make contract", "make test"} <= written


@pytest.mark.parametrize("example", PYTHON)
def test_example_runs(example: str) -> None:
    """The example buys the first number that can still be had, against a server on the loopback."""
    with open_market() as (address, seen):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "generated"), "NUMBERS_API_BASE_URL": address}
        command = [sys.executable, "-W", "error", "-c", example]
        outcome = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    assert outcome.stderr == ""
    assert outcome.stdout.split() == [SOLD, "1.0"]
    assert [path.partition("%2B")[2] for path in seen] == ["", GONE[1:], SOLD[1:]]


def test_table_of_targets_is_what_make_prints() -> None:
    """The README lists the targets that `make` prints, in the same order."""
    command = ["make", "--no-print-directory"]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    listed = re.findall(r"^\| `make ([\w-]+)", README, flags=re.MULTILINE)
    assert listed == re.findall(r"^  ([\w-]+) ", printed, flags=re.MULTILINE)


@pytest.mark.parametrize("block", GATE)
def test_endpoints_are_checked(block: str, checkout: Path, shell: dict[str, str]) -> None:
    """Each command that checks an endpoint, or gives back what was bought there, does so, here with the sandbox."""
    serve = f"exec make sandbox PORT={free_port()} NUMBERS=500"
    with served_block(serve, checkout, shell) as url:
        script = re.sub(r"BASE_URL=\S+", f"BASE_URL={url}", block)
        outcome = run_block(script, checkout, {**shell, "EFFORT": "0.1"})

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "contract: holds" in outcome.stdout
    assert (checkout / "contract-journal").exists() == ("PURCHASES" in block)
    assert ("contract-cleanup: 0 given back" in outcome.stdout) == ("cleanup" in block)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "sandbox/README.md"])
def test_links_and_paths_lead_somewhere(page: str) -> None:
    """Every link to a file, and every path in backquotes, exists in the repository (build/ is made on demand)."""
    text, folder = page_text(page), (ROOT / page).parent
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    named = re.findall(r"`((?:openapi|overrides|generated|contract_tests|tools|sandbox|\.ci)/[\w./-]*)`", text)

    assert [path for path in linked if not (folder / path).exists()] == []
    assert [path for path in named if not (ROOT / path).exists()] == []
