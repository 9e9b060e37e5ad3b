"""Writes the code samples of an invented operation as httpsnippet prints them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from document_reader.samples import node, php

if TYPE_CHECKING:
    from document_reader.facts import Json, Request

WIDTH = 60  # characters; a literal that is longer is spread over lines


def write_samples(request: Request) -> dict[str, list[str]]:
    """Return the lines of the sample in each of the five languages."""
    text = json.dumps(request.body, ensure_ascii=False, separators=(",", ":")) if request.has_body else None
    return {
        "shell": _shell(request, text),
        "java": _java(request, text),
        "csharp": _csharp(request, text),
        "javascript--node": _node(request),
        "php": _php(request, text),
    }


def _shell(request: Request, body: str | None) -> list[str]:
    options = [f"curl --request {request.method}", f"--url {_quote(request.url)}"]
    options += [f"--header {_quote(f'{name}: {value}')}" for name, value in sorted(request.headers.items())]
    options += [] if body is None else [f"--data {_quote(body)}"]
    return " \\\n  ".join(options).split("\n")


def _quote(word: str) -> str:
    if re.fullmatch(r"[a-z0-9\-_/.@%^=:]+", word, re.IGNORECASE):
        return word
    return "'" + word.replace("'", "'\\''") + "'"


def _java(request: Request, body: str | None) -> list[str]:
    lines = [f'HttpResponse<String> response = Unirest.{request.method.lower()}("{request.url}")']
    lines += [f'  .header("{name}", "{value}")' for name, value in request.headers.items()]
    lines += [] if body is None else [f"  .body({json.dumps(body, ensure_ascii=False)})"]
    return [*lines, "  .asString();"]


def _csharp(request: Request, body: str | None) -> list[str]:
    lines = [
        f'var client = new RestClient("{request.url}");',
        f"var request = new RestRequest(Method.{request.method});",
    ]
    lines += [f'request.AddHeader("{name}", "{value}");' for name, value in reversed(request.headers.items())]
    if body is not None:
        kind, text = request.headers["content-type"], json.dumps(body, ensure_ascii=False)
        lines.append(f'request.AddParameter("{kind}", {text}, ParameterType.RequestBody);')
    return [*lines, "IRestResponse response = client.Execute(request);"]


def _node(request: Request) -> list[str]:
    url = urlsplit(request.url)
    host, _, port = url.netloc.partition(":")
    options: dict[str, Json] = {
        "method": request.method,
        "hostname": host,
        "port": port or None,
        "path": url.path + (f"?{url.query}" if url.query else ""),
        "headers": dict(request.headers),
    }
    text = f"{node.OPTIONS}{json.dumps(options, indent=2, ensure_ascii=False)};"
    lines = [f'var http = require("{url.scheme}");', "", *text.split("\n"), *node.LISTEN]
    if request.has_body:
        lines += f"{node.WRITE}{literal(request.body)}));".split("\n")
    return [*lines, "req.end();"]


def literal(value: Json, indent: str = "") -> str:
    """Write a value as Node.js shows it: bare keys, single quotes where they do, short objects on one line."""
    if isinstance(value, dict | list) and value:
        marks = "{}" if isinstance(value, dict) else "[]"
        inner = indent + "  "
        parts = (
            [f"{_key(key)}: {literal(item, inner)}" for key, item in value.items()] if isinstance(value, dict) else []
        )
        parts += [literal(item, inner) for item in value] if isinstance(value, list) else []
        line = f"{marks[0]} {', '.join(parts)} {marks[1]}"
        if len(line) <= WIDTH and "\n" not in line:
            return line
        return f"{marks[0]}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{marks[1]}"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
        return f'"{escaped}"' if "'" in value and '"' not in value else "'" + escaped.replace("'", "\\'") + "'"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_$][\w$]*", key) else f"'{key}'"


def _php(request: Request, body: str | None) -> list[str]:
    port = urlsplit(request.url).netloc.partition(":")[2]
    lines = [*php.BEFORE, *([f'  CURLOPT_PORT => "{port}",'] if port else []), f'  CURLOPT_URL => "{request.url}",']
    lines += [*php.SETTINGS, f'  CURLOPT_CUSTOMREQUEST => "{request.method}",']
    lines += [] if body is None else [f"  CURLOPT_POSTFIELDS => {json.dumps(body, ensure_ascii=False)},"]
    headers = [f'    "{name}: {value}"' for name, value in sorted(request.headers.items())]
    if headers:
        lines += ["  CURLOPT_HTTPHEADER => array(", *",\n".join(headers).split("\n"), "  ),"]
    return [*lines, *php.AFTER]
