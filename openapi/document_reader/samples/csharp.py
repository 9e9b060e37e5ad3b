"""Reads the C# sample: a RestSharp call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from document_reader.errors import DocumentError
from document_reader.samples.request import STRING, Headers, SampleLines, make_request

if TYPE_CHECKING:
    from document_reader.facts import Json, Request


def read(lines: SampleLines) -> Request:
    """Read a RestClient, its RestRequest, the headers, the body and the call."""
    url = lines.text(lines.match(rf"var client = new RestClient\(({STRING})\);")[1])
    lines.mark("url")
    method = lines.match(r"var request = new RestRequest\(Method\.([A-Z]+)\);")[1]
    lines.mark("method")
    headers = Headers(lines)
    while header := lines.try_match(rf"request\.AddHeader\(({STRING}), ({STRING})\);"):
        headers.add(lines.text(header[1]), lines.text(header[2]))
    data = lines.try_match(rf"request\.AddParameter\(({STRING}), ({STRING}), ParameterType\.RequestBody\);")
    body: Json = None
    if data:
        body = lines.body(lines.text(data[2]))
        content_type = headers.in_order().get("content-type")
        if lines.text(data[1]) != content_type:
            rule = f"it is the content-type header, {content_type!r}"
            raise DocumentError(lines.previous(), f"csharp sample: the body is {data[1]}", rule)
    lines.literal("IRestResponse response = client.Execute(request);")
    lines.end()
    return make_request(method, url, headers, body, has_body=data is not None)
