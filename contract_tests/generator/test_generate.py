"""`make generate` writes the same bytes for the same inputs, and on any failure nothing at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from generator.generation import ROOT, Workbench, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A copy of the generator's inputs."""
    return Workbench.make(tmp_path)


def test_committed_tree_is_what_the_inputs_give(bench: Workbench) -> None:
    """What is committed under generated/ is what the generator writes from the same inputs, whatever the hash seed."""
    done = bench.run(PYTHONHASHSEED="1", cwd=Path("/"))

    assert (done.returncode, done.stderr) == (0, "")
    written = snapshot(bench.output)
    committed = {name: text for name, text in snapshot(ROOT / "generated").items() if "__pycache__" not in name}
    assert written == committed


def test_a_second_run_writes_the_same_bytes_and_leaves_nothing_behind(bench: Workbench) -> None:
    """Another hash seed changes no byte, and beside the output stand only the inputs."""
    bench.run(PYTHONHASHSEED="2")
    first = snapshot(bench.output)

    done = bench.run(PYTHONHASHSEED="3")

    assert done.returncode == 0
    assert snapshot(bench.output) == first
    assert sorted(path.name for path in bench.folder.iterdir()) == ["numbers.yaml", "out", "overrides"]


def test_check_tells_fresh_from_stale(bench: Workbench) -> None:
    """--check ends with 0 on a fresh tree and with 1 and the command to run on a stale one; it writes nothing."""
    bench.run()
    fresh = bench.run("--check")
    bench.append("out/README.md", "edited by hand\n")
    before = snapshot(bench.output)

    stale = bench.run("--check")

    assert (fresh.returncode, stale.returncode) == (0, 1)
    assert "README.md: differs" in stale.stderr
    assert "run: make generate" in stale.stderr
    assert snapshot(bench.output) == before


