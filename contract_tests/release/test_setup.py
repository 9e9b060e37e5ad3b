"""Setting up: everything is locked by hash, nothing names an address, and a wrong Python is told in one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import ROOT
from matrix import interpreters
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = [line for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
LINTER_LOCK = json.loads((ROOT / "tools" / "openapi-lint" / "package-lock.json").read_text(encoding="utf-8"))


def test_every_locked_file_has_a_hash() -> None:
    """Each package of the lock is pinned exactly and has at least one SHA-256."""
    entries = re.findall(
        r"^(\S.*?)(?<!\\)\n(?=\S|\Z)", re.sub(r"^ +# .*\n", "", LOCK, flags=re.MULTILINE), re.MULTILINE | re.DOTALL
    )
    assert len(entries) > len(PINS)
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


def test_locks_name_no_address() -> None:
    """Where packages come from is the affair of the machine: neither lock names an address."""
    assert "://" not in LOCK
    assert [line for line in LOCK.splitlines() if line.startswith("-")] == []
    assert "://" not in json.dumps(LINTER_LOCK["packages"])


def test_lock_follows_the_pins() -> None:
    """Every pin of requirements.in stands in the lock at that version, and says why it is there."""
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, flags=re.MULTILINE))
    for line in PINS:
        pin, _, reason = line.partition("#")
        requirement = Requirement(pin)
        assert str(requirement.specifier) == f"=={locked[canonicalize_name(requirement.name)]}"
        assert reason.strip(), line


def test_linter_is_locked_by_hash() -> None:
    """Each package of the linter has its integrity hash."""
    packages = {name: package for name, package in LINTER_LOCK["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


@pytest.mark.parametrize("python", ["false", "no-such-python", "./old python"])
def test_wrong_python_is_told_in_one_line(tmp_path: Path, python: str) -> None:
    """A Python that is missing, broken or too old is named in one line, and nothing is made."""
    old = tmp_path / "old python"
    old.write_text('#!/bin/sh\necho 3.10.1\ncase "$2" in *exit*) exit 1;; esac\n')
    old.chmod(0o755)
    environment = tmp_path / "environment"
    command = ["make", "--silent", "--no-print-directory", f"--file={ROOT / 'Makefile'}", "generate"]
    settings = [f"PYTHON={python}", f"VENV={environment}"]
    (tmp_path / "requirements.lock").touch()

    outcome = subprocess.run([*command, *settings], cwd=tmp_path, check=False, capture_output=True, text=True)

    told = [line for line in outcome.stderr.splitlines() if not line.startswith("make")]
    assert outcome.returncode != 0
    assert len(told) == 1
    assert f'"{python}" is not Python 3.11 or newer' in told[0]
    assert not environment.exists()


def test_interpreters_that_do_not_run_are_left_out(tmp_path: Path) -> None:
    """`make matrix` takes interpreters that start and are of a version that counts, and each version once."""
    shim = tmp_path / "shim"
    shim.write_text("#!/bin/sh\necho 'no such version' >&2\nexit 127\n")
    shim.chmod(0o755)
    ancient = tmp_path / "ancient"
    ancient.write_text("#!/bin/sh\necho 2.7\n")
    ancient.chmod(0o755)
    here = "{}.{}".format(*sys.version_info)

    found = interpreters([str(shim), str(ancient), str(tmp_path / "absent"), sys.executable, sys.executable])

    assert found == {here: sys.executable}
