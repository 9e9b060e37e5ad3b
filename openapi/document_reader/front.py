"""The head of a reference: front matter, title, introduction, servers and authentication schemes."""

from __future__ import annotations

import re

from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Scheme, Server, Title, Variable
from document_reader.lines import Cursor, Line, digest
from document_reader.tables import read_table

TITLE = re.compile(r'<h1 id="([^"]*)">(.+) (v\S+)</h1>')
_CODE = "code samples"
NOTICE = (
    f"> Scroll down for {_CODE}, example requests and responses. "  # noqa: S608 - a sentence, not SQL
    f"Select a language for {_CODE} from the tabs above or the mobile navigation menu."
)
BASE_URLS = "Base URLs:"
SERVER = re.compile(r'\* <a href="([^"]+)">([^<]+)</a>')
VARIABLE = re.compile(r" {4}\* \*\*([^*]+)\*\* - (.*?) ?Default: (.*)")
VARIABLE_VALUE = re.compile(r" {8}\* (.+)")
CONTACT = re.compile(r'(?:Email: |Web: |License: )?<a href="[^"]*">[^<]*</a>.*|\s?License: .+')
FRONT_MATTER = re.compile(
    r"(?:language_tabs:|  - (?:shell: .*|java: .*|csharp: .*|javascript--node: .*|php: .*)"
    r"|toc_footers: \[\]|includes: \[\]|search: (?:true|false)|highlight_theme: \w+|headingLevel: \d)"
)
API_KEY = re.compile(r"\* API Key \(([^)]+)\)")
API_KEY_PLACE = re.compile(r" {4}- Parameter Name: \*\*([^*]+)\*\*, in: (header|query|cookie)\.(.*)")
HTTP = re.compile(r"- HTTP Authentication, scheme: (\S+)(.*)")
OAUTH2 = re.compile(r"- oAuth2 authentication\.(.*)")
FLOW = re.compile(r" {4}- Flow: (implicit|password|clientCredentials|authorizationCode)")
FLOW_URL = re.compile(r" {4}- (Authorization|Token) URL = \[([^\]]+)\]\(([^)]+)\)")


def slug(text: str) -> str:
    """Return the part of an anchor that widdershins makes of a title or tag."""
    return re.sub(r"[\s\W-]+", "-", text.lower().strip().replace("&", "-and-"), flags=re.ASCII)


def read_title(cursor: Cursor) -> tuple[Title, tuple[Server, ...]]:
    """Read everything above the authentication schemes and the first tag."""
    short, settings = _read_front_matter(cursor)
    line, found = cursor.match(TITLE, 'the title, <h1 id="…">NAME vVERSION</h1>,')
    if found[1] != slug(found[2]):
        raise DocumentError(line, f"anchor {found[1]!r}", f"the anchor of this title is {slug(found[2])!r}")
    if short is not None and short.text not in (f"title: {found[2]}", f"title: {found[2]} {found[3]}"):
        raise DocumentError(short.number, f"front matter {excerpt(short.text)}", "its title is that of the heading")
    cursor.literal(NOTICE, "the notice under the title")
    texts = settings + cursor.take_prose(also=(BASE_URLS,))
    cursor.literal(BASE_URLS, "the list of servers")
    servers = tuple(_read_servers(cursor))
    while CONTACT.fullmatch(cursor.peek().text):
        texts.append(cursor.take())
        cursor.prose.add(texts[-1].number)
    title = Title(line=line, name=found[2], version=found[3], text=digest(text.text for text in texts))
    return title, servers


def _read_front_matter(cursor: Cursor) -> tuple[Line | None, list[Line]]:
    """Read the optional block for the site generator between two lines of ---; return its title and settings."""
    if cursor.peek().text != "---":
        return None, []
    cursor.take()
    title = cursor.take()
    settings: list[Line] = []
    while cursor.peek().text != "---":
        line, found = cursor.match(FRONT_MATTER, "a setting of the front matter, or --- to end it,")
        settings.append(Line(line, found[0]))
    cursor.take()
    return title, settings


def _read_servers(cursor: Cursor) -> list[Server]:
    servers: list[Server] = []
    while not servers or SERVER.fullmatch(cursor.peek().text):
        line, found = cursor.match(SERVER, 'a server, * <a href="URL">URL</a>,')
        if found[1] != found[2]:
            raise DocumentError(
                line, f"link to {excerpt(found[1])} reads {excerpt(found[2])}", "both are the server's URL"
            )
        variables = tuple(_read_variables(cursor))
        named = re.findall(r"\{([^}]*)\}", found[1])
        if named != [variable.name for variable in variables]:
            raise DocumentError(line, f"server {excerpt(found[1])}", "its variables are listed under it, in order")
        servers.append(Server(line=line, url=found[1], variables=variables))
    return servers


def _read_variables(cursor: Cursor) -> list[Variable]:
    variables: list[Variable] = []
    while found := cursor.try_match(VARIABLE):
        line, match = found
        values: list[str] = []
        while value := cursor.try_match(VARIABLE_VALUE):
            values.append(value[1][1])
        name, text, default = match.groups()
        variables.append(Variable(line=line, name=name, default=default, values=tuple(values), text=digest([text])))
    return variables


def read_schemes(cursor: Cursor) -> tuple[Scheme, ...]:
    """Read the optional section on authentication."""
    schemes: list[Scheme] = []
    if cursor.peek().text != "# Authentication":
        return ()
    cursor.take()
    while not cursor.peek().text.startswith("<h1") and not cursor.at_end():
        schemes.append(_read_scheme(cursor))
    return tuple(schemes)


def _read_scheme(cursor: Cursor) -> Scheme:
    if key := cursor.try_match(API_KEY):
        _, place = cursor.match(API_KEY_PLACE, "name and place of the key")
        where = (place[2], place[1])
        return Scheme(line=key[0], kind="apiKey", name=key[1][1], detail=where, text=digest([place[3]]))
    if http := cursor.try_match(HTTP):
        return Scheme(line=http[0], kind="http", name=None, detail=(http[1][1],), text=digest([http[1][2]]))
    line, oauth2 = cursor.match(OAUTH2, "an authentication scheme (API key, HTTP or oAuth2)")
    detail = tuple(_read_flows(cursor))
    return Scheme(line=line, kind="oauth2", name=None, detail=detail, text=digest([oauth2[1]]))


def _read_flows(cursor: Cursor) -> list[str]:
    """Read the flows of oAuth2 as strings: `flow NAME`, `token URL`, `authorization URL`, `scope NAME FINGERPRINT`."""
    detail: list[str] = []
    while flow := cursor.try_match(FLOW):
        detail.append(f"flow {flow[1][1]}")
        while url := cursor.try_match(FLOW_URL):
            line, found = url
            if found[2] != found[3]:
                raise DocumentError(line, f"link reads {excerpt(found[2])}", "a link reads the URL that it goes to")
            detail.append(f"{found[1].lower()} {found[2]}")
        if cursor.peek().text.startswith("|Scope"):
            rows = read_table(cursor, ("Scope", "Scope Description"), free="Scope Description")
            detail += [f"scope {row['Scope']} {digest([row['Scope Description']])}" for row in rows]
    return detail
