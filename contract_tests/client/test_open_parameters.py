"""Parameters without a pattern, as a later description may have them: no value makes the request another one."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import InvalidRequest
from numbers_api._runtime.operations import Operation, Parameter
from numbers_api._runtime.transport.requests import build

CONTROLS = [*map(chr, range(32)), "\x7f"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


class Arguments(msgspec.Struct, kw_only=True):
    """A value in the path and one in a header, of any text."""

    key: str
    note: str = ""


OPERATION: Operation[None] = Operation(
    id="open",
    method="GET",
    path="/of/{key}/it",
    parameters=(Parameter("key", "key", "path"), Parameter("X-Note", "note", "header")),
    arguments=Arguments,
    responses={},
    safe=True,
    idempotent=True,
    billed=False,
)


@pytest.mark.parametrize("name", ["key", "note"])
@pytest.mark.parametrize("control", CONTROLS)
def test_control_characters_are_refused(name: str, control: str) -> None:
    """A control character in a path or a header is refused by the client, and the argument is named."""
    with pytest.raises(InvalidRequest) as caught:
        build(OPERATION, "http://x", {"key": "a", name: f"a{control}b"})
    assert (caught.value.field, caught.value.operation) == (name, "open")


@given(TEXTS.filter(lambda text: text not in {".", ".."}))
def test_a_path_value_is_one_segment(text: str) -> None:
    """Any other text is one segment of the path, and reads back as it was given."""
    parts = urlsplit(build(OPERATION, "http://x", {"key": text}).url)
    segments = parts.path.split("/")
    assert (len(segments), segments[1], segments[3], parts.query, parts.fragment) == (4, "of", "it", "", "")
    assert unquote(segments[2]) == text
