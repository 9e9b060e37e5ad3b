"""Reads the Java sample: a Unirest call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from document_reader.samples.request import STRING, Headers, SampleLines, make_request

if TYPE_CHECKING:
    from document_reader.facts import Json, Request


def read(lines: SampleLines) -> Request:
    """Read `Unirest.METHOD(url).header(…).body(…).asString();`."""
    start = lines.match(rf"HttpResponse<String> response = Unirest\.([a-z]+)\(({STRING})\)")
    method, url = start[1].upper(), lines.text(start[2])
    lines.mark("method")
    lines.mark("url")
    headers = Headers(lines)
    while header := lines.try_match(rf"  \.header\(({STRING}), ({STRING})\)"):
        headers.add(lines.text(header[1]), lines.text(header[2]))
    data = lines.try_match(rf"  \.body\(({STRING})\)")
    body: Json = lines.body(lines.text(data[1])) if data else None
    lines.literal("  .asString();")
    lines.end()
    return make_request(method, url, headers, body, has_body=data is not None)
