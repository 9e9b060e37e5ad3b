"""A server that gives one fixed answer to each path: what a client costs is not lost in what a server costs."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, ClassVar

_SID = "PN" + 32 * "a"
_URL = "https://example.com/voice"
TWILIO: dict[str, Any] = {
    "account_sid": "AC" + 32 * "a",
    "sid": _SID,
    "phone_number": "+14155550123",
    "friendly_name": "Support line",
    "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
    "date_created": "Thu, 30 Jul 2026 23:19:04 +0000",
    "date_updated": "Thu, 30 Jul 2026 23:19:04 +0000",
    "address_requirements": "none",
    "api_version": "2010-04-01",
    "beta": False,
    "origin": "origin",
    "status_callback": _URL,
    "status_callback_method": "POST",
    "voice_url": _URL,
    "voice_method": "POST",
    "voice_fallback_url": _URL,
    "voice_fallback_method": "POST",
    "sms_url": _URL,
    "sms_method": "POST",
    "sms_fallback_url": _URL,
    "sms_fallback_method": "POST",
    "status": "in-use",
    "uri": f"/2010-04-01/Accounts/AC/IncomingPhoneNumbers/{_SID}.json",
}
SINCH: dict[str, Any] = {
    "phoneNumber": "+14155550123",
    "projectId": "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a",
    "displayName": "Support line",
    "regionCode": "US",
    "type": "LOCAL",
    "capability": ["SMS", "VOICE"],
    "money": {"currencyCode": "USD", "amount": "2.00"},
    "paymentIntervalMonths": 1,
    "nextChargeDate": "2026-12-01T00:00:00Z",
    "expireAt": None,
    "smsConfiguration": {"servicePlanId": "82b42acf74924bd687ef9fb212f2060c", "campaignId": ""},
    "voiceConfiguration": {"type": "RTC", "appId": "1", "lastUpdatedTime": "2026-07-01T00:00:00Z"},
    "callbackUrl": _URL,
}
_ZONE = {
    "id": 32 * "a",
    "name": "example.com",
    "account": {"id": 32 * "b", "name": "Example"},
    "activated_on": "2026-01-02T00:01:00.12345Z",
    "created_on": "2026-01-01T05:20:00.12345Z",
    "modified_on": "2026-01-01T05:20:00.12345Z",
    "development_mode": 7200,
    "meta": {"page_rule_quota": 100, "phishing_detected": False, "step": 2},
    "name_servers": ["bob.ns.example.com", "lola.ns.example.com"],
    "owner": {"id": 32 * "c", "name": "Example", "type": "organization"},
    "status": "active",
    "type": "full",
}
_MODEL: dict[str, Any] = {
    "id": "small",
    "object": "model",
    "created": 1,
    "owned_by": "x",
    "capabilities": {},
    "type": "base",
}
_LOCATION = {
    "id": "L1",
    "name": "Shop",
    "address": {"address_line_1": "1 Main Street", "country": "US"},
    "status": "ACTIVE",
}
_ANSWERS: dict[bytes, Any] = {
    b"/IncomingPhoneNumbers/": TWILIO,
    b"/activeNumbers/": SINCH,
    b"/zones/": {"success": True, "errors": [], "messages": [], "result": _ZONE},
    b"/models": {"object": "list", "data": [_MODEL]},
    b"/locations/": {"location": _LOCATION},
    b"/oauth2/token": {"access_token": "secret", "expires_in": 86400, "scope": "", "token_type": "bearer"},
}


def _written(answer: Any) -> bytes:  # noqa: ANN401 -- any JSON
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


class Canned(asyncio.Protocol):
    """Answers each request as soon as its head is there; the requests have no bodies."""

    written: ClassVar = {piece: _written(answer) for piece, answer in _ANSWERS.items()}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport: Any = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        """Answer whatever is complete."""
        *heads, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for head in heads:
            line = head.partition(b"\r\n")[0]
            self.transport.write(next(text for piece, text in self.written.items() if piece in line))


async def main() -> None:
    """Serve until the input ends; the port is the first line printed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Canned, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    Canned.written[b"/ActiveNumbers/"] = _written(json.loads(Path(sys.argv[1]).read_bytes()))
    asyncio.run(main())
