"""From the text of a document to its facts."""

from __future__ import annotations

import hashlib

from document_reader.agreement import check_agreement
from document_reader.composition import check_examples
from document_reader.facts import Facts
from document_reader.front import read_schemes, read_title
from document_reader.lines import Cursor
from document_reader.operations import read_operations
from document_reader.schemas import read_schemas


def read_facts(text: str) -> Facts:
    """Read the facts of a document; DocumentError names the line that breaks the format or contradicts another."""
    return read_document(text)[0]


def read_document(text: str) -> tuple[Facts, frozenset[int]]:
    """Read the facts of a document, and the numbers of the lines that hold nothing but free text."""
    cursor = Cursor(text)
    title, servers = read_title(cursor)
    schemes = read_schemes(cursor)
    tags, operations = read_operations(cursor, title)
    schemas = read_schemas(cursor)
    facts = Facts(
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        line_count=text.count("\n") + (not text.endswith("\n")),
        title=title,
        servers=servers,
        schemes=schemes,
        tags=tags,
        operations=operations,
        schemas=schemas,
    )
    check_agreement(facts)
    check_examples(facts)
    return facts, frozenset(cursor.prose)
