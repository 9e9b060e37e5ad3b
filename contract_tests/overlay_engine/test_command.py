"""The command: its output, its exit status, and that no input makes it do anything but succeed or refuse."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import apply
from hypothesis import given
from hypothesis import strategies as st

from .strategies import bench, overlay_of, put, run_apply

if TYPE_CHECKING:
    from pathlib import Path

_GOOD = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n  - target: $.a\n    update:\n      x: 1\n"
_BASE: dict[str, object] = {"a": {}}


def test_a_failure_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    """A failing overlay, the second of two, changes neither the old output nor its folder."""
    base, good = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "good.yaml", _GOOD)
    bad = put(tmp_path / "bad.yaml", overlay_of([{"target": "$.b", "remove": True}]))
    output = put(tmp_path / "out.yaml", "old: 1\n")
    before, stamp = sorted(tmp_path.iterdir()), output.stat().st_mtime_ns
    code, lines = run_apply(base, good, bad, "--output", output)
    assert (code, len(lines)) == (2, 1)
    assert (output.read_text("utf-8"), output.stat().st_mtime_ns) == ("old: 1\n", stamp)
    assert sorted(tmp_path.iterdir()) == before


def test_the_output_is_replaced_whole(tmp_path: Path) -> None:
    """A success replaces the old output, keeps its mode, follows a link to it, and leaves nothing beside it."""
    base, overlay = put(tmp_path / "base.yaml", "a: {}\n"), put(tmp_path / "overlay.yaml", _GOOD)
    output, link = put(tmp_path / "out.yaml", "old: 1\n" * 100), tmp_path / "link.yaml"
    output.chmod(0o640)
    witness = tmp_path / "witness"
    witness.hardlink_to(output)
    link.symlink_to(output)
    before = sorted(tmp_path.iterdir())
    assert run_apply(base, overlay, "--output", link) == (0, [])
    assert output.read_text("utf-8") == "a:\n  x: 1\n"
    assert witness.read_text("utf-8") == "old: 1\n" * 100, "the old file must be replaced, not written over"
    assert output.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == before


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder as the output, or a folder that is not there, is refused; so is an input, which would be lost."""
    base, overlay = put(tmp_path / "base.yaml", _BASE), put(tmp_path / "overlay.yaml", _GOOD)
    before = sorted(tmp_path.iterdir())
    for output, fault in (
        (tmp_path, "cannot be written"),
        (tmp_path / "no" / "out.yaml", "cannot be written (No such file or directory)"),
        (base, "is an input and would be lost"),
        (tmp_path / "." / "overlay.yaml", "is an input and would be lost"),
    ):
        code, lines = run_apply(base, overlay, "--output", output)
        assert (code, len(lines)) == (2, 1)
        assert lines[0].startswith(f"{output}: {fault}")
        assert sorted(tmp_path.iterdir()) == before


def test_the_name_of_the_output_chooses_its_format(tmp_path: Path) -> None:
    """An output that ends in .json is JSON, any other YAML, whatever the base was."""
    overlay = put(tmp_path / "overlay.yaml", _GOOD)
    for base in (put(tmp_path / "base.yaml", "a: {}\n200: ü\n"), put(tmp_path / "base.json", {"a": {}, "200": "ü"})):
        assert run_apply(base, overlay, "--output", tmp_path / "out.json") == (0, [])
        assert (tmp_path / "out.json").read_text("utf-8") == '{\n  "a": {\n    "x": 1\n  },\n  "200": "ü"\n}\n'
    assert run_apply(tmp_path / "base.json", overlay, "--output", tmp_path / "out.yaml") == (0, [])
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
