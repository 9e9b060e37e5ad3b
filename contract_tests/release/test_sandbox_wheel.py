"""The distribution of the sandbox, used as its page says where there is no repository: each command and example."""

from __future__ import annotations

import glob
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from command import ROOT
from publish import build
from release.pages import blocks, free_port, run_block, served_block
from release.wheels import repack_with_dependencies

SANDBOX = ROOT / "sandbox"
PAGE = "sandbox/README.md"
INSTALL, START, EXAMPLE, *DATABASE = blocks(PAGE, "sh")
SERVERS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))  # noqa: PTH207  (a pattern over folders)
DECLARED = tomllib.loads((SANDBOX / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sdist, and the wheel that was built from it."""
    return build(SANDBOX, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def environment(built: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A shell of somebody who has installed the wheel as its page says, the client and pytest, and no repository."""
    folder, fresh = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("fresh")
    needs = [re.split(r"[<>=; ]", need)[0] for need in DECLARED["dependencies"]]
    repack_with_dependencies([*needs, "httpx", "pytest", "psycopg", "psycopg-binary"], folder)
    for file in (*built, *build(ROOT / "generated", tmp_path_factory.mktemp("client"))):
        shutil.copy(file, folder)
    subprocess.run([sys.executable, "-m", "venv", fresh], check=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTEST_", "PYTHON"))}
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}
    settings["PIP_NO_COMPILE"] = "1"  # most modules are never imported
    shell = kept | settings | {"PATH": f"{fresh / 'bin'}:{os.environ['PATH']}", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for script in (INSTALL, "pip install numbers-api-client pytest"):
        outcome = run_block(script, fresh, shell)
        assert outcome.returncode == 0, outcome.stderr
    return shell


def _is_wheel(file: Path) -> bool:
    return file.suffix == ".whl"


def test_both_files_hold_what_they_need(built: list[Path]) -> None:
    """The description, the marker for type checkers, the data and the licence are in the sdist and in the wheel."""
    sdist, wheel = sorted(built, key=_is_wheel)
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
        described = archive.read("numbers_sandbox/openapi.yaml")

    package = {f"numbers_sandbox/{name}" for name in ("openapi.yaml", "py.typed", "page.html", "data/ranges.csv")}
    assert package < in_sdist
    assert package < in_wheel
    assert {"LICENSE", "README.md"} < in_sdist
    assert any(name.endswith("licenses/LICENSE") for name in in_wheel)
    assert {name.partition("/")[0] for name in in_wheel} == {"numbers_sandbox", f"{wheel.name[:-17]}.dist-info"}
    assert described == (ROOT / "generated" / "openapi.yaml").read_bytes()


def test_the_command_tells_its_version(environment: dict[str, str], tmp_path: Path) -> None:
    """The version stands in one place, and the installed command and the distribution tell it."""
    assert run_block("numbers-sandbox --version", tmp_path, environment).stdout.split()[-1] == DECLARED["version"]


def test_the_example_of_the_start_does_what_it_says(environment: dict[str, str], tmp_path: Path) -> None:
    """Both purchases are made, the second although its answer is lost, and the state is in a file."""
    port = str(free_port())
    with served_block(START.replace("8080", port), tmp_path, environment) as url:
        assert url == f"http://127.0.0.1:{port}"
        outcome = run_block(EXAMPLE.replace("8080", port), tmp_path, environment)
    assert outcome.returncode == 0, outcome.stderr
    *_, lost, ledger = outcome.stdout.replace("}{", "}\n{").splitlines()
    assert lost == "no answer" or lost.endswith("no answer")
    assert [charge["phone_number"] for charge in json.loads(ledger)["ledger"]] == ["+14155550100", "+14155550101"]
    assert (tmp_path / "numbers-sandbox.db").is_file()


@pytest.mark.parametrize("shared", [False, True])
def test_the_tests_that_are_shown_pass(environment: dict[str, str], tmp_path: Path, *, shared: bool) -> None:
    """The fixtures are found without a word, and the tests of both pages pass, on a shared store as well."""
    shown = [code for page in ("README.md", PAGE) for code in blocks(page, "python") if "def test" in code]
    assert len(shown) == 4
    for number, example in enumerate(shown):
        (tmp_path / f"test_example_{number}.py").write_text(example, encoding="utf-8")
    if shared:
        (tmp_path / "pytest.ini").write_text("".join(blocks(PAGE, "ini")), encoding="utf-8")

    outcome = run_block("python -W error -m pytest -q", tmp_path, environment)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert re.search(r"^[0-9]+ passed", outcome.stdout, flags=re.MULTILINE)
    assert (tmp_path / "numbers-tests.db").is_file() == shared


def test_the_example_without_pytest_runs(environment: dict[str, str], tmp_path: Path) -> None:
    """A program that uses the transport by itself prints a number and ends."""
    (example,) = [code for code in blocks(PAGE, "python") if "def test" not in code]
    (tmp_path / "example.py").write_text(example, encoding="utf-8")

    outcome = run_block("python -W error example.py", tmp_path, environment)

    assert (outcome.stderr, outcome.returncode) == ("", 0)
    assert re.fullmatch(r"\+[1-9][0-9]{5,14}\n", outcome.stdout)


@pytest.mark.skipif(not SERVERS, reason="PostgreSQL is not installed")
def test_postgresql_is_started_as_the_page_says(environment: dict[str, str], tmp_path: Path) -> None:
    """A server is made by somebody who is not root, the sandbox keeps its state there, and it is stopped."""
    make, serve, stop = (block.replace("5433", port) for port in [str(free_port())] for block in DATABASE)
    folder, user = Path(tempfile.mkdtemp(prefix="pg-")), _not_root()
    if user:
        os.chown(folder, *user)
    shell = {**environment, "PATH": f"{environment['PATH']}:{SERVERS[-1]}"}
    try:
        made = run_block(make, folder, shell, user=user)
        assert made.returncode == 0, made.stderr
        with served_block(serve.replace("8080", str(free_port())), tmp_path, environment) as url:
            bought = run_block(EXAMPLE.replace("http://127.0.0.1:8080", url), tmp_path, environment)
        assert bought.returncode == 0, bought.stderr
        stopped = run_block(stop, folder, shell, user=user)
        assert stopped.returncode == 0, stopped.stderr
    finally:
        run_block(stop, folder, shell, user=user)
        shutil.rmtree(folder)


def _not_root() -> tuple[int, int] | None:
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid
