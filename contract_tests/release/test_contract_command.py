"""`make contract` says holds, broken or could not be checked, each for the right reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import ROOT, Exit

if TYPE_CHECKING:
    from pathlib import Path

TESTS = ("client/test_client.py", "overrides/test_overrides.py", "document/test_description.py")
PASSES = '"""What `it` does."""\n\n\ndef test_it() -> None:\n    """It must hold."""\n'


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A repository with our tools, a generator that finds everything fresh, and one passing test a folder."""
    for name in ("pyproject.toml", "contract_tests/conftest.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "generate.py").write_text("")
    for test in TESTS:
        (tmp_path / "contract_tests" / test).parent.mkdir()
        (tmp_path / "contract_tests" / test).write_text(PASSES)
    return tmp_path


def check(workshop: Path, **environment: str) -> tuple[Exit, str, str]:
    """Run the command; give its code, its last line, and its page ("" where it wrote none)."""
    command = [sys.executable, "tools/contract.py", "--only", "client", "--jobs", "0"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    outcome = subprocess.run(command, cwd=workshop, env=kept | environment, check=False, capture_output=True, text=True)
    page = workshop / "build" / "contract" / "index.html"
    last = [line for line in (outcome.stdout + outcome.stderr).splitlines() if line.startswith("contract: ")][-1]
    return Exit(outcome.returncode), last, page.read_text(encoding="utf-8") if page.is_file() else ""


def test_contract_that_holds_is_reported(workshop: Path) -> None:
    """All tests pass: code 0, the counts in the last line, the promises on the page, and results for machines."""
    code, last, page = check(workshop)

    assert code == Exit.DONE
    assert last.startswith("contract: holds: 3 passed, 0 failed, 0 skipped")
    assert "The contract holds" in page
    assert page.count("It must hold.") == 3
    assert (workshop / "build" / "contract" / "junit.xml").is_file()


def test_broken_contract_is_reported(workshop: Path) -> None:
    """A failing test: code 1, and the page shows the promise, the message and the parameters, escaped."""
    (workshop / "contract_tests" / TESTS[0]).write_text(
        'import pytest\n\n\n@pytest.mark.parametrize("tag", ["<i>"])\ndef test_it(tag: str) -> None:\n'
        '    """`1 < 2` must hold."""\n    assert tag == "<b>&"\n'
    )

    code, last, page = check(workshop)

    assert code == Exit.REFUSED
    assert last.startswith("contract: is broken: 2 passed, 1 failed, 0 skipped")
    assert "<code>1 &lt; 2</code> must hold." in page
    assert "test_it[&lt;i&gt;]" in page
    assert "&lt;b&gt;&amp;" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("generator", "code", "told"),
    [
        ("import sys; sys.exit('generate: generated/ is stale; run: make generate')", Exit.REFUSED, "is stale"),
        ("import sys; print('generate: x.yaml: boom', file=sys.stderr); sys.exit(2)", Exit.UNABLE, "x.yaml: boom"),
        ("import sys; sys.exit(3)", Exit.UNABLE, "ended with 3"),
    ],
)
def test_generated_code_that_is_not_fresh_is_never_tested(
    workshop: Path, generator: str, code: Exit, told: str
) -> None:
    """Stale code breaks the contract and a generator that fails leaves it unchecked; either way no test is run."""
    (workshop / "overrides" / "generate.py").write_text(generator)

    found, last, page = check(workshop)

    assert found == code
    assert told in last
    assert told in page
    assert not (workshop / "build" / "contract" / "junit.xml").exists()


def test_tests_that_are_all_skipped_check_nothing(workshop: Path) -> None:
    """Where every test is skipped nothing was checked: code 2, never 0."""
    for test in TESTS:
        skipped = '    import pytest\n\n    pytest.skip("no reason")\n'
        (workshop / "contract_tests" / test).write_text(PASSES + skipped)

    code, last, page = check(workshop)

    assert code == Exit.UNABLE
    assert "no contract test was carried out" in last
    assert "no reason" in page


def test_missing_tests_check_nothing(workshop: Path) -> None:
    """A folder of contract tests that is gone leaves the contract unchecked, whatever the others say."""
    shutil.rmtree(workshop / "contract_tests" / "client")

    code, last, _ = check(workshop)

    assert code == Exit.UNABLE
    assert "could not be checked: contract_tests/client is missing" in last


def test_a_variable_that_is_wrong(workshop: Path) -> None:
    """BASE_URL without an account is refused in one line that names the variable, and nothing is sent."""
    for name in ("contract_tests/numbers_contract", "sandbox/numbers_sandbox"):
        (workshop / name).parent.mkdir(exist_ok=True)
        (workshop / name).symlink_to(ROOT / name)

    code, last, page = check(workshop, BASE_URL="http://127.0.0.1:9/v1")

    assert code == Exit.UNABLE
    assert "could not be checked: ACCOUNT_ID is missing" in last
    assert "ACCOUNT_ID" in page
