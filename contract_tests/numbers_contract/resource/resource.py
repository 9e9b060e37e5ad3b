"""A resource and the operations on it, found by their effects: what the description says it can do, as methods."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get

from .lists import Lists
from .pages import ListQuery, Walk

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange

__all__ = ["Resource", "resource_of"]

Json = dict[str, Any]


class Resource:
    """One resource: `offer`, `create`, `list`, `read`, `update` and `delete` are operations, or None."""

    def __init__(self, context: Context, resource: str) -> None:
        self._context = context
        self.name = resource
        self.lists = Lists(context)
        described: Json = context.description.resources.get(resource, {})
        self.key: str = described.get("key", "")
        self.owner: str | None = described.get("owner")
        self.described = described
        self.offer = context.description.doing("offer", resource)
        self.create = context.description.doing("create", resource)
        self.list = context.description.doing("list", resource)
        self.read = context.description.doing("read", resource)
        self.update = context.description.doing("update", resource)
        self.delete = context.description.doing("delete", resource)
        never = described.get("never-buy", {}).get("pattern")
        self._never = re.compile(never) if never else None

    def key_of(self, item: Json) -> str:
        """The key of an item; "" where it has none."""
        key = get(item, self.key)
        return key if isinstance(key, str) else ""

    @cached_property
    def leaves(self) -> dict[str, Json]:
        """The places that hold a value in what a purchase is answered with, each with its schema."""
        answer = self.create.response(self.create.successes[0]) if self.create is not None else None
        schema = answer.schema if answer is not None else None
        return dict(self._context.description.schemas.leaves(schema)) if schema is not None else {}

    def untouchable(self, key: str) -> bool:
        """Whether the description says that nobody should buy it."""
        return self._never is not None and self._never.search(key) is not None

    def requirement(self, item: Json) -> str | None:
        """What the buyer must fulfil; None for nothing."""
        described: Json = self.described.get("requirements", {})
        value = get(item, described["property"]) if described else MISSING
        return None if value is MISSING or value is None or value in described.get("none", []) else str(value)

    def sold_out(self, item: Json) -> bool:
        """Whether the item says itself that there is none left."""
        described: Json = self.described.get("sold-out", {})
        return bool(described) and get(item, described["property"]) in described.get("values", [])

    def price(self, item: Json) -> float:
        """What it costs; as much as can be where that cannot be read."""
        try:
            return sum(float(get(item, pointer)) for pointer in self.described.get("prices", []))
        except (TypeError, ValueError, OverflowError):
            return float("inf")

    def plain(self, item: Json) -> bool:
        """Whether anybody can buy it."""
        key = self.key_of(item)
        return not (self.untouchable(key) or self.sold_out(item) or self.requirement(item))

    def by_key(self, operation: Operation, key: str, account: Account | None = None) -> Walk:
        """A list filtered by the key."""
        names = [one.parameter for one in operation.extensions.filters if one.property == self.key]
        return self.lists.walk(ListQuery(operation, account, ((names[0], key),)), most=3) if names else Walk()

    def buy(self, account: Account, key: str, settings: Any = MISSING, **more: Any) -> Exchange:
        """Ask for the purchase of one."""
        assert self.create is not None
        return self.on_one(self.create, account, key, value=settings, **more)

    def on_one(self, operation: Operation, account: Account, key: str, **more: Any) -> Exchange:
        """Call an operation that names one by its key."""
        path, query = operation.addressed(key)
        return self._context.call(operation, account, path=path, query=query, **more)

    def held(self, account: Account, size: int | None = None) -> Walk:
        """All that an account holds."""
        assert self.list is not None
        return self.lists.walk(ListQuery(self.list, account, (), size))


def resource_of(context: Context) -> Resource | None:
    """The resource of the description, if it says anything about one."""
    return context.shared(_first_resource)


def _first_resource(context: Context) -> Resource | None:
    names = list(context.description.resources)
    return Resource(context, names[0]) if names else None
