"""Publishing: a version reaches the index once, with one content, and nobody's password reaches the terminal."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import GENERATED, Exit
from publish import build
from release.index_server import PASSWORD, USERNAME, Index, credentials, running_index
from release.wheels import repack_with_dependencies

if TYPE_CHECKING:
    from collections.abc import Generator

PUBLISH = Path(__file__).parents[2] / "tools" / "publish.py"
NAME = "tiny_numbers"


@pytest.fixture
def index(tmp_path: Path) -> Generator[Index]:
    """An empty index."""
    with running_index(tmp_path / "index") as running:
        yield running


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A package of one module, built as the generated one is."""
    folder = tmp_path / "project"
    (folder / NAME).mkdir(parents=True)
    (folder / NAME / "__init__.py").write_text("ANSWER = 42\n")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{NAME}"\nversion = "1.0"\n'
    )
    return folder


def publish(
    project: Path, index_url: str, *options: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as `make publish` does; whatever happens, it must not print the password or a traceback."""
    command = [sys.executable, str(PUBLISH), "--index-url", index_url, "--project", str(project), *options]
    outcome = subprocess.run(
        command, env=credentials() if env is None else env, check=False, capture_output=True, text=True
    )
    printed = outcome.stdout + outcome.stderr
    assert PASSWORD not in printed
    assert "Traceback" not in printed
    assert len(outcome.stderr.splitlines()) == (1 if outcome.returncode else 0), outcome.stderr
    return outcome


def test_client_installs_from_the_index_into_a_fresh_environment(index: Index, tmp_path: Path) -> None:
    """The generated client, published, is installed with its dependencies from that index alone and imported."""
    declared = tomllib.loads((GENERATED / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    repack_with_dependencies(["httpx", "msgspec"], index.folder)

    outcome = publish(GENERATED, index.url)

    assert (outcome.returncode, outcome.stderr) == (Exit.DONE, "")
    python = tmp_path / "fresh" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
    simple = index.url.replace("//", f"//{USERNAME}:{PASSWORD}@") + "simple/"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-cache-dir", "--index-url", simple, declared["name"]],
        env=credentials()
        | {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_COMPILE": "1"},
        check=True,
    )
    program = "from importlib.metadata import version; import numbers_api as n; "
    program += f"print(n.NumbersClient.__name__, version('{declared['name']}'), n.__file__)"
    told = subprocess.run([python, "-I", "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert told[:2] == ["NumbersClient", declared["version"]]
    assert Path(told[2]).is_relative_to(python.parents[1])


def test_same_content_is_skipped(index: Index, project: Path) -> None:
    """Publishing the same content again uploads nothing, says so, and succeeds."""
    assert publish(project, index.url).returncode == Exit.DONE
    held = index.holds()

    again = publish(project, f"{index.url}simple/")

    assert again.returncode == Exit.DONE
    assert again.stdout.count("skipped") == len(held) == 2
    assert index.holds() == held


def test_same_content_compressed_otherwise_is_skipped(index: Index, project: Path, tmp_path: Path) -> None:
    """A wheel with equal members is the same content, whichever compressor made it."""
    (tmp_path / "built").mkdir()
    wheel = next(file for file in build(project, tmp_path / "built") if file.suffix == ".whl")
    with zipfile.ZipFile(wheel) as ours, zipfile.ZipFile(index.folder / wheel.name, "w", zipfile.ZIP_STORED) as theirs:
        for name in ours.namelist():
            theirs.writestr(name, ours.read(name))

    outcome = publish(project, index.url)

    assert outcome.returncode == Exit.DONE
    assert f"{wheel.name} is there already with the same content: skipped" in outcome.stdout


def test_other_content_under_a_used_version_is_refused(index: Index, project: Path) -> None:
    """Other content under a used version is refused with both hashes and the next step; the index stays as it was."""
    assert publish(project, index.url).returncode == Exit.DONE
    held = index.holds()
    (project / NAME / "__init__.py").write_text("ANSWER = 43\n")

    outcome = publish(project, index.url)

    assert outcome.returncode == Exit.REFUSED
    refused = next(name for name in held if name in outcome.stderr)
    assert hashlib.sha256(held[refused]).hexdigest()[:16] in outcome.stderr
    assert "info.version" in outcome.stderr
    assert index.holds() == held


def test_raised_version_is_published_beside_the_old_one(index: Index, project: Path) -> None:
    """Other content under a new version is uploaded, and the old version stays."""
    assert publish(project, index.url).returncode == Exit.DONE
    declaration = project / "pyproject.toml"
    declaration.write_text(declaration.read_text().replace('"1.0"', '"1.1"'))

    assert publish(project, index.url).returncode == Exit.DONE
    assert len(index.holds()) == 4


@pytest.mark.parametrize(
    ("env", "named"),
    [
        pytest.param(credentials(password="wrong-one"), "NUMBERS_INDEX_PASSWORD", id="wrong password"),
        pytest.param(credentials(username="stranger"), "NUMBERS_INDEX_USERNAME", id="unknown user"),
        pytest.param(credentials("", ""), "NUMBERS_INDEX_USERNAME", id="no credentials"),
        pytest.param(credentials(password=""), "NUMBERS_INDEX_PASSWORD is not set", id="no password"),
        pytest.param(credentials(username=""), "NUMBERS_INDEX_USERNAME is not set", id="no user"),
    ],
)
def test_credentials_that_do_not_fit_are_named(index: Index, project: Path, env: dict[str, str], named: str) -> None:
    """Credentials that are refused or half there end with one line that names the variable, and nothing is uploaded."""
    outcome = publish(project, index.url, env=env)

    assert outcome.returncode == Exit.UNABLE
    assert named in outcome.stderr
    assert env["NUMBERS_INDEX_PASSWORD"] == "" or env["NUMBERS_INDEX_PASSWORD"] not in outcome.stderr
    assert index.holds() == {}


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("", "INDEX_URL must be"),
        ("ftp://index.example/", "INDEX_URL must be"),
        ("index.example", "INDEX_URL must be"),
        ("https://", "INDEX_URL must be"),
        (f"https://{USERNAME}:{PASSWORD}@index.example/", "INDEX_URL holds credentials"),
    ],
)
def test_address_that_is_no_index_is_refused(project: Path, url: str, named: str) -> None:
    """An address that is missing, not http(s), or holds a password is refused before anything is built."""
    outcome = publish(project, url)

    assert outcome.returncode == Exit.UNABLE
    assert named in outcome.stderr


def test_index_that_cannot_be_reached_is_named(project: Path) -> None:
    """An index that nobody serves ends with one line that names its address."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        outcome = publish(project, url)

    assert outcome.returncode == Exit.UNABLE
    assert f"cannot be reached at {url}simple/tiny-numbers/" in outcome.stderr


def test_index_that_takes_no_uploads_is_named(index: Index, project: Path) -> None:
    """An address that lists packages but takes no uploads ends with one line that names INDEX_URL."""
    outcome = publish(project, f"{index.url}packages/", "--simple-url", f"{index.url}simple/")

    assert outcome.returncode == Exit.UNABLE
    assert "INDEX_URL" in outcome.stderr


def test_project_that_cannot_be_built_is_named(index: Index, project: Path) -> None:
    """A broken project ends with one line of the build's own words, and nothing is uploaded."""
    declaration = project / "pyproject.toml"
    declaration.write_text(declaration.read_text().replace('"1.0"', '"one"'))

    outcome = publish(project, index.url)

    assert outcome.returncode == Exit.UNABLE
    assert f"{project} cannot be built" in outcome.stderr
    assert index.holds() == {}


def test_build_depends_on_the_content_alone(project: Path, tmp_path: Path) -> None:
    """The times and the permissions of the files, and the date that somebody has set, do not change a built byte."""
    built: list[list[bytes]] = []
    for round_number, mode in enumerate((0o644, 0o600)):
        for path in project.rglob("*.py"):
            path.chmod(mode)
            os.utime(path, (round_number * 1e6, round_number * 1e6))
        folder = tmp_path / f"round-{round_number}"
        folder.mkdir()
        built.append([file.read_bytes() for file in build(project, folder)])

    assert built[0] == built[1]
