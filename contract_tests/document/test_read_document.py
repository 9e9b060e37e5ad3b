"""The command that writes the facts file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from document.sample_document import map_library, write_document
from document_reader import from_json, without_lines

SCRIPT = Path(__file__).parents[2] / "openapi" / "read_document.py"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def test_writes_the_facts_of_a_document(tmp_path: Path) -> None:
    """The facts of the document, its hash and its length are in the output; a line on stdout sums them up."""
    source, output = tmp_path / "maps.md", tmp_path / "maps.json"
    source.write_text(write_document(map_library()), encoding="utf-8")
    done = run(source, "--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 operations and 9 schemas" in done.stdout
    facts = from_json(output.read_text(encoding="utf-8"))
    assert without_lines(facts) == without_lines(map_library())
    assert facts.line_count == len(source.read_text(encoding="utf-8").splitlines())


def test_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs write the same file, and nothing else stays behind in its folder."""
    source = tmp_path / "maps.md"
    source.write_text(write_document(map_library()), encoding="utf-8")
    (tmp_path / "out").mkdir()
    for name in ("one.json", "two.json"):
        assert run(source, "--output", tmp_path / "out" / name).returncode == 0
    written = [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())]
    assert len(written) == 2
    assert written[0] == written[1]


def test_line_ends_and_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    """A document saved with CRLF and a byte order mark says the same, on the same lines; only its hash differs."""
    text = write_document(map_library())
    plain, windows = tmp_path / "plain.md", tmp_path / "windows.md"
    plain.write_bytes(text.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    trees: list[dict[str, object]] = []
    for source in (plain, windows):
        output = source.with_suffix(".json")
        assert run(source, "--output", output).returncode == 0
        trees.append(json.loads(output.read_text(encoding="utf-8")))
    assert trees[0].pop("document") != trees[1].pop("document")
    assert trees[0] == trees[1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, ":1: No such file or directory; the document must be a readable file; check the path"),
        (b"# Something else\n", ":1: cannot place '# Something else'; "),
        (b"", ":1: the document ends; "),
        (b"fine\nf\xfcr\n", ":2: byte 0xfc is not UTF-8; "),
    ],
    ids=["missing", "another format", "empty", "latin-1"],
)
def test_a_document_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    """One line on stderr names file, line, rule and next step; the exit code is 2 and the output stays as it was."""
    source, output = tmp_path / "maps.md", tmp_path / "maps.json"
    if content is not None:
        source.write_bytes(content)
    output.write_text("as it was", encoding="utf-8")
    done = run(source, "--output", output)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"read_document: {source}{message}")
    assert done.stderr.count("\n") == 1
    assert output.read_text(encoding="utf-8") == "as it was"
    assert {path.name for path in tmp_path.iterdir()} <= {"maps.md", "maps.json"}


def test_a_contradiction_names_file_and_line(tmp_path: Path) -> None:
    """The error of a sample that contradicts the others starts with the file and the line."""
    text = write_document(map_library())
    source = tmp_path / "maps.md"
    source.write_text(text.replace("Unirest.get(", "Unirest.head("), encoding="utf-8")
    line = text[: text.index("Unirest.get(")].count("\n") + 1
    done = run(source, "--output", tmp_path / "maps.json")
    assert done.returncode == 2
    assert done.stderr.startswith(f'read_document: {source}:{line}: java sample: method "HEAD"')


def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A folder that does not exist, and a folder in place of the file, are named; no traceback."""
    source = tmp_path / "maps.md"
    source.write_text(write_document(map_library()), encoding="utf-8")
    (tmp_path / "taken").mkdir()
    for output in (tmp_path / "missing" / "maps.json", tmp_path / "taken"):
        done = run(source, "--output", output)
        assert done.returncode == 2
        assert done.stderr.startswith(f"read_document: {output}: ")
        assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["maps.md", "taken"]


def test_usage_is_shown_when_arguments_are_missing() -> None:
    """Without a document the command says how it is used and exits with 2."""
    done = run()
    assert done.returncode == 2
    assert done.stderr.startswith("usage: read_document")
