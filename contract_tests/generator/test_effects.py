"""Reading back and looking up prices come from the description alone: another API is bought from as safely."""

from __future__ import annotations

import copy
import importlib
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from generator.small_descriptions import Json, fault_of, operation, small, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACE = "POST /things"
READ_BACK: Json = {"operationId": "getThing", "parameters": {"id": "$request.query.thing"}, "effect": "present"}
LOOKUP: Json = {
    "operationId": "listOffers",
    "parameters": {"only": "$request.query.thing"},
    "items": "items",
    "key": {"id": "$request.query.thing"},
    "limits": {"max_price": "price"},
}


def _shop() -> Json:
    """Things that cost money: buying one, reading it, and a catalogue of offers."""
    document = small()
    text, reference = {"type": "string"}, "#/components/schemas/"
    document["components"]["schemas"]["Offer"] = {
        "type": "object",
        "properties": {
            "id": text,
            "price": {"type": "string", "format": "decimal", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"},
        },
    }
    document["components"]["schemas"]["Offers"] = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"{reference}Offer"}},
            "meta": {"type": "object", "properties": {"next_page_url": text}},
        },
    }

    def answer(name: str) -> Json:
        schema = {"schema": {"$ref": f"{reference}{name}"}}
        return {"200": {"description": "It.", "content": {"application/json": schema}}}

    buy = operation(
        operationId="buyThing",
        parameters=[{"name": "thing", "in": "query", "required": True, "schema": text}],
        responses=answer("Thing"),
        **{"x-billed": True, "x-read-back": copy.deepcopy(READ_BACK), "x-price-lookup": copy.deepcopy(LOOKUP)},
    )
    offers = operation(
        operationId="listOffers",
        tags=["Offers"],
        parameters=[{"name": "only", "in": "query", "schema": text}],
        responses=answer("Offers"),
    )
    document["paths"].update({"/things": {"post": buy}, "/offers": {"get": offers}})
    return document


def _buy(document: Json) -> Json:
    found: Json = document["paths"]["/things"]["post"]
    return found


FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "no operation": (lambda buy: buy["x-read-back"].update(operationId="readThing"), "'readThing', which is no"),
    "not safe": (lambda buy: buy["x-read-back"].update(operationId="buyThing"), "buyThing, which is not a GET"),
    "no effect": (lambda buy: buy["x-read-back"].pop("effect"), "needs effect (present, absent, sent)"),
    "another effect": (lambda buy: buy["x-read-back"].update(effect="gone"), "needs effect (present, absent, sent)"),
    "no status": (lambda buy: buy["x-read-back"].update(absent="4XX"), "and absent (a status)"),
    "no such parameter": (
        lambda buy: buy["x-read-back"]["parameters"].update(name="$request.query.thing"),
        "getThing has no parameter 'name'",
    ),
    "a parameter too few": (lambda buy: buy["x-read-back"]["parameters"].clear(), "needs the parameter 'id'"),
    "an answer that is lost": (
        lambda buy: buy["x-read-back"]["parameters"].update(id="$response.body#/id"),
        "'$response.body#/id' leads to no parameter",
    ),
    "no object": (lambda buy: buy.update({"x-read-back": "getThing"}), "None, which is no operationId"),
    "no limits": (lambda buy: buy["x-price-lookup"].pop("limits"), "x-price-lookup: needs limits"),
    "no key": (lambda buy: buy["x-price-lookup"]["key"].clear(), "x-price-lookup: needs one key"),
    "nothing that names it": (lambda buy: buy["x-read-back"].update(key={}), "x-read-back: needs one key"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_an_extension_that_leads_nowhere_is_named(name: str, tmp_path: Path) -> None:
    """What a purchase would rely on is checked before there is a package."""
    change, expected = FAULTS[name]
    document = _shop()
    change(_buy(document))
    fault = fault_of(document, tmp_path)

    assert fault.startswith(PLACE)
    assert expected in fault


def test_any_purchase_is_read_back_and_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of another description reads its purchase back, looks its price up, and says so in its docstring."""
    output = write(_shop(), tmp_path)
    (output / "things").rename(output / "shop_of_things")
    monkeypatch.setattr("sys.path", [str(output), *sys.path])
    shop: Any = importlib.import_module("shop_of_things")
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url.raw_path.decode()}")
        if request.method == "POST":
            raise httpx.ReadTimeout("lost", request=request)
        offers: dict[str, Any] = {"items": [{"id": "a b", "price": "2.0"}], "meta": {}}
        return httpx.Response(200, json=offers if "offers" in request.url.path else {"size": 3})

    transport: Any = httpx.MockTransport(answer)
    with shop.NumbersClient(base_url="https://things.test", transport=transport) as client:
        bought = client.things.buy("a b", max_price=2)
        assert (bought.size, bought.reconciled) == (3, True)
        with pytest.raises(shop.PriceExceeded):
            client.things.buy("a b", max_price="1.99")
        contract = client.things.buy.contract

    assert seen == ["GET /offers?only=a%20b", "POST /things?thing=a%20b", "GET /things/a%20b", "GET /offers?only=a%20b"]
    assert (contract.billed, contract.read_back, contract.effect) == (True, "getThing", "present")
    assert str(contract) in " ".join(str(client.things.buy.__doc__).split())
    assert shop.contracts["things.buy"] == contract
