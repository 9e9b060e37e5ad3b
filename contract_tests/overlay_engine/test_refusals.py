"""Bad input: one line for each fault, exit status 2, never a traceback, and the output as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from overlay_engine import OverlayError, apply_overlays

from .strategies import overlay_of, put, run_apply

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\n"
_GOOD = _HEAD + "actions:\n  - target: $.a\n    update:\n      x: 1\n"
_BASE: dict[str, object] = {"a": {}}

_OVERLAYS = {
    "no document": ("", "is not an overlay"),
    "comments only": ("# nothing\n", "is not an overlay"),
    "a list": ("- overlay: 1.1.0\n", "is not an overlay"),
    "an OpenAPI document": ("openapi: 3.1.0\n", "is not an overlay: it has no field overlay"),
    "a version that is a number": ("overlay: 1.1\n", "overlay is 1.1; only versions 1.0.x and 1.1.x are known"),
    "a version to come": ("overlay: 1.2.0\n", "overlay is 1.2.0; only versions"),
    "a version with more behind it": ("overlay: 1.1.0-rc1\n", "overlay is 1.1.0-rc1; only versions"),
    "no info": ("overlay: 1.1.0\nactions: [{target: $, update: 1}]\n", "the field info is missing; add it (object)"),
    "no actions": (_HEAD, "the field actions is missing; add it (array)"),
    "actions that are no list": (
        _HEAD + "actions: {}\n",
        "the field actions must be of type array, not object",
    ),
    "info that is a text": ("overlay: 1.1.0\ninfo: t\nactions: []\n", "field info must be of type object, not string"),
    "no title": ("overlay: 1.1.0\ninfo: {version: '1'}\nactions: []\n", "the field info.title is missing"),
    "a version of the overlay that is a number": (
        "overlay: 1.1.0\ninfo: {title: t, version: 1.0}\nactions: []\n",
        "the field info.version must be of type string, not number; correct or quote it",
    ),
    "an unknown field": (_HEAD + "actions: []\nextend: x\n", "the field extend is unknown"),
    "an unknown field of info": ("overlay: 1.1.0\ninfo: {name: n}\n", "the field info.name is unknown"),
    "a repeated key": ("overlay: 1.1.0\ninfo: {title: t, title: u}\n", ':2: found duplicate key "title"; correct'),
    "bad YAML": ("overlay: 1.1.0\ninfo: [\n", "overlay.yaml:3: "),
    "a tab": ("overlay: 1.1.0\ninfo:\n\ttitle: t\n", "overlay.yaml:3: "),
    "two documents": ("overlay: 1.1.0\n---\noverlay: 1.1.0\n", "overlay.yaml:2: "),
    "a tag": ("overlay: !!binary aGk=\n", ":1: the tag tag:yaml.org,2002:binary has no JSON value"),
    "a tag of its own": ("overlay: !mine x\n", ":1: the tag !mine has no JSON value"),
    "not a number": ("overlay: 1.1.0\nx-n: .nan\n", ":2: .nan has no JSON value"),
    "a key that is a list": ("overlay: 1.1.0\n? [a]\n: 1\n", ":2: a key that is a collection has no JSON value"),
    "an alias in itself": ("overlay: &a [*a]\n", ":1: an alias stands inside what it refers to"),
    "an alias to nothing": ("overlay: *a\n", ":1: found undefined alias"),
    "an anchor set twice": ("overlay: &a 1\nx-b: &a 2\n", ":2: the anchor &a is set twice"),
    "no key before a colon": ("overlay: 1.1.0\n: 1\n", ":2: a key is missing before the colon"),
    "deep nesting": ("overlay: " + "[" * 1200, "is nested too deeply"),
}  # fmt: skip

_JSON = {
    "no JSON": ("{", "overlay.json: "),
    "a repeated name": ('{"overlay": "1.1.0", "overlay": "1.1.0"}', 'found duplicate key "overlay"'),
    "NaN": ('{"overlay": NaN}', "NaN is no JSON value"),
    "half a pair": ('{"overlay": "\\ud800"}', "surrogates not allowed"),
    "a trailing comma": ('{"overlay": "1.1.0",}', "overlay.json: "),
    "deep nesting": ("[" * 100_000, "is nested too deeply"),
}


@pytest.mark.parametrize(("text", "fault"), _OVERLAYS.values(), ids=_OVERLAYS)
def test_a_file_that_is_no_overlay(text: str, fault: str, tmp_path: Path) -> None:
    """A file that is no overlay, or no document at all, is refused in one line that says where and what to do."""
    base, overlay, output = (
        put(tmp_path / "base.yaml", _BASE),
        put(tmp_path / "overlay.yaml", text),
        tmp_path / "out.yaml",
    )
    code, lines = run_apply(base, overlay, "--output", output)
    assert code == 2
    assert [line for line in lines if line.startswith(str(overlay)) and fault in line and "; " in line], lines
    assert not output.exists()


@pytest.mark.parametrize(("text", "fault"), _JSON.values(), ids=_JSON)
def test_a_json_file_that_is_no_overlay(text: str, fault: str, tmp_path: Path) -> None:
    """A file that is no JSON as RFC 8259 has it is refused, a repeated name included."""
    base, overlay = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "overlay.json", text)
    code, lines = run_apply(base, overlay, "--output", tmp_path / "out.yaml")
    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(str(overlay))
    assert fault in lines[0]


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "just text\n", "12\n"])
def test_a_base_that_is_no_object(text: str, tmp_path: Path) -> None:
    """A base that is no mapping is refused: there is nothing that a member could be added to."""
    base, overlay = put(tmp_path / "base.yaml", text), put(tmp_path / "overlay.yaml", _GOOD)
    code, lines = run_apply(base, overlay, "--output", tmp_path / "out.yaml")
    assert (code, len(lines)) == (2, 1)
    assert f"{base}: is not an object at the top" in lines[0]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder and bytes that are no UTF-8 are each refused by name."""
    base, overlay = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "overlay.yaml", _GOOD)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: \xfcber")
    for wrong, fault in (
        (tmp_path / "missing.yaml", "cannot be read (No such file or directory); name an existing file"),
        (tmp_path, "cannot be read (Is a directory)"),
        (latin, "byte 3 is not UTF-8"),
    ):
        for arguments in ([wrong, overlay], [base, wrong]):
            code, lines = run_apply(*arguments, "--output", tmp_path / "out.yaml")
            assert (code, len(lines)) == (2, 1)
            assert lines[0].startswith(f"{wrong}: {fault}")


