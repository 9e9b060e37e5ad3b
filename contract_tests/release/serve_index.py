"""Serve a folder as a package index with pypiserver: `serve_index.py FOLDER USERNAME PASSWORD` prints its port.

A script of its own, because pypiserver imports modules that warn of their removal, and a warning fails a test.
Everything needs the password, and files may be overwritten: a refusal can only come from the side that publishes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pypiserver  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs] - it has no type hints

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Stay quiet: the tests look at what the index holds."""


def _main(folder: str, username: str, password: str) -> None:
    def allowed(given_name: str, given_password: str) -> bool:
        return (given_name, given_password) == (username, password)

    application = pypiserver.app(
        roots=[Path(folder)],
        auther=allowed,
        authenticate=["list", "download", "update"],
        disable_fallback=True,
        overwrite=True,
    )
    with make_server("127.0.0.1", 0, cast("WSGIApplication", application), _Server, _Handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    _main(*sys.argv[1:])
