"""The floor: a plain Starlette application that runs the same queries; it validates, checks and notes nothing.

It parses what it needs from the query, asks the same store, and encodes with the same encoder; `bench` compares the
sandbox with it. Routing, parameters, errors and the check of the answer are what it leaves out.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
from numbers_sandbox.paging import PageRequest
from numbers_sandbox.server import address, bind, serve
from numbers_sandbox.store import Store
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

encode = msgspec.json.Encoder().encode


def application(store: Store) -> Starlette:
    """Three paths of the API without anything around them."""

    async def search(request: Request) -> Response:
        query = dict(request.query_params)
        page = store.search(query, PageRequest(page_size=int(query.pop("page_size"))))
        return answer({"items": page.items, "meta": meta(page, request)})

    async def listed(request: Request) -> Response:
        size = int(request.query_params["page_size"])
        page = store.owned(request.path_params["account"], {}, PageRequest(page_size=size))
        return answer({"items": page.items, "meta": meta(page, request)})

    async def one(request: Request) -> Response:
        return answer(store.get(request.path_params["account"], request.path_params["number"]))

    return Starlette(
        routes=[
            Route("/api/AvailableNumbers", search),
            Route("/Accounts/{account}/ActiveNumbers/", listed),
            Route("/Accounts/{account}/ActiveNumbers/PN{number}", one),
        ]
    )


def meta(page: object, request: Request) -> dict[str, object]:
    """Position and links, as short as they can be made."""
    url = str(request.url)
    names = ("page", "page_size", "key")
    found = {name: getattr(page, name) for name in names}
    following = getattr(page, "next_key", None)
    return {
        **found,
        "url": url,
        "first_page_url": url,
        "previous_page_url": None,
        "next_page_url": f"{url}&key={following}",
    }


def answer(value: object) -> Response:
    """JSON, by the encoder that the sandbox uses."""
    return Response(encode(value), media_type="application/json")


def main() -> None:
    """Serve an existing database: the argument is its URL."""
    store = Store.open(sys.argv[1])
    with bind("127.0.0.1", 0) as listening:
        serve(application(store), listening, lambda: print(f"bare: ready at {address(listening)}", flush=True))


if __name__ == "__main__":
    main()
