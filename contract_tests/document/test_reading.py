"""Reading a document: nothing is lost, nothing is made up, and hardly a word can change without notice."""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from document.comparison import child
from document.mutation import changes, missed, without_prose
from document.sample_document import map_library, write_document
from document.sample_strategies import apis
from document_reader import DocumentError, Facts, from_json, read_facts, to_json, without_lines
from hypothesis import given, settings

if TYPE_CHECKING:
    from document_reader.facts import Json

ASIDE = '<aside class="warning">\nThis operation is deprecated\n</aside>'
MUTATIONS = 600
VENDOR = os.environ.get("NUMBERS_API_DOCUMENT", "")
needs_document = pytest.mark.skipif(
    not VENDOR, reason="NUMBERS_API_DOCUMENT is not set to the vendor's document, which is not part of this project"
)


def test_sample_document_is_read_as_it_was_written() -> None:
    """The facts of the sample document are the facts that it was written from."""
    facts = map_library()
    assert without_lines(read_facts(write_document(facts))) == without_lines(facts)


@given(apis())
@settings(max_examples=60)
def test_any_document_is_read_as_it_was_written(facts: Facts) -> None:
    """Whatever the names, types, values, operations and schemas: what was written is what is read."""
    assert without_lines(read_facts(write_document(facts))) == without_lines(facts)


@given(apis(), apis())
@settings(max_examples=20)
def test_documents_of_different_facts_differ(facts: Facts, others: Facts) -> None:
    """Two documents are the same text only if they say the same."""
    assert (write_document(facts) == write_document(others)) == (without_lines(facts) == without_lines(others))


@given(apis())
@settings(max_examples=20)
def test_facts_file_keeps_everything(facts: Facts) -> None:
    """Facts that are written to a file and read back are the same, line numbers included."""
    found = read_facts(write_document(facts))
    assert from_json(to_json(found)) == found


def test_every_fact_names_the_line_it_stands_on() -> None:
    """Each JSON Pointer of the index resolves, and its line shows the name, value or status that it points to."""
    text = write_document(map_library())
    lines = text.split("\n")
    tree: dict[str, Json] = json.loads(to_json(read_facts(text)))
    for pointer, number in cast("dict[str, int]", tree["lines"]).items():
        value = functools.reduce(child, pointer.split("/")[1:], cast("Json", tree))
        assert _shown(pointer, value) in lines[number - 1], pointer


def _shown(pointer: str, value: Json) -> str:
    """Return text that must stand on the line of a fact: what tells it from its neighbours."""
    if re.search(r"/(?:example|examples/\d+)$", pointer):
        return "```json"
    if isinstance(value, dict):
        if "schemes" in value or pointer.endswith("/authentication"):
            return "<aside"
        if "kind" in value:
            return {"apiKey": "API Key", "http": "HTTP", "oauth2": "oAuth2"}[str(value["kind"])]
        keys = ("language", "url", "combine", "heading", "name", "status", "code", "reference", "type")
        return str(next(value[key] for key in keys if key in value))
    return value if isinstance(value, str) else json.dumps(value)


def test_one_word_changes_of_the_sample_document_are_noticed() -> None:
    """At least 98 of 100 one-word changes in fact-bearing lines alter the facts or are refused."""
    text = write_document(map_library())
    found = missed(text, changes(text, MUTATIONS, seed=1))
    assert len(found) <= MUTATIONS * 0.02, found


@needs_document
def test_one_word_changes_of_the_vendor_document_are_noticed() -> None:
    """At least 98 of 100 one-word changes in the vendor's document alter the facts or are refused."""
    text = Path(VENDOR).read_text(encoding="utf-8")
    found = missed(text, changes(text, MUTATIONS, seed=2))
    assert len(found) <= MUTATIONS * 0.02, found


@needs_document
def test_committed_facts_are_those_of_the_vendor_document() -> None:
    """The facts file in the repository is what the reader writes for the document."""
    committed = Path(__file__).parents[2] / "openapi" / "document.facts.json"
    assert committed.read_text(encoding="utf-8") == to_json(read_facts(Path(VENDOR).read_bytes().decode()))


def test_committed_facts_hold_no_prose() -> None:
    """No string of the facts file but a heading or a tag is a sentence: none has more than four words."""
    committed = Path(__file__).parents[2] / "openapi" / "document.facts.json"
    words = [len(text.split()) for text in re.findall(r'"((?:[^"\\]|\\.)*)"', committed.read_text(encoding="utf-8"))]
    assert max(words) <= 4


MARKS = {
    "heading between ~~": ("## Drop\n", "## ~~Drop~~\n"),
    "aside under the anchor": ('"opIddropSheet"></a>\n', f'"opIddropSheet"></a>\n\n{ASIDE}\n'),
    "aside under the route": ("`DELETE /loans`\n", f"`DELETE /loans`\n\n{ASIDE}\n"),
    "line under the route": ("`DELETE /loans`\n", "`DELETE /loans`\n\n**Deprecated.**\n"),
    "start of the text": ("`DELETE /loans`\n", "`DELETE /loans`\n\nDeprecated: hand the sheet back instead.\n"),
}


@pytest.mark.parametrize("name", MARKS)
def test_any_mark_of_deprecation_is_seen(name: str) -> None:
    """The format has no mark of its own; each usual one makes the operation deprecated, and changes nothing else."""
    old, new = MARKS[name]
    text = write_document(map_library())
    assert old in text
    before, after = (without_prose(without_lines(read_facts(each))) for each in (text, text.replace(old, new)))
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    changed = dict(after, operations=before["operations"])
    assert changed == before
    operations = [item for item in (before["operations"], after["operations"]) if isinstance(item, list)]
    assert operations[1] == [*operations[0][:3], dict(cast("dict[str, Json]", operations[0][3]), deprecated=True)]


def test_a_deprecated_parameter_and_property_are_seen() -> None:
    """A name between ~~, or a description that starts with the word, makes a row deprecated."""
    text = write_document(map_library())
    parameter = text.replace("|seat|cookie|string|false|none|", "|seat|cookie|string|false|**Deprecated**, stand.|")
    sheet = read_facts(text).schemas[5]
    assert [item.name for item in sheet.properties if item.deprecated] == ["worn"]
    assert [item.name for item in read_facts(parameter).operations[0].parameters if item.deprecated] == ["tags", "seat"]


def test_front_matter_is_read() -> None:
    """The block for the site generator may stand above the title; its title must be that of the document."""
    text = write_document(map_library())
    block = "---\ntitle: Map Library v2\nlanguage_tabs:\n  - shell: cURL\nsearch: true\n\n---\n\n"
    before, after = (without_prose(without_lines(read_facts(each))) for each in (text, block + text))
    assert before == after
    with pytest.raises(DocumentError, match=r"^2: front matter"):
        read_facts(block.replace("Map", "Chart") + text)
