"""Reads the Node.js sample: the http module and an object literal as body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError
from document_reader.json_text import parse, printed_line
from document_reader.samples.javascript import read_literal
from document_reader.samples.request import Headers, SampleLines, make_request

if TYPE_CHECKING:
    from document_reader.facts import Json, Request

OPTIONS = "var options = "
WRITE = "req.write(JSON.stringify("
LISTEN = (
    "",
    "var req = http.request(options, function (res) {",
    "  var chunks = [];",
    "",
    '  res.on("data", function (chunk) {',
    "    chunks.push(chunk);",
    "  });",
    "",
    '  res.on("end", function () {',
    "    var body = Buffer.concat(chunks);",
    "    console.log(body.toString());",
    "  });",
    "});",
    "",
)


def read(lines: SampleLines) -> Request:
    """Read the options, the listener's fixed text, and the body if one is written."""
    scheme = lines.match(r'var http = require\("(https?)"\);')[1]
    lines.literal("")
    method, address, headers = _read_options(lines)
    lines.literal(*LISTEN)
    body: Json = None
    has_body = lines.peek().text.startswith(WRITE)
    if has_body:
        written = lines.take_until("));")
        literal = [text.text for text in written]
        literal[0], literal[-1] = literal[0].removeprefix(WRITE), literal[-1].removesuffix("));")
        if len(written) == 1:
            literal = [written[0].text.removeprefix(WRITE).removesuffix("));")]
        lines.mark("body", written[0].number)
        body = read_literal("\n".join(literal), written[0].number, lines.mark)
    lines.literal("req.end();")
    lines.end()
    return make_request(method, f"{scheme}://{address}", headers, body, has_body=has_body)


def _read_options(lines: SampleLines) -> tuple[str, str, Headers]:
    """Read the options object: the method, host with port and path, and the headers."""
    written = lines.take_until("};")
    start = written[0].number
    text = "\n".join(line.text for line in written)
    options = parse(text.removeprefix(OPTIONS).removesuffix(";"), start, "node sample: the options object")
    headers = Headers(lines)
    match options:
        case {
            "method": str(method),
            "hostname": str(host),
            "port": str() | None as port,
            "path": str(path),
            "headers": dict(found),
            **more,
        } if not more:
            for step, part in ((("method",), "method"), (("path",), "url")):
                lines.mark(part, start + printed_line(options, step))
            for name, value in found.items():
                lines.mark(f"header {name}", start + printed_line(options, ("headers", name)))
                headers.add(name, str(value))
        case _:
            rule = "it holds method, hostname, port, path and headers"
            raise DocumentError(start, "node sample: the options object", rule)
    if text != OPTIONS + json.dumps(options, indent=2, ensure_ascii=False) + ";":
        rule = f"it opens with {OPTIONS!r} and is indented by two spaces"
        raise DocumentError(start, "node sample: the options object", rule)
    return method, host + (f":{port}" if port else "") + path, headers
