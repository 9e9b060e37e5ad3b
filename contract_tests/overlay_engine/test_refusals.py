"""Bad input: one line for each fault, exit status 2, never a traceback, and the output as it was."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import apply
import pytest
from hypothesis import given
from hypothesis import strategies as st
from overlay_bench import bench, overlay_of, put
from overlay_engine import OverlayError, apply_overlays

if TYPE_CHECKING:
    from collections.abc import Sequence
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


def _run(arguments: Sequence[Path | str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = apply.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    assert captured.out == ""
    return code, captured.err.splitlines()


@pytest.mark.parametrize(("text", "fault"), _OVERLAYS.values(), ids=_OVERLAYS)
def test_a_file_that_is_no_overlay(text: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no overlay, or no document at all, is refused in one line that says where and what to do."""
    base, overlay, output = (
        put(tmp_path / "base.yaml", _BASE),
        put(tmp_path / "overlay.yaml", text),
        tmp_path / "out.yaml",
    )
    code, lines = _run([base, overlay, "--output", output], capsys)
    assert code == 2
    assert [line for line in lines if line.startswith(str(overlay)) and fault in line and "; " in line], lines
    assert not output.exists()


@pytest.mark.parametrize(("text", "fault"), _JSON.values(), ids=_JSON)
def test_a_json_file_that_is_no_overlay(
    text: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no JSON as RFC 8259 has it is refused, a repeated name included."""
    base, overlay = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "overlay.json", text)
    code, lines = _run([base, overlay, "--output", tmp_path / "out.yaml"], capsys)
    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(str(overlay))
    assert fault in lines[0]


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "just text\n", "12\n"])
def test_a_base_that_is_no_object(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A base that is no mapping is refused: there is nothing that a member could be added to."""
    base, overlay = put(tmp_path / "base.yaml", text), put(tmp_path / "overlay.yaml", _GOOD)
    code, lines = _run([base, overlay, "--output", tmp_path / "out.yaml"], capsys)
    assert (code, len(lines)) == (2, 1)
    assert f"{base}: is not an object at the top" in lines[0]


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
            code, lines = _run([*arguments, "--output", tmp_path / "out.yaml"], capsys)
            assert (code, len(lines)) == (2, 1)
            assert lines[0].startswith(f"{wrong}: {fault}")


def test_every_fault_of_every_overlay_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
    code, lines = _run([put(tmp_path / "base.yaml", _BASE), first, second, "--output", tmp_path / "out.yaml"], capsys)
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


def test_a_failure_leaves_the_output_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A failing overlay, the second of two, changes neither the old output nor its folder."""
    base, good = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "good.yaml", _GOOD)
    bad = put(tmp_path / "bad.yaml", overlay_of([{"target": "$.b", "remove": True}]))
    output = put(tmp_path / "out.yaml", "old: 1\n")
    before, stamp = sorted(tmp_path.iterdir()), output.stat().st_mtime_ns
    code, lines = _run([base, good, bad, "--output", output], capsys)
    assert (code, len(lines)) == (2, 1)
    assert (output.read_text("utf-8"), output.stat().st_mtime_ns) == ("old: 1\n", stamp)
    assert sorted(tmp_path.iterdir()) == before


def test_the_output_is_replaced_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A success replaces the old output, keeps its mode, follows a link to it, and leaves nothing beside it."""
    base, overlay = put(tmp_path / "base.yaml", "a: {}\n"), put(tmp_path / "overlay.yaml", _GOOD)
    output, link = put(tmp_path / "out.yaml", "old: 1\n" * 100), tmp_path / "link.yaml"
    output.chmod(0o640)
    witness = tmp_path / "witness"
    witness.hardlink_to(output)
    link.symlink_to(output)
    before = sorted(tmp_path.iterdir())
    assert _run([base, overlay, "--output", link], capsys) == (0, [])
    assert output.read_text("utf-8") == "a:\n  x: 1\n"
    assert witness.read_text("utf-8") == "old: 1\n" * 100, "the old file must be replaced, not written over"
    assert output.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == before


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder as the output, or a folder that is not there, is refused; so is an input, which would be lost."""
    base, overlay = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "overlay.yaml", _GOOD)
    before = sorted(tmp_path.iterdir())
    for output, fault in (
        (tmp_path, "cannot be written"),
        (tmp_path / "no" / "out.yaml", "cannot be written (No such file or directory)"),
        (base, "is an input and would be lost"),
        (tmp_path / "." / "overlay.yaml", "is an input and would be lost"),
    ):
        code, lines = _run([base, overlay, "--output", output], capsys)
        assert (code, len(lines)) == (2, 1)
        assert lines[0].startswith(f"{output}: {fault}")
        assert sorted(tmp_path.iterdir()) == before


def test_the_name_of_the_output_chooses_its_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An output that ends in .json is JSON, any other YAML, whatever the base was."""
    overlay = put(tmp_path / "overlay.yaml", _GOOD)
    for base in (put(tmp_path / "base.yaml", "a: {}\n200: ü\n"), put(tmp_path / "base.json", {"a": {}, "200": "ü"})):
        assert _run([base, overlay, "--output", tmp_path / "out.json"], capsys) == (0, [])
        assert (tmp_path / "out.json").read_text("utf-8") == '{\n  "a": {\n    "x": 1\n  },\n  "200": "ü"\n}\n'
    assert _run([tmp_path / "base.json", overlay, "--output", tmp_path / "out.yaml"], capsys) == (0, [])
    assert (tmp_path / "out.yaml").read_text("utf-8") == "a:\n  x: 1\n'200': ü\n"


def test_the_command_as_it_is_typed(tmp_path: Path) -> None:
    """The script runs from any folder, exits 0, or 2 for bad usage and bad input, and prints no traceback."""
    base, overlay = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "overlay.yaml", _GOOD)
    for arguments, code in (
        ([base, overlay, "--output", "out.yaml"], 0),
        ([base, overlay, overlay, "--output", "out2.yaml"], 2),
        ([base, overlay], 2),
        ([base, "--output", "out.yaml"], 2),
        ([], 2),
    ):
        done = subprocess.run(
            [sys.executable, apply.__file__, *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert bool(done.stderr) == bool(code)
    assert (tmp_path / "out.yaml").exists()
    assert not (tmp_path / "out2.yaml").exists()


_TOKENS = st.sampled_from(
    [
        *(
            "overlay: 1.1.0\n",
            "info: ",
            "actions:\n",
            "  - ",
            "target: $",
            "update: ",
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "\n",
        ),
        *(
            "  ",
            "&a ",
            "*a",
            "<<: ",
            "!!",
            "|\n",
            ">",
            "'",
            '"',
            "#",
            "? ",
            "%",
            "---\n",
            "...",
            "\t",
            "\r",
            "\x00",
            "\x85",
        ),
        *(
            "é",
            "=",
            "1.e5",
            "0o9",
            "1:30",
            "2001-99-99",
            ".inf",
            "~",
            ",",
            "@",
            "`",
            "\\u12",
            "\ufeff",
            "\u2028",
            "_1_",
        ),
        *("-", "+0x", "200", "!<x>"),
    ]
)
_TEXTS = st.lists(_TOKENS | st.text(max_size=3), max_size=14).map("".join)


@given(
    _TEXTS.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=30), st.sampled_from(["yaml", "json"])
)
def test_no_bytes_make_a_traceback(content: bytes, ending: str) -> None:
    """Whatever stands in the base or the overlay, the command succeeds or refuses; nothing else leaves it."""
    with bench() as folder:
        good = put(folder / "good.yaml", _GOOD)
        wild = folder / f"wild.{ending}"
        wild.write_bytes(content)
        for arguments in ([wild, good], [good, wild], [wild, put(folder / "to-root.yaml", _TO_ROOT)]):
            output = folder / "out.yaml"
            assert apply.main([*map(str, arguments), "--output", str(output)]) == (0 if output.exists() else 2)
            output.unlink(missing_ok=True)


_TO_ROOT = overlay_of([{"target": "$", "update": {"x-new": [{"a": 1}]}}])
