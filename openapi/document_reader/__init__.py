"""Reads a reference in the Markdown format of widdershins into facts, strictly: a line without a place is an error."""

from document_reader.errors import DocumentError
from document_reader.facts import Facts
from document_reader.layout import from_json, to_json, without_lines
from document_reader.reader import read_document, read_facts

__all__ = ["DocumentError", "Facts", "from_json", "read_document", "read_facts", "to_json", "without_lines"]
