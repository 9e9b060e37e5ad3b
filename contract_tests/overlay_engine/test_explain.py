"""The page for people: every action, its places, values and reason, in tables that Markdown readers take for tables."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import explain
import pytest
from hypothesis import given
from hypothesis import strategies as st
from overlay_engine import OverlayError, changes

from .strategies import OBJECTS, VALUES, Json, Object, bench, locations, overlay_of, put, query

if TYPE_CHECKING:
    from pathlib import Path

_BASE = {"paths": {"/old": {"get": {"operationId": "A", "summary": "a"}}}, "t": [1]}
_FINDINGS = {
    "findings": [
        {"id": "path:A", "line": 3, "resolved_by": "x"},
        {"id": "case:A?b|c", "line": 4, "accepted": "Stays as it is."},
        {"id": "case:A?d", "line": 5, "accepted": "Stays as it is."},
        {"id": "host", "line": 0, "accepted": "Nobody | minds."},
    ]
}


def _action(target: str, **fields: object) -> dict[str, object]:
    return {"target": target, "description": "What", "x-reason": "Why", **fields}


def _page(folder: Path, *overlays: object, findings: dict[str, object] | None = None, base: object = _BASE) -> str:
    paths = [put(folder / f"{index}0-overlay.yaml", overlay) for index, overlay in enumerate(overlays)]
    return explain.write_page(put(folder / "base.yaml", base), paths, findings or {})


def _cells(line: str) -> list[str]:
    """The cells of a table row, as GitHub Flavored Markdown splits it: at every pipe without a backslash before it."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _rows(page: str) -> list[list[str]]:
    return [_cells(line) for line in page.splitlines() if line.startswith("|")]


def test_a_page_says_what_where_from_to_why_and_what_for(tmp_path: Path) -> None:
    """Each kind of edit has a row that reads well: added, replaced, removed, copied, renamed."""
    actions = [
        _action("$.t", update=[True], **{"x-resolves": ["a:1", "a:2", "b:1"]}),
        _action("$.paths[*].get.summary", update="b"),
        _action("$.t[0]", remove=True, **{"x-adds": True}),
        _action("$.paths", update={"/new": {}}),
        _action("$.paths['/new']", copy="$.paths['/old']"),
        _action("$.paths['/old']", remove=True),
        _action("$", update={"x": {}}),
        _action("$.x", copy="$.paths['/new'].get"),
    ]
    rows = _rows(_page(tmp_path, {**overlay_of(actions), "x-layer": "wire"}))
    table = rows[rows.index(["what", "where", "from", "to", "why", "resolves"]) + 2 :]
    assert table == [
        ["What", "`t > 1`", "nothing", "`true`", "Why", "`a` (2)<br>`b`"],
        ["What", "`GET /old > summary`", '`"a"`', '`"b"`', "Why", ""],
        ["What", "`t > 0`", "`1`", "nothing", "Why", "an addition"],
        ["What", "`paths > /new`", "nothing", "`{}`", "Why", ""],
        ["What", "`paths`", "`/old`", "`/new`", "Why", ""],
        ["What", "`paths`", "`/old`", "`/new`", "Why", ""],
        ["What", "`x`", "nothing", "`{}`", "Why", ""],
        ["What", "`x`", "`GET /new`", "a copy of it", "Why", ""],
    ]


def test_a_page_counts(tmp_path: Path) -> None:
    """The first table has, for each overlay and in all, the actions, the places and the findings, each finding once."""
    first = {**overlay_of([_action("$.t", update=[2, 3], **{"x-resolves": ["a:1", "a:2"]})]), "x-layer": "wire"}
    second = overlay_of([_action("$.t", update=4, **{"x-resolves": ["a:1"]}), _action("$.t", update=5)])
    rows = _rows(_page(tmp_path, first, {**second, "x-layer": "names"}))
    assert rows[2:5] == [
        ["wire", "`00-overlay.yaml`", "1", "2", "2"],
        ["names", "`10-overlay.yaml`", "2", "2", "1"],
        ["**all**", "", "3", "4", "2"],
    ]


def test_a_page_groups_by_layer(tmp_path: Path) -> None:
    """Layers are headings in the order in which they are first applied, each with its overlays below it."""
    overlays = [
        {
            **overlay_of([_action("$.t", update=index)]),
            "info": {"title": f"Title {index}", "version": "1"},
            "x-layer": layer,
        }
        for index, layer in enumerate(["wire", "names", "wire", "own"])
    ]
    page = _page(tmp_path, *overlays)
    headings = [line for line in page.splitlines() if line.startswith("##")]
    assert headings == [
        "## Layer: wire", "### Title 0", "### Title 2", "## Layer: names", "### Title 1",
        "## Layer: own", "### Title 3", "## How to leave one out",
    ]  # fmt: skip


def test_many_places_of_one_change_are_one_row(tmp_path: Path) -> None:
    """Places that change alike share a row, which lists the first few; others have their own."""
    base: Json = {"a": {str(index): {} for index in range(9)}, "b": {"n": 1}, "c": {"n": 2}}
    actions = [_action("$.a[*]", update={"x": 1}), _action("$['b', 'c'].n", update=3)]
    rows = _rows(_page(tmp_path, overlay_of(actions), base=base))
    assert [row[:4] for row in rows[-3:]] == [
        ["What", "`a > 0 > x`<br>`a > 1 > x`<br>`a > 2 > x`<br>`a > 3 > x`<br>and 5 more", "nothing", "`1`"],
        ["What", "`b > n`", "`1`", "`3`"],
        ["", "`c > n`", "`2`", "`3`"],
    ]


