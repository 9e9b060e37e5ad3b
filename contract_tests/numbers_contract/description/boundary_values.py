"""Values at and just beyond every limit of a schema, each judged by the schema itself.

The candidates come from the keywords and the examples; whether one is allowed is never assumed but asked of the
compiled schema.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .json_pointer import MISSING
from .text_mutations import changeable, distorted

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from .schemas import CompiledSchema, Schemas

__all__ = ["Sample", "as_text", "from_text", "samples", "text_samples"]

Json = dict[str, Any]
_ODD = (
    "  a text  ",
    'a "quoted" text',
    "back\\slash",
    "O'Brien; --",
    "two\nlines\tand a tab",
    "<b>&amp;</b>",
    "50 % + 1 = %2B",
    "null",
)
_METHODS = ("PUT", "DELETE", "HEAD")
_OF_A_KIND: dict[str, tuple[str, ...]] = {"GET": _METHODS, "POST": _METHODS}  # what who takes one may take as well
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DIGITS = 25  # that many digits are beyond every bound, and more cannot make it otherwise
_LONGEST = 6000  # characters; servers take lines of 8000 at least (RFC 9110, section 4.1)


@dataclass(frozen=True, slots=True)
class Sample:
    """A value with what it tries out, and whether the schema allows it."""

    kind: str
    value: Any
    valid: bool


def samples(schemas: Schemas, schema: Json, compiled: CompiledSchema) -> list[Sample]:
    """JSON values for a member of a body."""
    found: dict[str, Sample] = {}
    for kind, value in (*_candidates(schemas, schema), *_easily_changed(schemas, schema)):
        key = repr(value)
        if key not in found:
            found[key] = Sample(kind, value, compiled.allows(value))
    return list(found.values())


def text_samples(schemas: Schemas, schema: Json, compiled: CompiledSchema) -> list[Sample]:
    """Texts for a parameter; only those whose meaning every reader of the description shares."""
    found: dict[str, Sample] = {}
    for kind, value in _candidates(schemas, schema):
        text = value if isinstance(value, str) else as_text(value)
        if text is None or text in found or len(text) > _LONGEST:
            continue
        meant = from_text(schemas, schema, text)
        if meant is not MISSING:
            found[text] = Sample(kind, text, compiled.allows(meant))
    return list(found.values())


def as_text(value: Any) -> str | None:
    """How a value is written in a query or a path; None for what cannot be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, str)):
        return str(value)
    return repr(value) if isinstance(value, float) else None


def from_text(schemas: Schemas, schema: Json, text: str) -> Any:
    """The value that a text of a query or a path means; MISSING where readers may differ, as about 01 and 1.0."""
    types = _types(schemas, schema)
    if "string" in types or not types:
        return text
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if types & {"integer", "number"}:
        if _INTEGER.fullmatch(text):
            return int(text[:_DIGITS])
        if _may_be_a_number(text):
            return MISSING
    return text


def _may_be_a_number(text: str) -> bool:
    try:
        number = float(text.replace("_", ""))
    except ValueError:
        return False
    return number == int(number) if abs(number) < 1e300 else False


def _easily_changed(schemas: Schemas, schema: Json) -> Iterator[tuple[str, str]]:
    """Texts that have to come back as they were sent, where a text may be as its author likes."""
    for branch in schemas.branches(schema):
        free = "string" in branch.get("type", ()) and not branch.keys() & {"enum", "const", "pattern", "format"}
        if free:
            yield from (("easily changed", text) for text in changeable(branch.get("minLength", 0)))


def _types(schemas: Schemas, schema: Json) -> set[str]:
    found: set[str] = set()
    for branch in schemas.branches(schema):
        kinds = branch.get("type", [])
        found |= {kinds} if isinstance(kinds, str) else set(kinds)
    return found - {"null"}


def _candidates(schemas: Schemas, schema: Json) -> Iterator[tuple[str, Any]]:
    flat = schemas.flat(schema)
    yield from (("example", value) for value in flat.get("examples", []))
    for branch in schemas.branches(schema):
        yield from (("example", value) for value in branch.get("examples", []))
        yield from (("known value", value) for value in branch.get("x-extensible-enum", []))
        yield from _of_enum(branch)
        yield from _of_type(branch)
    yield from _of_other_types()


