"""The Meaning cell of a response: the phrase of a status code and the section that defines it."""

from __future__ import annotations

RFC = "https://tools.ietf.org/html/rfc"

# status -> (phrase, place below RFC), as the format prints them: RFC 7231 and the registry of its time
PHRASES = {
    "1xx": ("**Informational**", "7231#section-6.2"),
    "100": ("Continue", "7231#section-6.2.1"),
    "101": ("Switching Protocols", "7231#section-6.2.2"),
    "2xx": ("**Successful**", "7231#section-6.3"),
    "200": ("OK", "7231#section-6.3.1"),
    "201": ("Created", "7231#section-6.3.2"),
    "202": ("Accepted", "7231#section-6.3.3"),
    "203": ("Non-Authoritative Information", "7231#section-6.3.4"),
    "204": ("No Content", "7231#section-6.3.5"),
    "205": ("Reset Content", "7231#section-6.3.6"),
    "206": ("Partial Content", "7233#section-4.1"),
    "3xx": ("**Redirection**", "7231#section-6.4"),
    "300": ("Multiple Choices", "7231#section-6.4.1"),
    "301": ("Moved Permanently", "7231#section-6.4.2"),
    "302": ("Found", "7231#section-6.4.3"),
    "303": ("See Other", "7231#section-6.4.4"),
    "304": ("Not Modified", "7232#section-4.1"),
    "305": ("Use Proxy", "7231#section-6.4.5"),
    "307": ("Temporary Redirect", "7231#section-6.4.7"),
    "4xx": ("**Client Error**", "7231#section-6.5"),
    "400": ("Bad Request", "7231#section-6.5.1"),
    "401": ("Unauthorized", "7235#section-3.1"),
    "402": ("Payment Required", "7231#section-6.5.2"),
    "403": ("Forbidden", "7231#section-6.5.3"),
    "404": ("Not Found", "7231#section-6.5.4"),
    "405": ("Method Not Allowed", "7231#section-6.5.5"),
    "406": ("Not Acceptable", "7231#section-6.5.6"),
    "407": ("Proxy Authentication Required", "7235#section-3.2"),
    "408": ("Request Timeout", "7231#section-6.5.7"),
    "409": ("Conflict", "7231#section-6.5.8"),
    "410": ("Gone", "7231#section-6.5.9"),
    "411": ("Length Required", "7231#section-6.5.10"),
    "412": ("Precondition Failed", "7232#section-4.2"),
    "413": ("Payload Too Large", "7231#section-6.5.11"),
    "414": ("URI Too Long", "7231#section-6.5.12"),
    "415": ("Unsupported Media Type", "7231#section-6.5.13"),
    "416": ("Range Not Satisfiable", "7233#section-4.4"),
    "417": ("Expectation Failed", "7231#section-6.5.14"),
    "418": ("I'm a teapot", "2324#section-2.3.1"),
    "426": ("Upgrade Required", "7231#section-6.5.15"),
    "5xx": ("**Server Error**", "7231#section-6.6"),
    "500": ("Internal Server Error", "7231#section-6.6.1"),
    "501": ("Not Implemented", "7231#section-6.6.2"),
    "502": ("Bad Gateway", "7231#section-6.6.3"),
    "503": ("Service Unavailable", "7231#section-6.6.4"),
    "504": ("Gateway Time-out", "7231#section-6.6.5"),
    "505": ("HTTP Version Not Supported", "7231#section-6.6.6"),
    "102": ("Processing", "2518#section-10.1"),
    "103": ("Early Hints", "8297#section-2"),
    "207": ("Multi-Status", "2518#section-10.2"),
    "226": ("IM Used", "3229#section-10.4.1"),
    "308": ("Permanent Redirect", "7538"),
    "421": ("Misdirected request", "7540#section-9.1.2"),
    "422": ("Unprocessable Entity", "2518#section-10.3"),
    "423": ("Locked", "2518#section-10.4"),
    "424": ("Failed Dependency", "2518#section-10.5"),
    "428": ("Precondition Required", "6585#section-3"),
    "429": ("Too Many Requests", "6585#section-4"),
    "431": ("Request Header Fields Too Large", "6585#section-5"),
    "506": ("Variant Also Negotiates", "2295#section-8.1"),
    "507": ("Insufficient Storage", "2518#section-10.6"),
    "511": ("Network Authentication Required", "6585#section-6"),
}
LEGAL = "[Unavailable For Legal Reasons](https://tools.ietf.org/html/draft-ietf-httpbis-legally-restricted-status)"


def meaning(status: str) -> str:
    """Return the Meaning cell that belongs to `status`."""
    if status == "default":
        return "Default"
    if status == "451":
        return LEGAL
    phrase, place = PHRASES.get(status, ("Unknown", ""))
    return f"[{phrase}]({RFC}{place})" if place else phrase
