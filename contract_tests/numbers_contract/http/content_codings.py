"""Content codings of answers (RFC 9110, section 8.4)."""

from __future__ import annotations

import gzip
import zlib

__all__ = ["decoded"]


def decoded(body: bytes, coding: str | None, asked: str | None) -> tuple[bytes, str]:
    """What a body holds, and what is wrong with its coding: "" if nothing is.

    Args:
        body: as it came.
        coding: the header Content-Encoding of the answer.
        asked: the header Accept-Encoding of the request; without one, the gate asks for no coding.
    """
    name = (coding or "identity").strip().lower()
    if name in ("identity", "") or not body:
        return body, ""
    accepted = [one.partition(";")[0].strip().lower() for one in (asked or "").split(",")]
    if name.removeprefix("x-") not in accepted and "*" not in accepted:
        return body, f"the answer is called {name}, which the request did not accept"
    try:
        return (gzip.decompress(body) if name.endswith("gzip") else zlib.decompress(body)), ""
    except (OSError, EOFError, zlib.error) as error:
        return body, f"the answer is called {name}, and is not: {error}"