def test_every_fault_of_every_overlay_is_named(tmp_path: Path) -> None:
    """All faults of all overlays are said at once, one line each, with the line that the action stands on."""
    first = put(
        tmp_path / "1.yaml",
        _HEAD + "actions:\n"
        "  - target: $.a\n    update: {x: 1}\n"
        "  - target: a\n    update: 1\n    remove: true\n"
        "  # a comment\n\n"
        "  - description: third\n    target: $.a\n",
    )
    second = put(tmp_path / "2.json", '{"overlay": "1.1.0",\n "x": 0,\n "actions": []}')
    code, lines = run_apply(put(tmp_path / "base.yaml", _BASE), first, second, "--output", tmp_path / "out.yaml")
    assert code == 2
    assert [line.split(": ")[0] for line in lines] == [f"{first}:6", f"{first}:6", f"{first}:11", *[str(second)] * 3]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_fault_names_the_line_of_its_action(ending: str, tmp_path: Path) -> None:
    """When an action fails, the message has its file, line, number, description and target, then rule and next step."""
    yaml = (
        _HEAD + "actions:\n  - target: $.a\n    update: {x: 1}\n"
        "  # above\n  - description: Second, of two\n    target: $.a.y\n    remove: true\n"
    )
    json = (
        '{"overlay": "1.1.0", "info": {"title": "t", "version": "1", "x-b": {"actions": [1]}},\n'
        ' "x-a": [\n  {"actions": []}],\n'
        ' "actions" :\n [ {"target": "$.a", "update": {"x": 1}}\n ,\n'
        '  {"description": "Second, of two", "target": "$.a.y", "remove": true}]\n}'
    )
    overlay = put(tmp_path / f"overlay.{ending}", yaml if ending == "yaml" else json)
    with pytest.raises(OverlayError) as caught:
        apply_overlays(put(tmp_path / "base.yaml", _BASE), [overlay])
    assert str(caught.value) == (
        f"{overlay}:7: action 2 (Second, of two), target $.a.y: selects nothing;"
        " correct the target, or delete the action if it is no longer needed"
    )


def test_a_descendant_query_in_a_very_deep_document_is_a_fault(tmp_path: Path) -> None:
    """A document that is too deep for '..' is refused as such, not with a traceback."""
    base = put(tmp_path / "base.yaml", "a: " + "{b: " * 150 + "1" + "}" * 150)
    overlay = put(tmp_path / "overlay.yaml", overlay_of([{"target": "$..c", "remove": True}]))
    with pytest.raises(OverlayError, match=r"action 1, target \$\.\.c: cannot be evaluated .*; name the place without"):
        apply_overlays(base, [overlay])
