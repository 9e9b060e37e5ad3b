"""Runs in the environment of one peer: carries out calls, or reads a page, and tells the processor time.

``worker.py call NAME BASE_URL`` and ``worker.py read NAME FILE`` take a number of repetitions for each line of input,
and print the seconds of processor time that one repetition took. Reading prints the time of ``json.loads`` as well.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = "+14155550123"


def _module(name: str) -> Any:  # noqa: ANN401 -- no two environments have the same modules
    return importlib.import_module(name)


def _httpx(base_url: str) -> Callable[[], Any]:
    client = _module("httpx").Client(base_url=base_url, headers={"Authorization": "Bearer secret"})
    return lambda: json.loads(client.get(f"/Accounts/AC1/ActiveNumbers/PN{NUMBER}").content)


def _httpx_async(base_url: str) -> Callable[[], Any]:
    client = _module("httpx").AsyncClient(base_url=base_url, headers={"Authorization": "Bearer secret"})

    async def call() -> object:
        return json.loads((await client.get(f"/Accounts/AC1/ActiveNumbers/PN{NUMBER}")).content)

    return call


def _ours(base_url: str) -> Callable[[], Any]:
    client = _module("numbers_api").NumbersClient(base_url=base_url, account_id="AC1", token="secret")
    return lambda: client.active_numbers.get(NUMBER)


def _ours_async(base_url: str) -> Callable[[], Any]:
    client = _module("numbers_api").AsyncNumbersClient(base_url=base_url, account_id="AC1", token="secret")
    return lambda: client.active_numbers.get(NUMBER)


def _stock(base_url: str) -> Callable[[], Any]:
    client = _module("stock_client").AuthenticatedClient(base_url=base_url, token="secret")
    get = _module("stock_client.api.active_numbers.get_active_number")
    return lambda: get.sync("AC1", NUMBER, client=client)


def _stock_async(base_url: str) -> Callable[[], Any]:
    client = _module("stock_client").AuthenticatedClient(base_url=base_url, token="secret")
    get = _module("stock_client.api.active_numbers.get_active_number")
    return lambda: get.asyncio("AC1", NUMBER, client=client)


def _twilio(base_url: str) -> Callable[[], Any]:
    client = _module("twilio.rest").Client("AC" + 32 * "a", "secret")
    client.api.base_url = base_url
    return lambda: client.api.v2010.account.incoming_phone_numbers("PN" + 32 * "a").fetch()


def _sinch(base_url: str) -> Callable[[], Any]:
    client = _module("sinch").SinchClient(project_id="p", key_id="k", key_secret="s")
    client.configuration.numbers_origin = client.configuration.auth_origin = base_url
    return lambda: client.numbers.get(phone_number=NUMBER)


def _cloudflare(base_url: str) -> Callable[[], Any]:
    client = _module("cloudflare").Cloudflare(api_token="secret", base_url=base_url)
    return lambda: client.zones.get(zone_id=32 * "a")


def _cloudflare_async(base_url: str) -> Callable[[], Any]:
    client = _module("cloudflare").AsyncCloudflare(api_token="secret", base_url=base_url)
    return lambda: client.zones.get(zone_id=32 * "a")


def _mistralai(base_url: str) -> Callable[[], Any]:
    client = _module("mistralai.client").Mistral(api_key="secret", server_url=base_url)
    list_models: Callable[[], Any] = client.models.list
    return list_models


def _squareup(base_url: str) -> Callable[[], Any]:
    client = _module("square").Square(token="secret", base_url=base_url)
    return lambda: client.locations.get("L1")


CALLS: dict[str, Callable[[str], Callable[[], Any]]] = {
    "httpx": _httpx,
    "httpx async": _httpx_async,
    "ours": _ours,
    "ours async": _ours_async,
    "stock": _stock,
    "stock async": _stock_async,
    "twilio": _twilio,
    "sinch": _sinch,
    "cloudflare": _cloudflare,
    "cloudflare async": _cloudflare_async,
    "mistralai": _mistralai,
    "squareup": _squareup,
}


def _read_ours() -> Callable[[bytes], Any]:
    read: Callable[[bytes], Any] = _module("numbers_api.models").ActiveNumbersResponse.from_json
    return read


def _read_stock() -> Callable[[bytes], Any]:
    model = _module("stock_client.models").ActiveNumbersResponse
    return lambda text: model.from_dict(json.loads(text))


def _read_twilio() -> Callable[[bytes], Any]:
    cls = _module("twilio.rest.api.v2010.account.incoming_phone_number").IncomingPhoneNumberInstance
    return lambda text: [cls(None, item, account_sid="AC") for item in json.loads(text)["items"]]


def _read_sinch() -> Callable[[bytes], Any]:
    cls = _module("sinch.domains.numbers.models.v1.response.active_number").ActiveNumber
    return lambda text: [cls.model_validate(item) for item in json.loads(text)["items"]]


READERS: dict[str, Callable[[], Callable[[bytes], Any]]] = {
    "json.loads": lambda: json.loads,
    "ours": _read_ours,
    "stock": _read_stock,
    "twilio": _read_twilio,
    "sinch": _read_sinch,
}


def timed(action: Callable[[], object], times: int) -> float:
    """Return the processor time of one repetition, in seconds."""
    begun = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - begun) / times


async def _timed(action: Callable[[], Any], times: int) -> float:
    begun = time.process_time()
    for _ in range(times):
        await action()
    return (time.process_time() - begun) / times


def calling(name: str, base_url: str) -> None:
    """Carry out calls."""
    call = CALLS[name](base_url)
    loop = asyncio.new_event_loop()
    print("ready", flush=True)
    for line in sys.stdin:
        waiting = name.endswith("async")
        taken = loop.run_until_complete(_timed(call, int(line))) if waiting else timed(call, int(line))
        print(taken, flush=True)


def reading(name: str, file: str) -> None:
    """Read a page."""
    text, read = Path(file).read_bytes(), READERS[name]()
    print(_retained(text, read), flush=True)
    for line in sys.stdin:
        print(timed(lambda: read(text), int(line)), timed(lambda: json.loads(text), int(line)), flush=True)


def _retained(text: bytes, read: Callable[[bytes], Any]) -> int:
    """Return the bytes that a page in memory takes; what is made once for all pages is not counted."""
    read(text)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = read(text)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    del kept
    return taken


if __name__ == "__main__":
    {"call": calling, "read": reading}[sys.argv[1]](*sys.argv[2:])
