"""A few lines of server for the example of the README: two numbers on offer, the first of which is gone by then."""

from __future__ import annotations

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Generator

GONE, SOLD = "+14155550123", "+14155550124"


class _Handler(BaseHTTPRequestHandler):
    seen: ClassVar[list[str]]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        items = [{"phone_number": GONE}, {"phone_number": SOLD}]
        self._answer(200, {"items": items, "meta": {"page": 0, "page_size": 2, "next_page_url": None}})

    def do_POST(self) -> None:
        self.seen.append(self.path)
        asked = parse_qs(urlsplit(self.path).query)["phoneNumber"][0]
        if asked == GONE:
            self._answer(400, {"code": 21452, "message": "gone"})
        else:
            self._answer(200, {"phone_number": asked, "base_recurring_price": "1.0"})

    def _answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Stay quiet: the test looks at what was asked."""


@contextlib.contextmanager
def open_market() -> Generator[tuple[str, list[str]]]:
    """Serve on the loopback; give the address, and the requests as they come in."""
    seen: list[str] = []
    handler = type("Handler", (_Handler,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1", seen
        finally:
            server.shutdown()
            thread.join()
