"""The floor: a plain Starlette application that runs the same queries; it validates, checks and notes nothing.

It takes what it needs from the query, asks the same store, encodes with the same encoder, and runs under the same
server with the same settings. Validation, filters by the description, errors, faults, the journal and the check of the
answer are what it leaves out, and what the sandbox may cost.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
from numbers_sandbox.server import address, bind, serve
from numbers_sandbox.store.paging import PageRequest
from numbers_sandbox.store.store import Store
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from numbers_sandbox.store.paging import Page
    from starlette.requests import Request

encode = msgspec.json.Encoder().encode


def application(store: Store) -> Starlette:
    """Three paths of the API without anything around them."""

    async def search(request: Request) -> Response:
        filters: dict[str, object] = dict(request.query_params)
        size = int(str(filters.pop("page_size")))
        return _listed(request, store.search(filters, PageRequest(page_size=size)))

    async def listed(request: Request) -> Response:
        size = int(request.query_params["page_size"])
        return _listed(request, store.owned(request.path_params["account"], {}, PageRequest(page_size=size)))

    async def one(request: Request) -> Response:
        return _answer(store.get(request.path_params["account"], request.path_params["number"]))

    return Starlette(
        routes=[
            Route("/api/AvailableNumbers", search),
            Route("/Accounts/{account}/ActiveNumbers/", listed),
            Route("/Accounts/{account}/ActiveNumbers/PN{number}", one),
        ]
    )


def _listed(request: Request, page: Page) -> Response:
    """The items and the links, as short as they can be made."""
    url = str(request.url)
    links = {
        "first_page_url": f"{url}&page=0",
        "previous_page_url": None,
        "url": url,
        "next_page_url": f"{url}&key={page.next_key}",
    }
    meta = {"page": page.page, "page_size": page.page_size, "key": page.key, **links}
    return _answer({"items": page.items, "meta": meta})


def _answer(value: object) -> Response:
    return Response(encode(value), media_type="application/json")


def main() -> None:
    """Serve an existing database: the argument is its URL."""
    store = Store.open(sys.argv[1])
    with bind("127.0.0.1", 0) as listening:
        serve(application(store), listening, lambda: print(f"bare: ready at {address(listening)}", flush=True))


if __name__ == "__main__":
    main()
