"""The proof itself: mutations are what they say, samples stay, tables tell the truth; and a small part of it is run."""

from __future__ import annotations

import ast
import json
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate_proof import command
from gate_proof.endpoint_runs import Verdict, judged
from gate_proof.faults.catalogue import catalogue
from gate_proof.mutation import client_mutation_runs as client_runs
from gate_proof.mutation.ast_mutations import mutations
from gate_proof.mutation.client_mutation_runs import explained, table
from gate_proof.mutation.client_process import Worker
from gate_proof.mutation.sampling import PACKAGE, all_mutations, sample
from gate_proof.mutation.template_mutations import client_with, mutated, template_mutations
from gate_proof.mutation.timings import Experience
from gate_proof.tables import Table, markdown, write
from gate_proof.targets import Target, correct, faulty

if TYPE_CHECKING:
    from pathlib import Path

    from gate_proof.mutation.ast_mutations import Mutation

EVERY = all_mutations()
TEMPLATES = template_mutations()
SMOKE = [
    "body-meta-page-as-text",
    "http-accept-ignored",
    "input-page-negative",
    "auth-list-without-credentials",
    "state-bought-and-not",
    "query-type-ignored",
    "paging-next-loses-filters",
    "both-type-beside-country",
]


def made(source: str) -> set[tuple[str, str, str]]:
    """The mutations of a piece of source, without their places."""
    return {(one.operator, one.before, one.after) for one in mutations("models/m.py", textwrap.dedent(source))}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a == b", ("compare", "a == b", "((a) != (b))")),
        ("x = a < b <= c", ("compare", "a < b <= c", "((a) <= (b) <= (c))")),
        ("x = a and b", ("boolean", "a and b", "((a) or (b))")),
        ("x = a or b", ("operand", "a or b", "(b)")),
        ("x = not a", ("not", "not a", "(a)")),
        ("x = a + b", ("compute", "a + b", "((a) - (b))")),
        ("x = True", ("constant", "True", "False")),
        ("x = 7", ("constant", "7", "8")),
        ("x = 'key'", ("constant", "'key'", "'keyX'")),
        ("x = f(a, b=c)", ("argument", "f(a, b=c)", "f(a)")),
        ("x = [a for a in b if a]", ("filter", "[a for a in b if a]", "[a for a in b]")),
        ("x = a[1:]", ("slice", "a[1:]", "a")),
        ("if a:\n    b()", ("branch", "a", "True")),
        ("def f():\n    g()\n    return h()", ("delete", "g()", "pass")),
        ("def f():\n    return h()", ("return", "return h()", "return None")),
        ("raise ValueError('x')", ("exception", "ValueError('x')", "ArithmeticError('another')")),
        ("try:\n    a()\nexcept KeyError:\n    b()", ("handler", "KeyError", "ZeroDivisionError")),
        ("class A:\n    b: int | None = None", ("type", "int | None", "int")),
    ],
)
def test_each_operator(source: str, expected: tuple[str, str, str]) -> None:
    """Each operator makes the change that it is for."""
    assert expected in made(source)


@pytest.mark.parametrize(
    "source",
    ['"""Prose."""', "__all__ = ['a']", "import a", "if TYPE_CHECKING:\n    from a import b", "_log.debug('x', a)"],
)
def test_what_nobody_could_see_is_left(source: str) -> None:
    """Prose, exports, imports, what is for type checkers and the words of logs are not mutated."""
    assert {one for one in made(source) if one[0] != "delete"} == set()


