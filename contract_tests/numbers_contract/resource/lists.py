"""Walking along the pages of a list, by its links as by its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from numbers_contract.description.json_pointer import get, is_list, is_object
from numbers_contract.http.exchange import Request

from .page_rules import judge_page
from .pages import ListQuery, Page, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.exchange import Exchange

__all__ = ["Lists", "largest_size", "parameters_of"]

_PORTS = {"http": 80, "https": 443}


class Lists:
    """Reads lists, and holds what it meets on the way to the rules about pages."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self, asked: ListQuery, number: int | None = None, extra: Iterable[tuple[str, str]] = (), by: str = "asked"
    ) -> Page | None:
        """One page; None when the answer is no list, which is reported."""
        paging = asked.operation.extensions.paging
        query = list(asked.filters)
        if paging is not None and asked.size is not None and paging.size[0]:
            query.append((paging.size[0], str(asked.size)))
        if paging is not None and number is not None and paging.number[0]:
            query.append((paging.number[0], str(number)))
        exchange = self._context.call(asked.operation, asked.account, query=[*query, *extra])
        page = self.of(asked, exchange)
        if page is not None:
            judge_page(self._context, page, number, by=by)
        return page

    def of(self, asked: ListQuery, exchange: Exchange, rule: str = "accepts-valid") -> Page | None:
        """The page that an answer holds; None when it holds none, which is reported."""
        operation = asked.operation
        paging = operation.extensions.paging
        shown = " and ".join(name for name, _ in asked.filters)
        self._context.check(
            exchange.status in operation.successes or exchange.status >= 500,
            rule,
            operation,
            f"{operation}{' filtered by ' if shown else ''}{shown} was answered {exchange.status}",
            exchange,
            subject=shown,
        )
        items: Any = get(exchange.value, paging.items if paging else "")
        if not exchange.ok or not is_list(items):
            return None
        return Page(asked, exchange, [item for item in items if is_object(item)])

    def follow(self, page: Page, name: str) -> Page | None:
        """The page that a link leads to; None when there is no link, or it does not lead to a page."""
        link = page.link(name)
        target = None if link is None else self.target(page, name, link)
        if target is None:
            return None
        before = page.exchange.request
        request = Request("GET", target, before.headers, None, before.operation, before.account)
        exchange = self._context.send(request)
        self._context.check(
            exchange.ok,
            "page-links",
            page.query.operation,
            f"the link to the {name} page was answered {exchange.status}",
            page.exchange,
            exchange,
            at=self._place(page, name),
        )
        reached = self.of(page.query, exchange, "page-links") if exchange.ok else None
        if reached is not None:
            judge_page(self._context, reached, None, by=name)
        return reached

    def target(self, page: Page, name: str, link: str) -> str | None:
        """Path and query of a link, below the base URL; None when it leads elsewhere, which is reported."""
        context = self._context
        base = context.session.endpoint.base_url.rstrip("/")
        try:
            url = urljoin(f"{base}{page.exchange.request.target}", link)
            there, here = urlsplit(url), urlsplit(base)
            below = link.isascii() and origin(url) == origin(base) and there.path.startswith(f"{here.path}/")
            where = f"leads to {there.scheme}://{there.netloc}{there.path}, which was not asked"
        except ValueError:
            there = here = urlsplit(base)
            below, where = False, "is no URL"
        operation = page.query.operation
        context.check(
            below,
            "page-links",
            operation,
            f"the link to the {name} page {where}",
            page.exchange,
            at=self._place(page, name),
        )
        if not below:
            return None
        target = there.path[len(here.path) :]
        return f"{target}?{there.query}" if there.query else target

    def walk(self, asked: ListQuery, most: int = 50) -> Walk:
        """The pages along the links to the next one, up to a number of pages."""
        walk, seen = Walk(), set[str]()
        page = self.page(asked)
        while page is not None:
            walk.pages.append(page)
            link = page.link("next")
            if link is None:
                walk.complete = True
                break
            again = link in seen
            self._context.check(
                not again, "pages", asked.operation, "the links to the next page lead in a circle", page.exchange
            )
            if again or len(walk.pages) >= most:
                break
            seen.add(link)
            page = self.follow(page, "next")
        return walk

    def _place(self, page: Page, name: str) -> str | None:
        paging = page.query.operation.extensions.paging
        return paging.links.get(name) if paging else None


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port (RFC 6454, section 4); a port that cannot be read is none."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return parts.scheme, parts.netloc, None
    return parts.scheme, (parts.hostname or ""), port or _PORTS.get(parts.scheme)


def parameters_of(target: str) -> list[tuple[str, str]]:
    """The query of a target, decoded; a plus sign is left as it is, for it is read in two ways."""
    query = target.partition("?")[2]
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return [(unquote(name), unquote(value)) for name, _, value in pairs]


def largest_size(operation: Operation) -> int | None:
    """The largest page that may be asked for."""
    paging = operation.extensions.paging
    parameter = operation.parameter(paging.size[0]) if paging else None
    largest = parameter.schema.get("maximum") if parameter else None
    return min(int(largest), 1000) if largest is not None else None
