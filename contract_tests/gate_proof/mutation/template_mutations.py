"""Single changes to the templates of the client, and the client that the generator writes with each."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gate_proof.mutation.ast_mutations import Mutation, is_invisible
from gate_proof.mutation.workspaces import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES: Final = ROOT / "overrides" / "templates"
BELOW: Final = "templates/"  # begins the module of a mutation of a template
_PACKAGE: Final = "generated/numbers_api"
_SILENT: Final = ("README.md.jinja", "pyproject.toml.jinja", "provenance.py.jinja")  # write nothing that runs
_DIGESTS: Final = "_provenance.py"  # differs with every input
_BLOCK: Final = re.compile(r"\{%-?\s*(?P<word>if|elif|for)\s+(?P<rest>.*?)\s*[-+]?%\}", re.DOTALL)
_VALUE: Final = re.compile(r"\{\{-?\s*(?P<rest>.*?)\s*-?\}\}", re.DOTALL)
_LOOP: Final = re.compile(r"(?P<names>[\w, ]+?) in (?P<items>.+?)(?: if (?P<condition>.+))?", re.DOTALL)
_CHOICE: Final = re.compile(r"(?P<one>.+?) if (?P<condition>.+?) else (?P<other>.+)", re.DOTALL)
_KEYWORD: Final = re.compile(r"^ +\w+=.+,\n", re.MULTILINE)
_MACRO: Final = re.compile(r"\{% macro (?P<name>\w+)")


def template_mutations(folder: Path = TEMPLATES) -> list[Mutation]:
    """Every mutation of every template that writes what runs."""
    found: list[Mutation] = []
    for path in sorted(folder.glob("*.jinja")):
        if path.name not in _SILENT:
            found += mutated(f"{BELOW}{path.name}", path.read_text(encoding="utf-8"))
    return found


def mutated(module: str, source: str) -> list[Mutation]:
    """The mutations of one template."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: list[Mutation] = []
    for operator, start, end, after in _changes(source):
        before, place = source[start:end], _place(source, start)
        same = (place, operator, before, after)
        line = source.count("\n", 0, start) + 1
        found.append(Mutation(module, place, operator, before, after, start, end, line, seen[same]))
        seen[same] += 1
    return found


def _place(source: str, start: int) -> str:
    """The macro that a place comes after, which is nearly always the one that it is in."""
    names = [match["name"] for match in _MACRO.finditer(source, 0, start)]
    return names[-1] if names else "template"


def _changes(source: str) -> Iterator[tuple[str, int, int, str]]:
    """Operators, places and what is written there instead."""
    for block in _BLOCK.finditer(source):
        start, end = block.span("rest")
        if block["word"] != "for":
            yield from (("branch", start, end, value) for value in ("true", "false"))
        elif loop := _LOOP.fullmatch(block["rest"]):
            condition = f" if {loop['condition']}" if loop["condition"] else ""
            for part in ("[1:]", "[:-1]"):
                yield "fewer", start, end, f"{loop['names']} in ({loop['items']} | list){part}{condition}"
            if condition:
                yield "filter", start, end, f"{loop['names']} in {loop['items']}"
    for value in _VALUE.finditer(source):
        if not value["rest"].startswith("docstring"):
            start, end = value.span("rest")
            yield from (("value", start, end, after) for after in _values(value["rest"]))
    for line in _KEYWORD.finditer(source):
        yield "delete", *line.span(), ""


def _values(rest: str) -> Iterator[str]:
    """What is written in place of a value: the other branch, or what it is before the last filter."""
    choice = _CHOICE.fullmatch(rest)
    if choice:
        yield from (choice["one"], choice["other"])
    value, bar, _ = rest.rpartition(" | ")
    if bar and not choice:
        yield value


def client_with(mutation: Mutation) -> dict[str, str] | None:
    """The modules that the generator writes otherwise with a template changed: path to text; None where it refuses.

    What differs in prose and in types for type checkers alone is no difference, as for mutations of modules.
    """
    with tempfile.TemporaryDirectory(prefix="template-") as scratch:
        overrides, output = Path(scratch) / "overrides", Path(scratch) / "generated"
        shutil.copytree(ROOT / "overrides", overrides, ignore=shutil.ignore_patterns("__pycache__"))
        template = overrides / mutation.module
        template.write_text(mutation.applied(template.read_text(encoding="utf-8")), encoding="utf-8")
        command = [sys.executable, str(ROOT / "overrides" / "generate.py")]
        options = ["--overrides", str(overrides), "--output", str(output)]
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, check=False)
        return _changed(output / "numbers_api") if done.returncode == 0 else None


def _changed(package: Path) -> dict[str, str]:
    original = ROOT / _PACKAGE
    names = {path.relative_to(folder).as_posix() for folder in (package, original) for path in folder.rglob("*.py")}
    names.discard(_DIGESTS)
    texts = {name: (_text(package / name), _text(original / name)) for name in sorted(names)}
    return {f"{_PACKAGE}/{name}": new for name, (new, old) in texts.items() if _meaning(new) != _meaning(old)}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _meaning(source: str) -> str:
    """A module without what nobody sees at run time."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            node.body = [statement for statement in node.body if not is_invisible(statement)]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.dump(tree)
