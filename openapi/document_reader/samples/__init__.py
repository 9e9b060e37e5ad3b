"""Code samples: one reader for each language, and the rule that all of them send the same request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from document_reader.errors import DocumentError
from document_reader.json_text import canonical, first_difference
from document_reader.samples import csharp, java, node, php, shell
from document_reader.samples.request import METHODS, SampleLines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from document_reader.facts import Request
    from document_reader.lines import Fence

READERS: dict[str, Callable[[SampleLines], Request]] = {
    "shell": shell.read,
    "java": java.read,
    "csharp": csharp.read,
    "javascript--node": node.read,
    "php": php.read,
}


def read_samples(fences: Sequence[Fence]) -> Request:
    """Read one sample in each language and return the request that all of them send."""
    first = fences[0]
    request = READERS[first.language](SampleLines(first))
    if request.method not in METHODS:
        rule = f"a method is one of {', '.join(sorted(METHODS))}"
        raise DocumentError(first.number, f"{first.language} sample: method {request.method}", rule)
    for fence in fences[1:]:
        _agree(fence, READERS[fence.language](SampleLines(fence)), first.language, request)
    return request


def _agree(fence: Fence, request: Request, language: str, expected: Request) -> None:
    """Raise where a sample sends another method, URL, header or body than the first one."""
    parts = (
        ("method", request.method, expected.method),
        ("URL", request.url, expected.url),
        ("headers", canonical(dict(request.headers)), canonical(dict(expected.headers))),
        ("body", request.has_body, expected.has_body),
    )
    for name, ours, theirs in parts:
        if ours != theirs:
            what = f"{fence.language} sample: {name} {ours!r}"
            raise DocumentError(fence.number, what, f"the {language} sample has {theirs!r}")
    place = first_difference(request.body, expected.body)
    if place is not None:
        raise DocumentError(
            fence.number, f"{fence.language} sample: body differs at {place}", f"see the {language} one"
        )