_FIRST_POST = "      operationId: BuyNumber\n"
FAILURES: dict[str, tuple[Callable[[Workbench], object], str]] = {
    "broken reference": (
        lambda bench: bench.edit("numbers.yaml", "'#/components/schemas/Voice'", "'#/components/schemas/Vioce'"),
        "/components/schemas/Configuration/properties/voice: reference '#/components/schemas/Vioce' points at nothing",
    ),
    "unknown configuration key": (
        lambda bench: bench.append("overrides/generator.yaml", "literal_enum: true\n"),
        "generator.yaml: unknown key literal_enum",
    ),
    "overlay that misses": (
        lambda bench: bench.edit("overrides/80-names-operations.yaml", "=='BuyNumber'", "=='BuyNumbr'"),
        "80-names-operations.yaml:",
    ),
    "overlay that is no YAML": (
        lambda bench: bench.append("overrides/40-wire-auth.yaml", "  - [\n"),
        "40-wire-auth.yaml:",
    ),
    "base missing": (lambda bench: (bench.folder / "numbers.yaml").unlink(), "numbers.yaml: cannot be read"),
    "base that is a list": (
        lambda bench: (bench.folder / "numbers.yaml").write_text("- 1\n", "utf-8"),
        "numbers.yaml: is not an object",
    ),
    "template with a syntax error": (
        lambda bench: bench.append("overrides/templates/model.py.jinja", "{% if %}"),
        "model.py.jinja:",
    ),
    "template with an unknown name": (
        lambda bench: bench.append("overrides/templates/model.py.jinja", "{{ no_such_name }}"),
        "'no_such_name' is undefined",
    ),
    "runtime module that is no Python": (
        lambda bench: bench.append("overrides/runtime/values.py", "x = (\n"),
        "_runtime/values.py",
    ),
    "class override without a class": (
        lambda bench: bench.append("overrides/generator.yaml", "class_overrides: {Nobody: {class_name: Somebody}}\n"),
        "class_overrides names Nobody",
    ),
    "keyword that the client cannot enforce": (
        lambda bench: bench.edit("numbers.yaml", "        locality:\n", "        locality:\n          not: {}\n"),
        "/components/schemas/Geography/properties/locality/not: the client could not enforce this",
    ),
    "price that is no price of ours": (
        lambda bench: bench.edit("overrides/50-types-prices.yaml", r"(\.[0-9]+)?$", r"(\.[0-9]{2})?$"),
        "format decimal must have the pattern",
    ),
    "error code with two names": (
        lambda bench: bench.edit("overrides/30-wire-errors.yaml", "code: 21650", "code: 21452"),
        "x-error-codes: 21452",
    ),
    "error class that hides a builtin": (
        lambda bench: bench.edit("overrides/30-wire-errors.yaml", "name: NoNumberFound", "name: ValueError"),
        "x-error-codes: 'ValueError' cannot be the name",
    ),
    "two methods of one name": (
        lambda bench: bench.edit(
            "overrides/80-names-operations.yaml", "operationId: getActiveNumber", "operationId: buyNumber"
        ),
        "becomes the method buy",
    ),
    "version that is none": (
        lambda bench: bench.edit("numbers.yaml", "  version: 1.0.0", "  version: latest"),
        "info.version 'latest'",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_line_and_changes_nothing(bench: Workbench, name: str) -> None:
    """Whatever is wrong with an input: not zero, one line that says what and where, the output as it was."""
    change, expected = FAILURES[name]
    bench.output.mkdir()
    (bench.output / "openapi.yaml").write_text("as it was\n", "utf-8")
    change(bench)

    done = bench.run()

    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(bench.output) == {"openapi.yaml": b"as it was\n"}
    assert sorted(path.name for path in bench.folder.iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize(("tool", "package"), [("ruff", "ruff"), ("openapi-python-client", "openapi_python_client")])
def test_a_tool_of_another_version_is_refused(bench: Workbench, tool: str, package: str) -> None:
    """A tool whose version is not the pinned one would write other bytes, so nothing is written."""
    fake = bench.folder / "site" / f"{package}-0.0.1.dist-info"
    fake.mkdir(parents=True)
    (fake / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {tool}\nVersion: 0.0.1\n", "utf-8")

    done = bench.run(PYTHONPATH=str(fake.parent))

    assert done.returncode == 2
    assert f"{tool}: version 0.0.1 is installed" in done.stderr
    assert not bench.output.exists()


def test_a_missing_tool_is_named(bench: Workbench) -> None:
    """Without ruff, which the generator itself would only warn of, the run fails and says so."""
    site = bench.folder / "site"
    (site / "ruff").mkdir(parents=True)
    (site / "ruff" / "__init__.py").write_text("", "utf-8")
    (site / "ruff" / "__main__.py").write_text("raise SystemExit('no ruff here')", "utf-8")

    done = bench.run(PYTHONPATH=str(site))

    assert done.returncode == 2
    assert done.stderr.startswith("generate: ruff: no ruff here")
    assert not bench.output.exists()


@pytest.mark.parametrize("kind", ["file", "foreign folder"])
def test_what_is_not_ours_is_not_overwritten(bench: Workbench, kind: str) -> None:
    """An output that is a file, or a folder of other things, stays as it is."""
    if kind == "file":
        bench.output.write_text("mine\n", "utf-8")
    else:
        bench.output.mkdir()
        (bench.output / "mine.txt").write_text("mine\n", "utf-8")

    done = bench.run()

    assert done.returncode == 2
    assert "is not a folder of generated files" in done.stderr
    assert "mine" in (bench.output if kind == "file" else bench.output / "mine.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text", "constant"),
    [
        ("numbers.yaml", "# a remark\n", "DESCRIPTION_SHA256"),
        ("overrides/40-wire-auth.yaml", "# a remark\n", "OVERRIDES_SHA256"),
        ("overrides/templates/api_init.py.jinja", "# a remark\n", "TEMPLATES_SHA256"),
        ("overrides/runtime/values.py", "# a remark\n", "TEMPLATES_SHA256"),
    ],
)
def test_provenance_says_which_input_changed(bench: Workbench, name: str, text: str, constant: str) -> None:
    """A change of one input changes its hash in the package and no other hash."""
    bench.append(name, text)
    bench.run()

    def hashes(folder: Path) -> dict[str, str]:
        lines = (folder / "numbers_api" / "_provenance.py").read_text("utf-8").splitlines()
        return dict(line.split(" = ", 1) for line in lines if "SHA256" in line)

    before, after = hashes(ROOT / "generated"), hashes(bench.output)
    assert {key for key in before if before[key] != after[key]} == {constant}