def test_a_long_value_is_shortened_and_markup_is_not_read(tmp_path: Path) -> None:
    """Values are cut at 60 characters; pipes, stars, angle brackets and backticks in values and prose stay literal."""
    text = "a | b ` c `` d" + " and so on" * 9
    action = _action("$", update={"x|y": text}, description="A | *b* <c>\nd", **{"x-reason": "E | f_g_h `$.i`"})
    (row,) = _rows(_page(tmp_path, overlay_of([action])))[-1:]
    assert row[0] == r"A \| \*b\* \<c> d"
    assert row[1] == r"`x\|y`"
    assert row[3] == r'```"a \| b ` c `` d and so on and so on and so on and so on and…```'
    assert row[4] == r"E \| f_g_h `$.i`"


def test_an_action_without_a_reason_is_refused(tmp_path: Path) -> None:
    """Every action that does not say why is named by file, line, number and target; blank does not count."""
    actions = [_action("$.t", update=2), {"target": "$.t", "update": 3}, _action("$.t", update=4, **{"x-reason": " "})]
    with pytest.raises(OverlayError) as caught:
        _page(tmp_path, overlay_of(actions))
    path = tmp_path / "00-overlay.yaml"
    assert caught.value.messages == (
        f"{path}:1: action 2 (), target $.t: has no x-reason; say there why the change is made",
        f"{path}:1: action 3 (What), target $.t: has no x-reason; say there why the change is made",
    )


def test_accepted_findings_are_the_last_table(tmp_path: Path) -> None:
    """Findings that were accepted stand at the end, those of one class and reason together; without any, no table."""
    overlay = overlay_of([_action("$.t", update=2)])
    findings = explain.read_findings(put(tmp_path / "findings.yaml", _FINDINGS))
    page = _page(tmp_path, overlay, findings=findings)
    assert "3 of 4 findings are accepted." in page
    assert _rows(page)[-2:] == [
        ["`case`", r"`A?b\|c`<br>`A?d`", "Stays as it is."],
        ["`host`", "`the whole document`", r"Nobody \| minds."],
    ]
    assert "accepted." not in _page(tmp_path, overlay)


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ([], "has no list findings at the top"),
        ({"findings": {}}, "has no list findings at the top"),
        ({"findings": ["x"]}, "findings[0] needs id, line, and resolved_by or accepted"),
        ({"findings": [{"id": "a", "line": 1}]}, "findings[0] needs id"),
        ({"findings": [{"id": "a", "line": 1, "accepted": "x", "resolved_by": "y"}]}, "findings[0] needs id"),
        ({"findings": [{"id": "a", "accepted": "x"}]}, "findings[0] needs id"),
    ],
)
def test_findings_in_another_form_are_refused(document: object, fault: str, tmp_path: Path) -> None:
    """A findings file that is no list of complete entries is refused by the place that is wrong."""
    path = put(tmp_path / "findings.yaml", document)
    with pytest.raises(OverlayError, match=re.escape(f"{path}: {fault}")):
        explain.read_findings(path)


@given(OBJECTS, VALUES, st.data())
def test_every_table_is_a_table(document: Object, update: Json, data: st.DataObject) -> None:
    """Whatever is changed, every row has as many cells as its head, every action a row, and twice gives the same."""
    location = data.draw(st.sampled_from(list(locations(document))))
    overlay = overlay_of([_action(query(location), update=update)])
    with bench() as folder:
        try:
            page = _page(folder, overlay, base=document)
        except OverlayError:
            return
        assert _page(folder, overlay, base=document) == page
        edits = changes(folder / "base.yaml", [folder / "00-overlay.yaml"])[0].edits
    blocks = [block.splitlines() for block in page.split("\n\n") if block.startswith("|")]
    assert len(blocks) == 2
    for block in blocks:
        assert {len(_cells(line)) for line in block} == {len(_cells(block[0]))}
    assert 1 <= len(blocks[1]) - 2 <= len(edits)


def test_the_command_as_it_is_typed(tmp_path: Path) -> None:
    """The script writes the page and exits 0; for bad input it exits 2 with a line on stderr and writes nothing."""
    base, output = put(tmp_path / "base.yaml", _BASE), tmp_path / "page.md"
    good = put(tmp_path / "good.yaml", overlay_of([_action("$.t", update=2)]))
    silent = put(tmp_path / "silent.yaml", overlay_of([{"target": "$.t", "update": 2}]))
    findings = put(tmp_path / "findings.yaml", _FINDINGS)

    def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, explain.__file__, *map(str, arguments), "--output", str(output)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    for wrong in ([base, silent], [base, good, "--findings", base], [base, tmp_path / "missing.yaml"]):
        done = run(*wrong)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert not output.exists()
    done = run(base, good, "--findings", findings)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert output.read_text("utf-8") == explain.write_page(base, [good], explain.read_findings(findings))
