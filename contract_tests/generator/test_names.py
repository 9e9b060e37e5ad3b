"""Awkward names make a package that works and type-checks all the same."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import pytest
from generator.small_descriptions import Json, operation, small, write

if TYPE_CHECKING:
    from pathlib import Path

# Properties that are called after what their annotations need, or after what a module needs.
PROPERTIES: Json = {
    "date": {"type": "string", "format": "date"},
    "ended": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "ended_at": {"type": "string", "format": "date-time"},
    "str": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
    "dict": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
    "msgspec": {"type": "string", "maxLength": 3},
    "class": {"type": "string"},
    "self": {"type": "string"},
    "Any": {},
    "UNSET": {"type": "string"},
    "a.b": {"type": "integer", "minimum": 1},
    "a": {"type": "object", "properties": {"b": {"type": "integer", "minimum": 1}}},
    "x/y~z": {"type": "integer", "minimum": 1},
    "2nd": {"type": "string"},
    "é": {"type": "string"},
    "kind": {
        "type": "string",
        "enum": ["class", "2nd", "", "+", "A"],
        "x-enum-varnames": ["CLASS", "2", "NO", "PLUS", "A"],
    },
    "text": {"type": "string", "description": 'Ends in """ and \\N{DASH} and {{ braces }} and "quotes"'},
}
LIST = {"type": "array", "items": {"type": "string"}}
OPERATIONS: dict[str, tuple[str, Json]] = {
    "/list": ("get", operation(operationId="list", tags=["E911 Things"], responses={
        "200": {"description": "All.", "content": {"application/json": {"schema": LIST}}}})),
    "/all": ("put", operation(operationId="replaceAll", tags=["e911-things"], requestBody={
        "required": True, "content": {"application/json": {"schema": LIST}}})),
    "/import": ("get", operation(operationId="import", tags=["List"], parameters=[
        {"name": "from", "in": "query", "schema": {"type": "string", "format": "date"}},
        {"name": "date", "in": "query", "schema": {"type": "string", "format": "date"}},
        {"name": "list", "in": "query", "schema": LIST},
        {"name": "id", "in": "query", "schema": {"type": "string"}},
        {"name": "id", "in": "header", "schema": {"type": "string"}}])),
}  # fmt: skip
_PRELUDE = """
import httpx, respx
from things import ContractError, NumbersClient
from things.models import Thing
client = NumbersClient()
"""


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree that comes of a description with awkward names."""
    document = small()
    document["components"]["schemas"]["Thing"] = {"type": "object", "properties": PROPERTIES}
    for path, (method, described) in OPERATIONS.items():
        document["paths"][path] = {method: described}
    return write(document, tmp_path_factory.mktemp("names"))


def _run(awkward: Path, program: str) -> None:
    command = [sys.executable, "-W", "error", "-c", _PRELUDE + textwrap.dedent(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(awkward)})
    assert done.returncode == 0, done.stderr


def test_every_property_is_a_field_whatever_its_name(awkward: Path) -> None:
    """Each property is read into a field of its own and written back under its own name."""
    whole: dict[str, Any] = {
        **dict.fromkeys(("str", "msgspec", "class", "self", "UNSET", "2nd", "é", "text"), "ab"),
        "date": "2026-01-02", "ended": "2026-01-02", "datetime": "2026-01-02T03:04:05Z",
        "ended_at": "2026-01-02T03:04:05Z", "list": ["a"], "dict": {"a": 1}, "Any": [None], "a.b": 1, "a": {"b": 1},
        "x/y~z": 1, "kind": "2nd",
    }  # fmt: skip
    assert whole.keys() == PROPERTIES.keys()
    _run(
        awkward,
        f"""
        whole = {whole!r}
        thing = Thing.from_dict(whole)
        assert thing.to_dict() == whole
        assert thing.additional_properties == {{}}
        assert thing.date_ == thing.ended and thing.datetime_ == thing.ended_at and thing.list_ == ["a"]
        assert thing.class_ == thing.self_ == thing.str_ == "ab" and thing.any == [None]
        assert thing.kind.name == "VALUE_2"
        """,
    )


def test_a_fault_is_found_at_its_place(awkward: Path) -> None:
    """The JSON Pointer of a fault is right although names hold dots, slashes and tildes."""
    _run(
        awkward,
        """
        faults = [
            ({"a.b": 0}, "/a.b"),
            ({"a": {"b": 0}}, "/a/b"),
            ({"a": {"b": 1}, "a.b": 0}, "/a.b"),
            ({"a": {"b": 0}, "a.b": 1}, "/a/b"),
            ({"x/y~z": 0}, "/x~1y~0z"),
            ({"dict": {"p/q": 1, "~": 0}}, "/dict/~0"),
            ({"list": ["a", 1]}, "/list/1"),
            ({"datetime": "2026-01-02T03:04:05"}, "/datetime"),
            ({"kind": "B"}, "/kind"),
        ]
        for wrong, pointer in faults:
            try:
                Thing.from_dict(wrong)
            except ContractError as error:
                assert error.path == pointer, (wrong, error.path)
            else:
                raise AssertionError(wrong)
        """,
    )


def test_every_operation_is_a_method_whatever_its_tag_and_id(awkward: Path) -> None:
    """Tags that are one in Python share a class; ids, parameters and bodies called after types are called right."""
    _run(
        awkward,
        """
        with respx.mock(base_url="https://things.test/v1") as service:
            service.get("/list").mock(return_value=httpx.Response(200, json=["a"]))
            replaced = service.put("/all").mock(return_value=httpx.Response(204))
            imported = service.get("/import").mock(return_value=httpx.Response(204))
            assert client.e911_things.list() == ["a"]
            client.e911_things.replace_all(["b"])
            assert replaced.calls.last.request.content == b'["b"]'
            client.list.import_(from_="2026-01-02", date_="2026-01-03", list_=["a", "b"], id_query="q", id_header="h")
            request = imported.calls.last.request
            assert request.url.query == b"from=2026-01-02&date=2026-01-03&list=a&list=b&id=q", request.url.query
            assert request.headers["id"] == "h"
        """,
    )


def test_texts_are_docstrings_whatever_they_hold(awkward: Path) -> None:
    """Quotes, escapes and braces of a description are text in the package."""
    source = (awkward / "things" / "models" / "_classes.py").read_text("utf-8")
    compile(source, "_classes.py", "exec")

    assert "{{ braces }}" in source


@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_the_package_type_checks(awkward: Path, checker: str, tmp_path: Path) -> None:
    """Both type checkers are content with it, both strict."""
    commands = {
        "mypy": ["--strict", "--config-file=", f"--cache-dir={tmp_path}", str(awkward / "things")],
        "basedpyright": ["--level", "error", "--pythonpath", sys.executable, "--project", str(tmp_path)],
    }
    included = f'{{"typeCheckingMode": "strict", "include": ["{awkward / "things"}"]}}'
    (tmp_path / "pyrightconfig.json").write_text(included, "utf-8")
    command = [sys.executable, "-m", checker, *commands[checker]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=awkward)

    assert done.returncode == 0, done.stdout
