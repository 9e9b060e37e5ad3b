"""The server: Python's own http.server before the service, one thread for each connection."""

from __future__ import annotations

import sys
import threading
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from gate_proof.second_server.choices import Choices
from gate_proof.second_server.handler import Handler
from gate_proof.second_server.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

ACCOUNTS = ("AC-first", "AC_second")


def token(account: str) -> str:
    """The bearer token of an account."""
    return f"token-of-{account}"


def login(account: str) -> tuple[str, str]:
    """The user name and the password of an account, for Basic."""
    return f"user-of-{account}", f"secret-of-{account}"


class SecondServer(ThreadingHTTPServer):
    """The second server on 127.0.0.1, with the accounts that it knows."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(  # noqa: PLR0913  (each is one thing that a test may want otherwise)
        self,
        choices: Choices | None = None,
        *,
        accounts: Iterable[str] = ACCOUNTS,
        require_auth: bool = False,
        port: int = 0,
        count: int = 260,
        back: int = 0,
    ) -> None:
        self.accounts = accounts = tuple(accounts)
        self.choices = choices or Choices()
        self.service = Service(self.choices, accounts, count=count, back=back)
        self.credentials: dict[tuple[str, str], str] = {("bearer", token(account)): account for account in accounts}
        self.credentials |= {("basic", ":".join(login(account))): account for account in accounts}
        self.require_auth = require_auth
        super().__init__(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The base URL, which every route follows."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up; anything else is a defect of this server and goes to stderr."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()
