"""The connection below a request: what ASGI has no message for, that is, closing it without an answer and resetting it.

uvicorn's protocol object is reached through ``receive.__self__``, which it does not document: pyproject.toml therefore
allows one minor version, and tests/test_faults.py observes a real ECONNRESET.
"""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive, Scope, Send

    from .answers import Sent

__all__ = ["EXTENSION", "Cut", "end_connection", "send_answer", "send_part"]

EXTENSION = "numbers_sandbox.cut"
Cut = Literal["close", "reset"]
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, for 0 seconds: closing sends RST (socket(7))


async def send_answer(send: Send, answer: Sent) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


async def send_part(scope: Scope, receive: Receive, send: Send, answer: Sent, size: int) -> None:
    """Send an answer's headers, which promise the whole body, and its first bytes; then close the connection."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body[:size], "more_body": True})
    await end_connection(scope, receive, "close", flush=True)


async def end_connection(scope: Scope, receive: Receive, how: Cut, *, flush: bool = False) -> None:
    """End the connection: closed (FIN) or reset (RST).

    Args:
        scope: the request.
        receive: the channel that the server gave with it.
        how: close or reset.
        flush: send first what was written already.

    Raises:
        RuntimeError: the server below is not one whose connections can be reached.
    """
    extensions: dict[str, Callable[[Cut], Awaitable[None]]] = scope.get("extensions") or {}
    extension = extensions.get(EXTENSION)
    if extension is not None:
        await extension(how)
        return
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("a connection can be cut under uvicorn and in the in-process transports only")
    if how == "reset":
        connection: socket.socket = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    (transport.close if flush else transport.abort)()
    while (await receive())["type"] != "http.disconnect":
        pass
