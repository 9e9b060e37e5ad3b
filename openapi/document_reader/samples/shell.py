"""Reads the shell sample: one `curl` command, an option a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt
from document_reader.samples.request import Headers, SampleLines, make_request

if TYPE_CHECKING:
    from document_reader.facts import Json, Request

PLAIN_WORD = re.compile(r"[A-Za-z0-9\-_/.@%^=:]+")
CONTINUED = r"( \\)?"


def read(lines: SampleLines) -> Request:
    """Read a curl command with --request, --url, --header and --data, in this order."""
    method = lines.match(r"curl --request ([A-Z]+) \\")[1]
    lines.mark("method")
    found = lines.match(r"  --url (\S+?)" + CONTINUED)
    lines.mark("url")
    url, more = _word(lines, found[1]), bool(found[2])
    headers = Headers(lines)
    body: Json = None
    has_body = False
    while more:
        header = lines.try_match(r"  --header (.+?)" + CONTINUED)
        if header is None:
            data = lines.match(r"  --data (.+)")
            body, has_body, more = lines.body(_word(lines, data[1])), True, False
            continue
        name, separator, value = _word(lines, header[1]).partition(": ")
        if not separator:
            raise DocumentError(lines.previous(), f"shell sample: header {excerpt(header[1])}", "it reads NAME: VALUE")
        headers.add(name, value)
        more = bool(header[2])
    lines.end()
    return make_request(method, url, headers, body, has_body=has_body)


def _word(lines: SampleLines, token: str) -> str:
    """Read one shell word, quoted exactly when it needs to be."""
    bare = token[1:-1].replace("'\\''", "'") if token.startswith("'") and token.endswith("'") else token
    if token != quote(bare):
        rule = "a word with other characters than letters, digits and -_/.@%^=: stands in single quotes, alone"
        raise DocumentError(lines.previous(), f"shell sample: word {excerpt(token)}", rule)
    return bare


def quote(word: str) -> str:
    """Quote a word as the samples do."""
    return word if PLAIN_WORD.fullmatch(word) else "'" + word.replace("'", "'\\''") + "'"
