"""Writes a reference in the format of widdershins from facts: what the reader does, backwards."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from document.sample_code import write_samples
from document.sample_prose import recall
from document_reader.front import NOTICE
from document_reader.statuses import meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from document_reader.facts import (
        Block,
        Body,
        Facts,
        Json,
        Operation,
        Parameter,
        Property,
        Response,
        Schema,
        Scheme,
        Server,
        Shape,
        Tag,
        Value,
    )

PROPERTY_TABLE = ("|Name|Type|Required|Restrictions|Description|", "|---|---|---|---|---|")


def write_document(facts: Facts) -> str:
    """Return the document that says `facts`."""
    title = facts.title
    lines = [f'<h1 id="{_slug(title.name)}">{title.name} {title.version}</h1>', "", NOTICE, ""]
    lines += [*_paragraph(title.text), "Base URLs:", ""]
    for server in facts.servers:
        lines += _server(server)
    if facts.schemes:
        lines += ["# Authentication", "", *(line for scheme in facts.schemes for line in _scheme(scheme))]
    for tag in facts.tags:
        lines += _tag(tag, title.name)
        for operation in facts.operations:
            if operation.tag == tag.name:
                lines += _operation(operation)
    if facts.schemas:
        lines += ["# Schemas", ""]
    for schema in facts.schemas:
        lines += _schema(schema)
    return "\n".join(lines)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", text.lower().replace("&", "-and-"))


def _paragraph(fingerprint: str | None) -> list[str]:
    text = recall(fingerprint)
    return [] if text is None else [*text.split("\n"), ""]


def _cell(fingerprint: str | None) -> str:
    return recall(fingerprint) or "none"


def _server(server: Server) -> list[str]:
    lines = [f'* <a href="{server.url}">{server.url}</a>', ""]
    for variable in server.variables:
        lines += [f"    * **{variable.name}** - {recall(variable.text) or ''} Default: {variable.default}", ""]
        lines += [line for value in variable.values for line in (f"        * {value}", "")]
    return lines


def _scheme(scheme: Scheme) -> list[str]:
    text = recall(scheme.text) or ""
    if scheme.kind == "apiKey":
        place, name = scheme.detail
        return [f"* API Key ({scheme.name})", f"    - Parameter Name: **{name}**, in: {place}. {text}", ""]
    if scheme.kind == "http":
        return [f"- HTTP Authentication, scheme: {scheme.detail[0]} {text}", ""]
    lines = [f"- oAuth2 authentication. {text}", ""]
    in_scopes = False
    for kind, value in (part.split(" ", 1) for part in scheme.detail):
        if kind == "flow":
            lines += [f"    - Flow: {value}", ""]
        elif kind == "scope":
            lines += [] if in_scopes else ["|Scope|Scope Description|", "|---|---|"]
            name, _, text = value.partition(" ")
            lines.append(f"|{name}|{recall(text)}|")
        else:
            lines += [f"    - {kind.title()} URL = [{value}]({value})", ""]
        in_scopes = kind == "scope"
    return [*lines, ""]


def _tag(tag: Tag, title: str) -> list[str]:
    return [f'<h1 id="{_slug(title)}-{_slug(tag.name)}">{tag.name}</h1>', "", *_paragraph(tag.text)]


def _operation(item: Operation) -> list[str]:
    heading = f"~~{item.heading}~~" if item.deprecated else item.heading
    slug = item.heading.lower().replace(" ", "-")
    lines = [f"## {heading}", "", f'<a id="opId{item.id}"></a>', "", "> Code samples", ""]
    for language, code in write_samples(item.request).items():
        lines += [f"```{language}", *code, "```", ""]
    lines += [f"`{item.method} {item.route}`", "", *_paragraph(item.text)]
    if item.body:
        lines += ["> Body parameter", "", *_json(item.body.example.value), ""]
    if item.parameters or item.body:
        lines += [f'<h3 id="{slug}-parameters">Parameters</h3>', "", *_parameters(item.parameters, item.body)]
    lines += [*_responses(item.responses, slug), *_response_headers(item)]
    if item.authentication.schemes:
        asked = "To perform this operation, you must be authenticated by means of one of the following methods:"
        schemes = ", ".join(item.authentication.schemes)
        return [*lines, '<aside class="warning">', asked, schemes, "</aside>", ""]
    return [*lines, '<aside class="success">', "This operation does not require authentication", "</aside>", ""]


def _json(value: Json) -> list[str]:
    return ["```json", *json.dumps(value, indent=2, ensure_ascii=False).split("\n"), "```"]


def _parameters(parameters: Sequence[Parameter], body: Body | None) -> list[str]:
    lines = ["|Name|In|Type|Required|Description|", "|---|---|---|---|---|"]
    details: list[str] = []
    enums: list[str] = []
    for item in parameters:
        name = f"~~{item.name}~~" if item.deprecated else item.name
        text = _cell(item.text)
        short, _, rest = text.partition("\n")
        row = f"|{name}|{item.place}|{_type(item.shape, 'array[{}]')}|{_flag(required=item.required)}|{short}"
        lines += [row.rstrip("\r"), "|"] if short.endswith("\r") else [f"{row}|"]
        details += ["", *f"**{name}**: {text}".replace("\r", "").split("\n")] if rest else []
        enums += _values(item.name, item.enum)
    if body:
        flag, text = _flag(required=body.required), _cell(body.text)
        lines.append(f"|body|body|{_type(body.shape)}|{flag}|{text}|")
        for inner in body.properties:
            cells = (_name(inner), "body", _type(inner.shape), _flag(required=inner.required), _cell(inner.text))
            lines.append(f"|{'|'.join(cells)}|")
            enums += _values(f"{'»' * inner.depth} {inner.name}", inner.enum)
    lines += ["", "#### Detailed descriptions", *details] if details else []
    lines += ["", "#### Enumerated Values", "", "|Parameter|Value|", "|---|---|", *enums] if enums else []
    return [*lines, ""]


def _values(name: str, values: Sequence[Value]) -> list[str]:
    shown = [item.value if isinstance(item.value, str) else json.dumps(item.value) for item in values]
    return [f"|{name}|{value}|" for value in shown]


def _flag(*, required: bool) -> str:
    return "true" if required else "false"


def _type(shape: Shape, array: str = "[{}]") -> str:
    link = shape.reference and f"[{shape.reference}](#schema{shape.reference.lower()})"
    form = f"({shape.format})" if shape.format else ""
    inner = (link or shape.type or "") + form
    shown = f"[{inner}]" if shape.array and link else array.format(inner) if shape.array else inner
    return shown + ("\\|null" if shape.nullable else "")


def _responses(responses: Sequence[Response], slug: str) -> list[str]:
    lines = ["> Example responses", ""] if any(item.examples for item in responses) else []
    for item in responses:
        lines += [f"> {item.status} Response", ""] if item.examples else []
        lines += [line for example in item.examples for line in (*_json(example.value), "")]
    lines += [
        f'<h3 id="{slug}-responses">Responses</h3>',
        "",
        "|Status|Meaning|Description|Schema|",
        "|---|---|---|---|",
    ]
    for item in responses:
        shown = "Inline" if item.inline else _type(item.shape) if item.shape else "None"
        text = recall(item.text) if item.text else "none"
        lines.append(f"|{item.status}|{meaning(item.status)}|{text}|{shown}|")
    lines.append("")
    inline = [item for item in responses if item.inline]
    lines += [f'<h3 id="{slug}-responseschema">Response Schema</h3>', ""] if inline else []
    for item in inline:
        lines += [f"Status Code **{item.status}**", "", *_tables(item.properties, item.combined)]
    return lines


def _response_headers(operation: Operation) -> list[str]:
    if not operation.response_headers:
        return []
    lines = ["### Response Headers", "", "|Status|Header|Type|Format|Description|", "|---|---|---|---|---|"]
    for item in operation.response_headers:
        shape = item.shape
        lines.append(f"|{item.status}|{item.name}|{shape.type}|{shape.format or ''}|{_cell(item.text)}|")
    return [*lines, ""]


def _tables(properties: Sequence[Property], combined: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    if properties:
        lines += [*PROPERTY_TABLE, *(_row(item) for item in properties), ""]
    for block in combined:
        form = f" - discriminator: {block.discriminator}" if block.discriminator else ""
        lines += [f"*{block.combine}{form}*", "", *PROPERTY_TABLE, *(_row(item) for item in block.properties), ""]
    everything = [*properties, *(item for block in combined for item in block.properties)]
    values = [line for item in everything for line in _values(item.name, item.enum)]
    return lines + (["#### Enumerated Values", "", "|Property|Value|", "|---|---|", *values, ""] if values else [])


def _name(item: Property) -> str:
    name = f"~~{item.name}~~" if item.deprecated else item.name
    return f"{'»' * item.depth} {name}" if item.depth else name


def _row(item: Property) -> str:
    cells = (_name(item), _type(item.shape), _flag(required=item.required), item.restrictions or "none")
    return "|" + "|".join((*cells, _cell(item.text))) + "|"


def _schema(schema: Schema) -> list[str]:
    low = schema.name.lower()
    lines = [f'<h2 id="tocS{low}">{schema.name}</h2>', "", f'<a id="schema{low}"></a>', ""]
    example = _json(schema.example.value)
    lines += [*example[:-1], "", example[-1], ""]
    text = recall(schema.text)
    lines += [f"*{text}*", ""] if text else []
    tables = _tables(schema.properties, schema.combined)
    return [*lines, "### Properties", "", *(tables or ["*None*", ""])]