@given(st.sampled_from(EVERY))
def test_a_mutation_changes_what_it_says(mutation: Mutation) -> None:
    """A mutated module is Python, differs from the original in meaning, and only where the mutation says."""
    source = (PACKAGE / mutation.module).read_text(encoding="utf-8")
    changed = mutation.applied(source)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))
    assert source[: mutation.start] + mutation.before + source[mutation.end :] == source
    assert changed == source[: mutation.start] + mutation.after + source[mutation.end :]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if op.billed %}", ("branch", "op.billed", "true")),
        ("{% if op.billed %}", ("branch", "op.billed", "false")),
        (
            "{% for op in views if op.safe %}",
            ("fewer", "op in views if op.safe", "op in (views | list)[:-1] if op.safe"),
        ),
        ("{% for op in views if op.safe %}", ("filter", "op in views if op.safe", "op in views")),
        ("{{ op.id | repr }}", ("value", "op.id | repr", "op.id")),
        ("{{ a if b else c }}", ("value", "a if b else c", "c")),
        ("    safe={{ op.safe }},\n", ("delete", "    safe={{ op.safe }},\n", "")),
    ],
)
def test_each_operator_on_templates(source: str, expected: tuple[str, str, str]) -> None:
    """Each operator on templates makes the change that it is for, and is named by the macro that it is in."""
    found = mutated("templates/t", f"{{% macro m() %}}\n{source}")
    assert expected in {(one.operator, one.before, one.after) for one in found}
    assert {one.place for one in found} == {"m"}


def test_a_mutated_template_writes_another_client() -> None:
    """What a template writes with a mutation is told from what it writes without, and from what cannot be written."""
    by_change = {(one.module, one.operator, one.before, one.after): one for one in TEMPLATES}
    billed = "    billed={{ op.billed }},\n"
    other = client_with(by_change["templates/operations.py.jinja", "delete", billed, ""])
    assert other is not None
    assert list(other) == ["generated/numbers_api/_operations.py"]
    assert "billed=" not in other["generated/numbers_api/_operations.py"]
    assert client_with(by_change["templates/operations.py.jinja", "value", "op.id | repr", "op.id"]) != {}
    assert client_with(by_change["templates/api.py.jinja", "branch", "op.deprecated", "false"]) == {}


def test_every_mutation_has_a_name_of_its_own() -> None:
    """No two mutations have the same key, and there are many, in every module that has code."""
    assert len({mutation.key for mutation in [*EVERY, *TEMPLATES]}) == len(EVERY) + len(TEMPLATES) > 1000
    modules = {mutation.module for mutation in EVERY}
    assert {"client.py", "_runtime/transport/requests.py", "_runtime/transport/responses.py"} <= modules


def test_a_name_outlives_changes_elsewhere() -> None:
    """A key stays the same when lines are added before the function, and when another function changes."""
    before = "def f(a):\n    return a == 1\n"
    after = f"import x\n\ndef g(a):\n    return a == 2\n\n{before}"
    assert {one.key for one in mutations("m.py", before)} <= {one.key for one in mutations("m.py", after)}


def test_a_sample_is_the_same_for_a_seed_and_nearly_so_after_a_change() -> None:
    """The same seed draws the same; without one module, nearly all others are drawn again; another seed, others."""
    drawn = {one.key for one in sample(EVERY, 200, 1)}
    assert drawn == {one.key for one in sample(EVERY, 200, 1)}
    fewer = [one for one in EVERY if one.module != "_runtime/pagination/links.py"]
    assert len(drawn & {one.key for one in sample(fewer, 200, 1)}) > 170
    assert len(drawn & {one.key for one in sample(EVERY, 200, 2)}) < 100


def row(key: str, result: str) -> dict[str, Any]:
    """A row of the client's table."""
    names = dict.fromkeys(("module", "place", "operator", "change", "failed", "by"), "x")
    return {**names, "key": key, "line": 1, "result": result, "seconds": 1.0, "why": ""}


