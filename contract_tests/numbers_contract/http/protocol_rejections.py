"""What a server may refuse by HTTP itself, in its own words, whatever the description says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .exchange import Request

__all__ = ["refused_by_http"]

_NO_CHUNKS = (411, 501)  # RFC 9112, sections 6.1 and 6.3
_TOO_LONG = (414, 431)  # RFC 9110, section 15.5.15; RFC 6585, section 5
_BAD_REQUEST = 400
_LONG = 2000
_BROKEN = re.compile("%(?![0-9A-Fa-f]{2})")  # RFC 3986, section 2.1


def refused_by_http(request: Request, status: int) -> bool:
    """Whether a status says that the server cannot take a request of this framing, form or length."""
    if request.header("transfer-encoding") is not None and status in _NO_CHUNKS:
        return True
    if status == _BAD_REQUEST and _BROKEN.search(request.target):
        return True
    return len(request.target) > _LONG and status in _TOO_LONG
