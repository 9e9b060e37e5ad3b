"""Command: write the page that says, for people, what the overlays change and why.

python overrides/explain.py BASE OVERLAY... --output generated/OVERRIDES.md [--findings overrides/findings.yaml]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from overlay_engine import Change, Delta, OverlayError, changes, read, write_text
from overlay_engine.markdown import code, head, place, places, row, text, value
from overlay_engine.values import kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_K = TypeVar("_K")
_V = TypeVar("_V")

_LAYERS = {
    "wire": "What is sent to the service and what it is expected to answer.",
    "types": "Which values are valid. No route, no name and no spelling on the wire changes.",
    "texts": "Words and examples for readers. Nothing else changes.",
    "names": "What operations and groups are called in the client. Nothing on the wire changes.",
}
_INTRODUCTION = """\
# What the overrides change, and why

`{base}` describes the service as the vendor's document does, contradictions included. This page, which `make generate`
writes from the overlays, lists every change that they make on the way to `generated/openapi.yaml`, with its reason.
"""
_LEAVE_OUT = """\
## How to leave one out

Delete an overlay, or give it a name that does not begin with a digit, and run `make generate`: any one of them can go
and the others still apply. The findings that it resolved are then open again, and `make test` names them until another
overlay resolves them or `overrides/findings.yaml` accepts them for a reason.
"""


def read_findings(path: Path) -> dict[str, Any]:
    """Read a findings file: a list `findings` of what was found, by `id` and `line`, each `resolved_by` or `accepted`.

    Raises:
        OverlayError: the file cannot be read, or an entry lacks one of these.
    """
    document, _ = read(path)
    entries: Any = document.get("findings") if kind(document) == "object" else None
    if kind(entries) != "array":
        raise OverlayError(f"{path}: has no list findings at the top; write one entry for each finding")
    for index, entry in enumerate(entries):
        fields: set[str] = set(entry) if kind(entry) == "object" else set()
        if not {"id", "line"} <= fields or len(fields & {"resolved_by", "accepted"}) != 1:
            raise OverlayError(f"{path}: findings[{index}] needs id, line, and resolved_by or accepted; complete it")
    return {"findings": entries}


def write_page(base: Path, overlays: Sequence[Path], findings: Mapping[str, Any]) -> str:
    """The page as Markdown, the same for the same input.

    Args:
        base: the description that the overlays apply to.
        overlays: the overlays, in the order of their application.
        findings: what `read_findings` returns, or an empty mapping.

    Raises:
        OverlayError: the overlays do not apply, or an action does not give its reason in `x-reason`.
    """
    return page_of(base.name, changes(base, overlays), findings)


def page_of(base: str, made: Sequence[Change], findings: Mapping[str, Any]) -> str:
    """The page of changes that were made.

    Args:
        base: the name of the description that they were made to.
        made: what `changes` or `applied` returns.
        findings: what `read_findings` returns, or an empty mapping.

    Raises:
        OverlayError: an action does not give its reason in `x-reason`.
    """
    _refuse_unexplained(made)
    lines = [_INTRODUCTION.format(base=base), *_counts(made)]
    for layer, group in _grouped((change.layer, change) for change in made).items():
        lines += _layer(layer, group)
    lines += ["", _LEAVE_OUT.rstrip("\n"), *_accepted(findings.get("findings", []))]
    return "\n".join(lines) + "\n"


def _refuse_unexplained(made: Sequence[Change]) -> None:
    silent = [change for change in made if not change.reason.strip()]
    if silent:
        raise OverlayError(
            *(
                f"{change.file}:{change.line}: action {change.index} ({change.description}), target {change.target}:"
                " has no x-reason; say there why the change is made"
                for change in silent
            )
        )


def _counts(made: Sequence[Change]) -> Iterator[str]:
    yield from head("layer", "overlay", "actions", "places changed", "findings resolved")
    for (layer, file), overlay in _grouped(((change.layer, change.file), change) for change in made).items():
        yield row(layer, code(file.name), *_totals(overlay))
    yield row("**all**", "", *_totals(made))


def _totals(made: Sequence[Change]) -> tuple[str, str, str]:
    resolved = {finding for change in made for finding in change.resolves}
    return str(len(made)), str(sum(len(change.edits) for change in made)), str(len(resolved))


def _layer(layer: str, made: Sequence[Change]) -> Iterator[str]:
    yield f"\n## Layer: {layer or 'none named'}"
    if layer in _LAYERS:
        yield f"\n{_LAYERS[layer]}"
    for file, overlay in _grouped((change.file, change) for change in made).items():
        yield f"\n### {text(overlay[0].title)}\n\n{code(file.name)}\n"
        yield from head("what", "where", "from", "to", "why", "resolves")
        yield from (line for change in overlay for line in _rows(change))


def _rows(change: Change) -> Iterator[str]:
    what, why, resolves = text(change.description or change.target), text(change.reason), _resolves(change)
    for (before, after), where in _grouped(_cells(edit) for edit in change.edits).items():
        yield row(what, places(where), before, after, why, resolves)
        what = why = resolves = ""


def _cells(edit: Delta) -> tuple[tuple[str, str], str]:
    """What an edit puts into the cells `from` and `to`, and into the cell `where`."""
    if edit.operation not in {"copy", "rename"}:
        return (value(edit.before), value(edit.after)), place(edit.path)
    source = [part.replace("~1", "/").replace("~0", "~") for part in edit.source.split("/")[1:]]
    if edit.operation == "copy":
        return (place(source), "a copy of it"), place(edit.path)
    if source[:-1] == list(edit.path[:-1]):
        return (place(source[-1:]), place(edit.path[-1:])), place(source[:-1])
    return (place(source), place(edit.path)), "moved"


def _resolves(change: Change) -> str:
    classes = _grouped((finding.partition(":")[0], finding) for finding in change.resolves)
    said = [f"{code(name)} ({len(found)})" if len(found) > 1 else code(name) for name, found in classes.items()]
    return "<br>".join([*said, *(["an addition"] if change.adds else [])])


def _accepted(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    found = [(str(entry["id"]).partition(":"), str(entry["accepted"])) for entry in entries if "accepted" in entry]
    if not found:
        return
    yield f"\n## What was found and stays as it is\n\n{len(found)} of {len(entries)} findings are accepted.\n"
    yield from head("what", "where", "why it stays")
    for (class_, reason), subjects in _grouped(((id_[0], reason), id_[2]) for id_, reason in found).items():
        yield row(code(class_), "<br>".join(place([subject]) for subject in subjects), text(reason))


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    """Values by key, both in the order of their first appearance."""
    groups: defaultdict[_K, list[_V]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return groups


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 for bad input, said in one line each on stderr."""
    options = _parser().parse_args(arguments)
    try:
        findings = read_findings(options.findings) if options.findings else {}
        write_text(options.output, write_page(options.base, options.overlays, findings))
    except OverlayError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Write a page that says what overlays change in a description, and why."
    )
    parser.add_argument("base", type=Path, metavar="BASE", help="the description, in YAML or JSON")
    parser.add_argument("overlays", type=Path, metavar="OVERLAY", nargs="+", help="an Overlay document")
    parser.add_argument("--output", type=Path, metavar="FILE", required=True, help="where to write the page (Markdown)")
    parser.add_argument("--findings", type=Path, metavar="FILE", help="what was found, resolved or accepted")
    return parser


if __name__ == "__main__":
    sys.exit(main())