def test_survivors_are_explained_or_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A survivor that nobody explained fails the run; equivalent ones do not count, open ones do."""
    kept = tmp_path / "kept.yaml"
    kept.write_text("a: 'equivalent: no caller can tell'\nb: 'open: needs a test'\n", encoding="utf-8")
    monkeypatch.setattr(client_runs, "KEPT", kept)
    caught = [row(f"c{number}", "caught") for number in range(19)]
    good = table(explained([*caught, row("a", "survived"), row("b", "survived")]))
    assert (good.good, good.facts["equivalent"], good.facts["share"]) == (True, 1, 0.95)
    assert not table(explained([*caught, row("unknown", "survived")])).good
    assert not table(explained([*caught[:9], row("b", "survived")])).good


def test_tables_are_written_in_three_forms(tmp_path: Path) -> None:
    """The table is there as JSON, Markdown and HTML, what is wrong first, and nothing breaks its form."""
    rows = [{"a": "fine", "good": True}, {"a": "<b> | \n", "good": False}]
    shown = Table("t", "Title", "Verdict.", good=False, columns={"a": "A"}, rows=rows)
    page = write(shown, tmp_path)
    assert json.loads((tmp_path / "t.json").read_text())["rows"] == rows
    assert markdown(shown).splitlines()[-2:] == ["| <b> \\|   |", "| fine |"]
    assert "&lt;b&gt;" in page.read_text()


def test_a_verdict_is_good_where_the_gate_was_right() -> None:
    """Silence is right for a correct server and wrong for a fault; nothing else than finding it is right there."""
    server, fault = correct(1)[0], faulty(1)[0]
    assert [Verdict(server, result).good for result in ("silent", "found", "unfinished", "crashed")] == [1, 0, 0, 0]
    assert [Verdict(fault, result).good for result in ("silent", "found", "unfinished", "crashed")] == [0, 1, 0, 0]
    assert {target.name for target in faulty(1)} == set(catalogue())


@pytest.mark.parametrize("name", SMOKE)
def test_the_gate_finds_a_fault_of_every_kind(name: str) -> None:
    """One fault of every kind is found, by a rule that has a name."""
    verdict = judged(Target("fault", name, 1, catalogue()[name].guarded))
    assert verdict.result == "found", verdict.message
    assert verdict.rule


BY_URL = [
    "http-delete-releases-all",
    "input-malformed-number-bought-fails",
    "auth-buys-for-the-caller",
    "both-british-not-kept",
]


@pytest.mark.parametrize("name", BY_URL)
def test_the_gate_finds_it_within_a_limit(name: str) -> None:
    """What needs purchases, broken requests or unknown methods is found where the gate may only buy within a limit."""
    verdict = judged(Target("fault-by-url", name, 1, catalogue()[name].guarded))

    assert verdict.good, verdict


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A part that does not exist is named in one line, with those that do."""
    assert command.main(["--only", "clients"]) == 2
    assert capsys.readouterr().err == "mutants: clients: there is no such part; ONLY takes correct, faults, client\n"


def test_a_mutant_of_a_client_is_caught_and_undone(tmp_path: Path) -> None:
    """A worker tells a mutant that tests catch from one that they do not, and leaves the file as it was."""
    package = tmp_path / "generated" / "numbers_api"
    package.mkdir(parents=True)
    (package / "small.py").write_text("def double(x):\n    return x + x\n", encoding="utf-8")
    tests = tmp_path / "contract_tests" / "client"
    tests.mkdir(parents=True)
    (tests / "test_small.py").write_text(
        "from numbers_api.small import double\n\n\ndef test_double():\n    assert double(3) == 6\n", encoding="utf-8"
    )
    shutil.copy(PACKAGE.parents[1] / "pyproject.toml", tmp_path)
    worker = Worker(tmp_path)
    try:
        file = "generated/numbers_api/small.py"
        results = [
            worker.run(Experience(), {file: f"def double(x):\n    return {text}\n"})
            for text in ("2 * x", "x", "syntax(")
        ]
        assert worker.run(Experience())["code"] == 0
    finally:
        worker.close()
    assert [result["code"] == 0 for result in results] == [True, False, False]
    assert results[1]["failed"].endswith("test_small.py::test_double")
