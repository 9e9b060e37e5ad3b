"""A tree takes its place whole or not at all, and never the place of what is not generated."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from client_generator.errors import GenerateError
from client_generator.staging import differences, digest, staged
from generator.generation import ROOT, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = (ROOT / "generated" / "pyproject.toml").read_text("utf-8").splitlines()[0]


def _fill(folder: Path, text: str = "new") -> None:
    (folder / "openapi.yaml").write_text(text, "utf-8")
    (folder / "pyproject.toml").write_text(f"{MARK}\n", "utf-8")
    (folder / "package").mkdir()
    (folder / "package" / "module.py").write_text(text, "utf-8")


def _stage(output: Path, then: Callable[[], object]) -> None:
    with staged(output) as fresh:
        _fill(fresh)
        then()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder as a run before has left it."""
    folder = tmp_path / "out"
    folder.mkdir()
    _fill(folder, "old")
    return folder


def test_a_tree_takes_the_place_of_the_one_before(output: Path) -> None:
    """What is there afterwards is what was written and no more, caches of tools and built wheels included."""
    for name in ("stale.py", "__pycache__/stale.pyc"):
        (output / "package" / name).parent.mkdir(exist_ok=True)
        (output / "package" / name).write_text("", "utf-8")
    (output / "dist").mkdir()
    with staged(output) as fresh:
        _fill(fresh)

    assert sorted(snapshot(output)) == ["openapi.yaml", "package/module.py", "pyproject.toml"]
    assert [path.name for path in output.parent.iterdir()] == ["out"]
    assert output.stat().st_mode & 0o777 == 0o777 & ~_umask()


def _umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found


def test_a_new_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    """An output that is not there yet is made."""
    with staged(tmp_path / "a" / "b") as fresh:
        _fill(fresh)

    assert (tmp_path / "a" / "b" / "openapi.yaml").read_text("utf-8") == "new"


@pytest.mark.parametrize("failure", [GenerateError("x", "y"), KeyboardInterrupt(), SystemExit(1), OSError("full")])
def test_a_failure_changes_nothing(output: Path, failure: BaseException) -> None:
    """An error or an interruption while the tree is written leaves the one before, and nothing beside it."""
    before = snapshot(output)

    def fail() -> None:
        raise failure

    with pytest.raises(type(failure)):
        _stage(output, fail)

    assert snapshot(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("failure", [OSError("busy"), KeyboardInterrupt()])
def test_a_failure_while_places_are_changed_changes_nothing(
    output: Path, failing: int, failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between moving the old tree away and the new one in, the old one can still come back."""
    before, rename, calls = snapshot(output), Path.rename, list[Path]()

    def failing_rename(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == failing:
            raise failure
        return rename(self, target)

    with pytest.raises(type(failure)):
        _stage(output, lambda: monkeypatch.setattr(Path, "rename", failing_rename))

    assert snapshot(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["out"]


def _add_file(output: Path) -> None:
    (output / "notes.txt").write_text("mine", "utf-8")


def _add_folder(output: Path) -> None:
    (output / ".git").mkdir()


def _own_project(output: Path) -> None:
    (output / "pyproject.toml").write_text("[project]\n", "utf-8")


def _no_description(output: Path) -> None:
    (output / "openapi.yaml").unlink()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_add_file, "holds notes.txt"),
        (_add_folder, "holds .git"),
        (_own_project, "is not a folder of generated files"),
        (_no_description, "is not a folder of generated files"),
    ],
)
def test_what_is_not_generated_is_not_overwritten(output: Path, change: Callable[[Path], None], expected: str) -> None:
    """A folder with anything of somebody else's stays as it is, and the error says what is in the way."""
    change(output)
    before = snapshot(output)
    with pytest.raises(GenerateError, match=expected), staged(output) as fresh:
        _fill(fresh)

    assert snapshot(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["out"]


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    """Neither a file in place of the output nor one above it is touched."""
    (tmp_path / "file").write_text("mine", "utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(GenerateError, match=r"file.*: (is not a folder|cannot be written)"), staged(place):
            pytest.fail("it was not refused")

    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_place_that_is_not_writable_is_named(tmp_path: Path) -> None:
    """Without permission there is an error that says so, before anything is written."""
    tmp_path.chmod(0o555)
    with pytest.raises(GenerateError, match="cannot be written"), staged(tmp_path / "out"):
        pytest.fail("it was not refused")


def test_differences_are_told_apart(output: Path, tmp_path: Path) -> None:
    """What differs, what is missing and what is too much each have their word; caches do not count."""
    other = tmp_path / "other"
    other.mkdir()
    _fill(other, "old")
    assert differences(output, other) == []
    (output / "package" / "__pycache__").mkdir()
    (output / "package" / "__pycache__" / "module.pyc").write_text("", "utf-8")
    assert differences(output, other) == []
    (output / "extra").write_text("", "utf-8")
    (other / "more").write_text("", "utf-8")
    (other / "openapi.yaml").write_text("new", "utf-8")

    assert differences(output, other) == ["extra: would be removed", "more: is missing", "openapi.yaml: differs"]


def test_a_hash_depends_on_names_and_contents_alone(tmp_path: Path) -> None:
    """Where a checkout lies changes no hash, even below a folder that is called like a cache; all else does."""

    def hashed(folder: str, name: str = "a.py", text: str = "x") -> str:
        place = tmp_path / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
        found = digest(place.rglob("*.py"), place)
        (place / name).unlink()
        return found

    assert hashed("one") == hashed("dist/two") == hashed("__pycache__/three/generated")
    assert len({hashed("one"), hashed("one", name="b.py"), hashed("one", text="y"), digest([], tmp_path)}) == 4
