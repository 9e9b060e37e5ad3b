"""Templates and runtime modules that are not as they must be: each failure names the file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from generator.generation import ROOT
from generator.small_descriptions import fault_of, small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def overrides(tmp_path: Path) -> Path:
    """A copy of the templates and of the runtime, to be spoilt."""
    for name in ("templates", "runtime"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "overrides" / name, tmp_path / "overrides" / name, ignore=ignored)
    return tmp_path / "overrides"


def _append(name: str, text: bytes) -> Callable[[Path], None]:
    def change(overrides: Path) -> None:
        with (overrides / name).open("ab") as file:
            file.write(text)

    return change


def _remove(name: str) -> Callable[[Path], None]:
    def change(overrides: Path) -> None:
        path = overrides / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


MODEL, VALUES = "templates/model.py.jinja", "runtime/values.py"
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a template with an unknown name": (_append(MODEL, b"# {{ title.size }}"), "model.py.jinja:"),
    "a template that divides by zero": (_append(MODEL, b"# {{ 1 // 0 }}"), "ZeroDivisionError"),
    "a template that includes nothing": (
        _append(MODEL, b"{% include 'x.jinja' %}"),
        "the template x.jinja: is missing",
    ),
    "a template that makes no Python": (
        _append(MODEL, b"\nclass\n"),
        "ruff: error: Failed to parse things/models/_classes.py",
    ),
    "a template that makes a broken module": (
        _append(MODEL, b"\nraise ValueError('no such thing')\n"),
        "ValueError: no such thing",
    ),
    "a template of other bytes": (_append(MODEL, b"\xff"), "model.py.jinja: byte"),
    "no template of models": (_remove(MODEL), "the template model.py.jinja: is missing"),
    "no template of the README": (_remove("templates/README.md.jinja"), "the template README.md.jinja: is missing"),
    "no template of the provenance": (
        _remove("templates/provenance.py.jinja"),
        "the template provenance.py.jinja: is missing",
    ),
    "no templates": (_remove("templates"), "templates: holds no *.jinja"),
    "a runtime module of other bytes": (_append(VALUES, b"\xff"), "values.py: byte"),
    "a runtime module that imports nothing": (
        _append(VALUES, b"\nfrom . import nothing\n"),
        "cannot import name 'nothing' from 'things._runtime",
    ),
    "a missing runtime module": (
        _remove("runtime/pagination/pages.py"),
        "No module named 'things._runtime.pagination.pages'",
    ),
    "no runtime": (_remove("runtime"), "runtime: holds no *.py"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_spoilt_input_is_named(name: str, overrides: Path, tmp_path: Path) -> None:
    """The failure says in one line which file is at fault, without the places of a temporary folder."""
    change, expected = FAULTS[name]
    change(overrides)

    fault = fault_of(small(), tmp_path, overrides=overrides)

    assert expected in fault
    assert "\n" not in fault
    assert str(tmp_path / "out") not in fault


def test_the_templates_of_others_are_never_used(overrides: Path, tmp_path: Path) -> None:
    """Whichever template is taken away, the generator's own does not step in for it."""
    for template in sorted((overrides / "templates").iterdir()):
        if template.name in ("int_enum.py.jinja", "str_enum.py.jinja"):
            continue  # asked for only when a description has enumerations, and this one has none
        text = template.read_bytes()
        template.unlink()
        assert f"{template.name}: is missing" in fault_of(small(), tmp_path, overrides=overrides)
        template.write_bytes(text)
