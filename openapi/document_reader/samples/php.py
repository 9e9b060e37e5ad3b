"""Reads the PHP sample: the curl extension."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from document_reader.errors import DocumentError, excerpt
from document_reader.samples.request import STRING, Headers, SampleLines, make_request

if TYPE_CHECKING:
    from document_reader.facts import Json, Request

BEFORE = ("<?php", "", "$curl = curl_init();", "", "curl_setopt_array($curl, array(")
_HANDLE = "$curl"
_FIXED = {
    "RETURNTRANSFER": "true",
    "ENCODING": '""',
    "MAXREDIRS": "10",
    "TIMEOUT": "30",
    "HTTP_VERSION": "CURL_HTTP_VERSION_1_1",
}
SETTINGS = tuple(f"  CURLOPT_{name} => {value}," for name, value in _FIXED.items())
AFTER = (
    "));",
    "",
    f"$response = curl_exec({_HANDLE});",
    f"$err = curl_error({_HANDLE});",
    "",
    f"curl_close({_HANDLE});",
    "",
    "if ($err) {",
    '  echo "cURL Error #:" . $err;',
    "} else {",
    "  echo $response;",
    "}",
)


def read(lines: SampleLines) -> Request:
    """Read the options of the curl handle: port, URL, method, body and headers beside fixed settings."""
    lines.literal(*BEFORE)
    port = lines.try_match(r'  CURLOPT_PORT => "(\d+)",')
    url = lines.text(lines.match(rf"  CURLOPT_URL => ({STRING}),")[1])
    lines.mark("url")
    if (port[1] if port else "") != urlsplit(url).netloc.partition(":")[2]:
        raise DocumentError(lines.previous(), f"php sample: URL {excerpt(url)}", "CURLOPT_PORT repeats the URL's port")
    lines.literal(*SETTINGS)
    method = lines.match(r'  CURLOPT_CUSTOMREQUEST => "([A-Z]+)",')[1]
    lines.mark("method")
    data = lines.try_match(rf"  CURLOPT_POSTFIELDS => ({STRING}),")
    body: Json = lines.body(lines.text(data[1])) if data else None
    headers = _read_headers(lines)
    lines.literal(*AFTER)
    lines.end()
    return make_request(method, url, headers, body, has_body=data is not None)


def _read_headers(lines: SampleLines) -> Headers:
    headers = Headers(lines)
    more = lines.try_match(r"  CURLOPT_HTTPHEADER => array\(") is not None
    if not more:
        return headers
    while more:
        found = lines.match(rf"    ({STRING})(,?)")
        name, separator, value = lines.text(found[1]).partition(": ")
        if not separator:
            raise DocumentError(lines.previous(), f"php sample: header {excerpt(found[1])}", "it reads NAME: VALUE")
        headers.add(name, value)
        more = bool(found[2])
    lines.literal("  ),")
    return headers
