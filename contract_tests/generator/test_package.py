"""The distributions that are published: complete, light, and said of truthfully."""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from generator.generation import ROOT
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

_LIMIT = 130_000  # bytes of the wheel


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of generated/."""
    output = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(output), str(ROOT / "generated")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    """The wheel, opened."""
    return zipfile.ZipFile(next(built.glob("*.whl")))


def _metadata(wheel: zipfile.ZipFile) -> Message:
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(wheel.read(name))


def test_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Every module of generated/numbers_api is in the wheel with py.typed, and no other top-level name."""
    tree = ROOT / "generated"
    modules = {path.relative_to(tree).as_posix() for path in (tree / "numbers_api").rglob("*.py*") if path.is_file()}
    modules = {name for name in modules if "__pycache__" not in name} | {"numbers_api/py.typed"}

    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == modules


def test_wheel_is_light(built: Path, wheel: zipfile.ZipFile) -> None:
    """The wheel stays under 130 kB, and httpx and msgspec are all that it needs."""
    assert next(built.glob("*.whl")).stat().st_size < _LIMIT
    needs = _metadata(wheel).get_all("Requires-Dist") or []
    assert sorted(need.split("<")[0].split(">")[0] for need in needs) == ["httpx", "msgspec"]


def test_metadata_tells_the_truth(wheel: zipfile.ZipFile) -> None:
    """Version, licence and interpreter are those of the description, the repository and the lock."""
    metadata = _metadata(wheel)
    yaml: Any = YAML(typ="safe")
    description = yaml.load((ROOT / "generated" / "openapi.yaml").read_text("utf-8"))

    assert metadata["Name"] == "numbers-api-client"
    assert metadata["Version"] == description["info"]["version"]
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in (metadata.get_all("Classifier") or [])
    assert metadata["Author"] or metadata["Author-email"]
    assert "NumbersClient" in metadata.get_payload()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_sdist_carries_the_description(built: Path) -> None:
    """Who gets the sources gets the description that they were generated from."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {"openapi.yaml", "README.md", "LICENSE", "pyproject.toml", "numbers_api/py.typed"} <= names


def test_the_wheel_works_and_not_only_the_tree(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """The unpacked wheel alone imports, and its models come without an HTTP library."""
    wheel.extractall(tmp_path)  # noqa: S202 -- a wheel that the fixture has just built
    program = (
        "import sys, numbers_api.models; assert 'httpx' not in sys.modules;"
        "from numbers_api import NumbersClient; NumbersClient(account_id='AC1').close(); print(numbers_api.__file__)"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)})

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))
