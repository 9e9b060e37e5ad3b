"""What the reader refuses: each error names the line, what stands there, and what the format wants."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from document.sample_document import map_library, write_document
from document_reader import DocumentError, read_facts
from document_reader.statuses import meaning

TEXT = write_document(map_library())


class Case(NamedTuple):
    """A change of the sample document: the first `old` after `after` becomes `new`, and `message` is the answer.

    `below` tells how far below the start of the change the error is.
    """

    after: str
    old: str
    new: str
    message: str
    below: int = 0


CASES = {
    "title anchor": Case("", 'id="map-library"', 'id="map-libary"', "anchor"),
    "notice": Case("", "Scroll down", "Scroll up", "the notice under the title"),
    "server link": Case("Base URLs", ">https://maps.example:8443/v2<", ">https://maps.example/v2<", "server's URL"),
    "server variable": Case("Base URLs", "* **region**", "* **area**", "variables", -2),
    "scheme": Case("# Authentication", "* API Key", "* API Kea", "an authentication scheme"),
    "tag anchor": Case("", 'id="map-library-loans"', 'id="map-library-loan"', "anchor"),
    "tag twice": Case(
        "", 'id="map-library-loans">Loans', 'id="map-library-sheets-and-atlases">Sheets & Atlases', "twice"
    ),
    "operation anchor": Case("", '<a id="opIdaddSheet"></a>', '<a id="opid-addSheet"></a>', "anchor of the operation"),
    "operation twice": Case("", "opIdaddSheet", "opIdgetSheet", "twice"),
    "half a deprecation": Case("", "## ~~Lend a sheet~~", "## ~~Lend a sheet", "deprecated"),
    "unknown language": Case("", "```java\n", "```kotlin\n", "a code sample must open"),
    "language twice": Case("", "```java\n", "```shell\n", "a code sample must open"),
    "block without an end": Case(
        "# Schemas", "```\n\n### Properties\n\n|Name|Type|Required|Restrictions|Description|", "", "JSON", 1
    ),
    "shell option": Case("", "--header 'accept", "--heading 'accept", "template"),
    "shell quotes": Case("", "--url 'https", "--url https", "single quotes"),
    "java boilerplate": Case("", ".asString();", ".asJson();", "template"),
    "csharp boilerplate": Case("", "IRestResponse response", "IRestResponse answer", "template"),
    "node boilerplate": Case("", "chunks.push(chunk);", "chunks.pop(chunk);", "template"),
    "php boilerplate": Case("", "CURLOPT_MAXREDIRS => 10", "CURLOPT_MAXREDIRS => 11", "template"),
    "method of one sample": Case("", "Unirest.get", "Unirest.post", 'method "POST"'),
    "URL of one sample": Case(
        "",
        'new RestClient("https://maps.example:8443/v2/sheets/0',
        'new RestClient("https://maps.example:8443/v2/sheets/1',
        "url",
    ),
    "header of one sample": Case("", '"x-trace: string"', '"x-trace: other"', "header x-trace"),
    "body of one sample": Case("opIdaddSheet", "worn: true", "worn: false", "body at /worn"),
    "key twice in a body": Case("opIdaddSheet", "worn: true", "title: true", "stand once"),
    "route": Case("", "`GET /sheets/{sheetId}`", "`GET /sheets/{sheet}`", "placeholder"),
    "method": Case("", "`GET /sheets/{sheetId}`", "`PUT /sheets/{sheetId}`", "the samples from line 49 on send GET"),
    "server": Case(
        "",
        'href="https://maps.example:8443/v2">https://maps.example:8443/v2<',
        'href="https://maps.example">https://maps.example<',
        "the server is https://maps.example",
    ),
    "path of all samples": Case(
        "", "`GET /sheets/{sheetId}`", "`GET /sheet/{sheetId}`", "the route is /sheet/{sheetId}"
    ),
    "example body": Case("> Body parameter", '"worn": true', '"worn": false', "the example body differs at /worn"),
    "body without an example": Case("opIdaddSheet", "> Body parameter", "> Bodies", "cannot place"),
    "parameter heading": Case("", "get-a-sheet-parameters", "get-a-sheet-params", "heading of the responses"),
    "table header": Case(
        "", "|Name|In|Type|Required|Description|", "|Name|In|Kind|Required|Description|", "table header"
    ),
    "line under a header": Case("", "|---|---|---|---|---|", "|---|---|---|---|", "line under"),
    "place": Case("", "|scale|query|", "|scale|matrix|", "In says 'matrix'"),
    "type": Case("", "|scale|query|string|", "|scale|query|strin|", "Type says 'strin'"),
    "required": Case("", "|page|query|integer(int32)|true|", "|page|query|integer(int32)|yes|", "true or false"),
    "optional path parameter": Case(
        "", "|sheetId|path|integer(int64)|true|", "|sheetId|path|integer(int64)|false|", "required"
    ),
    "cells": Case("", "|page|query|integer(int32)|true|none|", "|page|query|integer(int32)|none|", "cells"),
    "open row": Case("", "|page|query|integer(int32)|true|none|", "|page|query|integer(int32)|true|none", "is open"),
    "long description": Case("", "**drawer**: ", "**drawers**: ", "detailed description"),
    "start of a long description": Case("", "**scale**: The first", "**scale**: The last", "starts otherwise"),
    "value of nothing": Case("", "|scale|small|", "|scales|small|", "has no place"),
    "value twice": Case("", "|scale|small|", "|scale|large|", "has no place", 1),
    "value of another type": Case("# Schemas", "|scale|25000|", "|scale|many|", "is a number"),
    "status": Case("", "|404|", "|40|", "Status says '40'"),
    "status twice": Case("", "|5XX|Unknown|", "|404|Unknown|", "twice"),
    "meaning": Case("", "|404|[Not Found]", "|404|[Not Here]", "Meaning says"),
    "label of an example": Case("", "> 200 Response", "> 201 Response", "label"),
    "example without a schema": Case(
        "opIdlend",
        f"|{meaning('200')}|none|Inline|",
        f"|{meaning('200')}|none|None|",
        "has an example and no schema",
    ),
    "link to nothing": Case(
        "opIdgetSheet", "[Problem](#schemaproblem)", "[Trouble](#schematrouble)", "no schema of that name"
    ),
    "link elsewhere": Case(
        "opIdgetSheet", "[Problem](#schemaproblem)", "[Problem](#schemasheet)", "goes to #schemaproblem"
    ),
    "header of a response": Case("", "|200|X-Rate|", "|201|X-Rate|", "one of the responses"),
    "aside": Case("", "does not require authentication", "does not need authentication", "the aside"),
    "callbacks": Case("", '<aside class="warning">', '### Callbacks\n\n<aside class="warning">', "callbacks"),
    "schema anchor": Case("", 'id="tocSsheet"', 'id="tocSsheets"', "anchor"),
    "second schema anchor": Case("", 'id="schemasheet"', 'id="schemasheets"', "anchor"),
    "schema twice": Case(
        "",
        '<h2 id="tocSpoint">Point</h2>\n\n<a id="schemapoint"></a>',
        '<h2 id="tocStrack">Track</h2>\n\n<a id="schematrack"></a>',
        "twice",
        74,
    ),
    "restriction": Case("# Schemas", "|true|read-only|", "|true|read-once|", "Restrictions says"),
    "nesting": Case("# Schemas", "|» room|", "|»» room|", "deeper"),
    "property twice": Case("# Schemas", "|folds|", "|printed|", "twice"),
    "combination": Case("# Schemas", "*xor*", "*nor*", "cannot place"),
    "key of an example": Case("# Schemas", '"folds": [', '"fold": [', "/fold;"),
    "composed example": Case("tocSsheet", '"x": 2.5', '"x": 3.5', "/corners/0/x;"),
    "example that is no JSON": Case("# Schemas", '"folds": [', '"folds": {', "no JSON", 2),
    "key twice in an example": Case("tocSpoint", '"y": -1', '"x": -1', "twice", -2),
    "something after the schemas": Case("tocSproblem", "|code|8|", "|code|8|\n\n## More", "cannot place '## More'", 2),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_line_is_refused(name: str) -> None:
    """The error says what is wrong and names the line that was changed."""
    case = CASES[name]
    start = TEXT.index(case.old, TEXT.index(case.after))
    with pytest.raises(DocumentError) as caught:
        read_facts(TEXT[:start] + case.new + TEXT[start + len(case.old) :])
    assert case.message in str(caught.value)
    assert caught.value.line == TEXT.count("\n", 0, start) + 1 + case.below
