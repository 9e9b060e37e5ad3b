from __future__ import annotations

import contextlib
import logging
import platform
from dataclasses import dataclass, field
from typing import Any

import httpx

from .errors import InvalidRequest
from .masking import mask_numbers

__all__ = ["Pool", "user_agent"]


class _Masking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_numbers(record.getMessage()), ()
        return True


logging.getLogger("httpx").addFilter(_Masking())


def user_agent(distribution: str, version: str) -> str:
    return f"{distribution}/{version} python/{platform.python_version()} httpx/{httpx.__version__}"


@dataclass(frozen=True)
class Pool:
    http_client: Any = None
    transport: Any = None
    proxy: Any = field(default=None, repr=False)  # may hold a password
    max_connections: int = 100
    max_keepalive_connections: int = 20

    def made(self, kind: Any) -> Any:
        for name, least in (("max_connections", 1), ("max_keepalive_connections", 0)):
            limit: Any = getattr(self, name)
            if not isinstance(limit, int) or limit < least:
                raise InvalidRequest(field=name, rule=f"must be a whole number from {least} on")
        if self.transport is not None and self.proxy is not None:
            raise InvalidRequest(field="transport", rule="excludes proxy=: give the transport a proxy of its own")
        if self.http_client is not None:
            if self.transport is not None or self.proxy is not None:
                raise InvalidRequest(field="http_client", rule="excludes transport= and proxy=; it has its own")
            return self.http_client
        allowed = httpx.Limits(
            max_connections=self.max_connections, max_keepalive_connections=self.max_keepalive_connections
        )
        made = None
        with contextlib.suppress(ValueError, ImportError, httpx.InvalidURL):
            made = kind(limits=allowed, follow_redirects=False, transport=self.transport, proxy=self.proxy)
        if made is None:  # raised here, so that the frames of httpx with the URL are no part of the report
            raise InvalidRequest(field="proxy", rule="must be the URL of a proxy that httpx can use")
        return made