def _of_enum(branch: Json) -> Iterator[tuple[str, Any]]:
    for value in branch.get("enum", [branch["const"]] if "const" in branch else []):
        yield "one of the enumeration", value
        if isinstance(value, str):
            yield from (("other case", text) for text in (value.lower(), value.upper(), value.capitalize()))
            yield "beyond the enumeration", f"{value}x"
            yield from (("beyond the enumeration", text) for text in _OF_A_KIND.get(value, ()))
            yield from (("with a space", text) for text in (f"{value} ", f" {value}"))


def _of_type(branch: Json) -> Iterator[tuple[str, Any]]:
    kinds = branch.get("type", [])
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if kinds & {"integer", "number"}:
        yield from _of_number(branch)
    if "string" in kinds:
        yield from _of_string(branch)
    if "boolean" in kinds:
        yield from (("truth value", value) for value in (True, False))
        yield from (("no truth value", text) for text in ("True", "FALSE", "1", "0", "yes", "maybe", ""))


def _of_number(branch: Json) -> Iterator[tuple[str, Any]]:
    low, high = branch.get("minimum"), branch.get("maximum")
    if low is None and high is None and branch.get("format") in ("int32", "int64"):
        bits = int(branch["format"][3:]) - 1
        low, high = -(2**bits), 2**bits - 1
    for kind, limit, step in (("minimum", low, -1), ("maximum", high, 1)):
        if limit is not None:
            yield kind, limit
            yield f"beyond the {kind}", limit + step
            yield f"inside the {kind}", limit - step
    yield from (("zero", 0), ("fraction", 1.5), ("no number", "abc"), ("empty", ""), ("a digit and more", "1x"))
    yield "huge", 10**20
    yield "5000 digits", "9" * 5000
    yield "text", "null"


def _of_string(branch: Json) -> Iterator[tuple[str, Any]]:
    examples = [value for value in branch.get("examples", []) if isinstance(value, str)]
    low, high = branch.get("minLength", 0), branch.get("maxLength")
    yield "empty", ""
    if branch.keys() & {"enum", "const"}:
        return
    if low:
        yield from _of_length(examples, low, "shortest allowed")
        yield from _of_length(examples, low - 1, "shorter than allowed")
    if high is not None:
        yield from _of_length(examples, high, "longest allowed")
        yield from _of_length(examples, high + 1, "longer than allowed")
    if str(branch.get("format", "")).startswith(("uri", "iri")):
        yield from (("no URL", text) for text in ("http://[", "https://exa mple.com/", "%zz", "https://example.com/<>"))
        yield from (("a relative reference", text) for text in ("/status", "../status?a=1"))
        yield from (("with query and fragment", f"{example}/?a=1&b=%20+%2F&a=&c#part") for example in examples[:1])
    if branch.get("pattern") or branch.get("format"):
        for example in examples:
            yield from distorted(example)
    elif high is None:
        yield "not in ASCII", "Zürich-日本-😀"
    if not (branch.get("pattern") or branch.get("format") or low):
        yield from (("odd characters", text) for text in _ODD)


def _of_length(examples: list[str], length: int, kind: str) -> Iterator[tuple[str, Any]]:
    example = examples[0] if examples else "x"
    yield kind, (example * (length // max(1, len(example)) + 1))[:length]
    if not examples or length:
        yield f"{kind}, not in ASCII", "ü" * length
        yield f"{kind}, beyond the basic plane", "😀" * length


def _of_other_types() -> Iterator[tuple[str, Any]]:
    yield "null", None
    yield "number", 5
    yield "fraction", 1.5
    yield "truth value", True
    yield "text", "a text"
    yield "list", []
    yield "object in a list", [{}]
    yield "object", {}


def text_of(rng: random.Random, length: int) -> str:
    """A text of letters that nothing else has."""
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(length))
