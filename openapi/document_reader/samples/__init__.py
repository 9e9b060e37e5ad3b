"""Code samples: one reader for each language, and the rule that all of them send the same request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError
from document_reader.json_text import canonical, first_difference, pointer
from document_reader.samples import csharp, java, node, php, shell
from document_reader.samples.request import METHODS, SampleLines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from document_reader.facts import Json, Request
    from document_reader.lines import Fence

READERS: dict[str, Callable[[SampleLines], Request]] = {
    "shell": shell.read,
    "java": java.read,
    "csharp": csharp.read,
    "javascript--node": node.read,
    "php": php.read,
}


def read_samples(fences: Sequence[Fence]) -> Request:
    """Read one sample in each language and return the request that all of them send.

    Where they differ, the error names the line of the sample that stands against most of the others.
    """
    readers = [SampleLines(fence) for fence in fences]
    sent = [READERS[reader.language](reader) for reader in readers]
    shown = [canonical([request.method, request.url, dict(request.headers), request.body]) for request in sent]
    usual = max(shown, key=shown.count)
    expected = sent[shown.index(usual)]
    for reader, request in zip(readers, sent, strict=True):
        _agree(reader, request, expected)
    if expected.method not in METHODS:
        rule = f"a method is one of {', '.join(sorted(METHODS))}"
        raise DocumentError(readers[0].marks["method"], f"the samples send {expected.method}", rule)
    return expected


def _agree(sample: SampleLines, request: Request, expected: Request) -> None:
    """Raise where a sample sends another method, URL, header or body than most samples do."""
    headers = request.headers | expected.headers
    parts: list[tuple[str, Json, Json]] = [
        ("method", request.method, expected.method),
        ("url", request.url, expected.url),
        *((f"header {name}", request.headers.get(name), expected.headers.get(name)) for name in headers),
        ("body", request.has_body, expected.has_body),
    ]
    for part, ours, theirs in parts:
        if ours != theirs:
            raise _odd(sample, part, f"{part} {json.dumps(ours):.120}", f"others have {json.dumps(theirs)}")
    place = first_difference(request.body, expected.body)
    if place is not None:
        raise _odd(sample, "body" + "".join(f"/{step}" for step in place), f"body at {pointer(place)}", "others differ")


def _odd(sample: SampleLines, part: str, what: str, rule: str) -> DocumentError:
    """Make the error for the sample that differs, at the line of `part` or of the nearest thing around it."""
    while part not in sample.marks and "/" in part:
        part = part.rpartition("/")[0]
    line = sample.marks.get(part, sample.marks["url"])
    return DocumentError(line, f"{sample.language} sample: {what}", f"all samples send the same, {rule}")
