"""What a description may not say: each fault is named with its place, and no package comes of it that does not work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from generator.small_descriptions import Json, fault_of, operation, small, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACE = "generated/openapi.yaml#"
THING = f"{PLACE}/components/schemas/Thing"
GET = "GET /things/{id}"


def _thing(document: Json) -> Json:
    found: Json = document["components"]["schemas"]["Thing"]
    return found


def _get(document: Json) -> Json:
    found: Json = document["paths"]["/things/{id}"]["get"]
    return found


def _property(**schema: Any) -> Callable[[Json], object]:  # noqa: ANN401 -- any keyword
    return lambda document: _thing(document)["properties"].update(size=schema)


def _schemas(**schemas: Any) -> Callable[[Json], object]:  # noqa: ANN401 -- wrong ones as well
    return lambda document: document["components"]["schemas"].update(schemas)


def _other(**parts: Any) -> Callable[[Json], object]:  # noqa: ANN401 -- any part of an operation
    return lambda document: document["paths"].update({"/other": {"put": operation(**parts)}})


def _parameter(name: str, place: str = "query") -> Json:
    return {"name": name, "in": place, "schema": {"type": "string"}}


def _body(schema: Json, media_type: str = "application/json") -> Json:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _codes(*entries: object) -> Callable[[Json], object]:
    return lambda document: _get(document)["responses"]["409"].update({"x-error-codes": list(entries)})


UNENFORCEABLE: Json = {
    "not": {},
    "if": {},
    "uniqueItems": True,
    "patternProperties": {"^a": {}},
    "contains": {},
    "prefixItems": [{}],
    "dependentRequired": {},
    "minProperties": 1,
    "unevaluatedProperties": False,
    "nullable": True,
    "exclusiveMinimum": True,
}


@pytest.mark.parametrize("keyword", UNENFORCEABLE)
def test_a_keyword_that_the_client_cannot_enforce_is_named_with_its_place(keyword: str, tmp_path: Path) -> None:
    """No word of a schema is left out in silence: what the models cannot hold to is refused."""
    document = small()
    _property(type="integer", **{keyword: UNENFORCEABLE[keyword]})(document)

    assert fault_of(document, tmp_path).startswith(f"{THING}/properties/size/{keyword}: ")


PATTERNS = [r"(?<year>\d+)", r"\p{Lu}", r"[\D]", r"\cA", "[]", "(", r"(?<=a+)b", "a{2,1}", r"\Z", "[", r"(?i)a"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_that_python_does_not_know_is_named_with_its_place(pattern: str, tmp_path: Path) -> None:
    """A pattern that would mean something else in Python, or nothing, stops the run and not the first call."""
    document = small()
    _property(type="string", pattern=pattern)(document)

    assert fault_of(document, tmp_path).startswith(f"{THING}/properties/size/pattern: cannot be enforced in Python: ")


SHAPES: dict[str, tuple[Callable[[Json], object], str]] = {
    "no components": (lambda d: d.pop("components"), "has no 'components'"),
    "another version of OpenAPI": (lambda d: d.update(openapi="3.0.3"), f"{PLACE}/openapi: '3.0.3' is not 3.1.x"),
    "information as text": (lambda d: d.update(info="Things"), f"{PLACE}/info: "),
    "paths as a list": (lambda d: d.update(paths=[]), f"{PLACE}/paths: "),
    "parameters as a mapping": (lambda d: _get(d).update(parameters={}), "/get/parameters: "),
    "a parameter without a name": (lambda d: _get(d)["parameters"][0].pop("name"), "/get/parameters/0"),
    "a type of its own": (_property(type="text"), f"{THING}/properties/size"),
    "a schema as a list": (_schemas(Thing=[]), f"{THING}: "),
    "no operationId": (lambda d: _get(d).pop("operationId"), f"{GET}: has no operationId"),
    "a price of two digits": (
        _property(type="string", format="decimal", pattern=r"^\d+\.\d\d$"),
        f"{THING}/properties/size: a string of format decimal",
    ),
    "a body of a form": (
        _other(requestBody=_body({"type": "object"}, "multipart/form-data")),
        "PUT /other: has a request body that is not JSON",
    ),
    "an answer of text": (
        _other(responses={"200": {"description": "Text.", "content": {"text/plain": {}}}}),
        "PUT /other 200: answers with a body that is not JSON",
    ),
    "a choice of objects": (
        _schemas(Thing={"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
                 A={"type": "object", "properties": {"a": {}}}, B={"type": "object", "properties": {"b": {}}}),
        "the generated package does not work: things.",
    ),
}  # fmt: skip
REFERENCES: dict[str, tuple[str, str]] = {
    "#/components/schemas/Thong": ("points at nothing", "Thing"),
    "other.yaml#/Thing": ("leaves the document", "Thing"),
    "#/components/schemas/Loop": ("leads back to itself", "Thing"),
}
NAMES: dict[str, tuple[Callable[[Json], object], str]] = {
    "two operations of one id": (_other(operationId="getThing"), "PUT /other: has the operationId getThing"),
    "two ids of one module": (_other(operationId="get_thing"), "PUT /other: has the operationId get_thing"),
    "an operation called as what the package needs": (
        _other(operationId="unset"),
        "PUT /other: has the operationId unset, a word that the package needs",
    ),
    "an operation that reads itself back": (
        lambda d: _get(d).update(
            {"x-read-back": {"operationId": "getThing", "effect": "sent", "parameters": {"id": "$request.path.id"}}}
        ),
        "getThing: refer to each other by x-read-back or x-price-lookup, in a circle",
    ),
    "two methods of one name": (_other(operationId="get"), "get: becomes the method get, as getThing does"),
    "two parameters of one name": (
        _other(parameters=[_parameter("a-b"), _parameter("a_b")]),
        "PUT /other: has two arguments that are a_b_query",
    ),
    "a parameter beside a whole body": (
        _other(parameters=[_parameter("body")], requestBody=_body({"type": "array", "items": {"type": "string"}})),
        "PUT /other: has two arguments that are body",
    ),
    "a tag that the client needs": (_other(tags=["Close"]), "PUT /other: has the tag Close"),
    "two members of one name": (
        lambda d: _thing(d)["properties"].update({"aB": {}, "a_b": {}}),
        "#/components/schemas/Thing: two members, or a method, are named a_b",
    ),
    "a member called as a method": (_schemas(Thing={"type": "object", "properties": {"toDict": {}}}), "named to_dict"),
    "a schema that the client needs": (
        _schemas(Operation={"enum": ["a"], "type": "string"}),
        "becomes the class Operat",
    ),
    "two schemas of one class": (
        _schemas(**{"a-b": {"enum": ["a"], "type": "string"}, "AB": {"enum": ["a"], "type": "string"}}),
        "which is taken",
    ),
    "two values of one name": (_property(type="string", enum=["a b", "a-b"]), "two values become A_B in Python"),
    "an error code as text": (_codes({"code": "7", "name": "Busy"}), f"{GET}: x-error-codes is a list of objects"),
    "an error code alone": (_codes(7), f"{GET}: x-error-codes is a list of objects"),
    "an error name that is none": (_codes({"code": 7, "name": "is busy"}), "'is busy' cannot be the name"),
    "one error name for two codes": (
        _codes({"code": 7, "name": "Busy"}, {"code": 8, "name": "Busy"}),
        f"{GET}: x-error-codes: 8 and Busy do not belong to each other alone",
    ),
}


@pytest.mark.parametrize("name", [*SHAPES, *NAMES])
def test_a_fault_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    """What cannot become a client, or would become one with two things of one name, is refused where it stands."""
    change, expected = {**SHAPES, **NAMES}[name]
    document = small()
    change(document)

    assert expected in fault_of(document, tmp_path)


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_that_leads_nowhere_is_named_with_its_place(reference: str, tmp_path: Path) -> None:
    """A reference to nothing, out of the document or back to itself is refused where it stands."""
    document = small()
    document["components"]["schemas"]["Loop"] = {"$ref": "#/components/schemas/Loop"}
    if "Loop" not in reference:
        del document["components"]["schemas"]["Loop"]
    _thing(document)["properties"]["size"] = {"$ref": reference}
    said, _ = REFERENCES[reference]

    fault = fault_of(document, tmp_path)

    assert fault.startswith(PLACE)
    assert f"reference '{reference}' {said}" in fault


CONFIGURATIONS = {
    "- a list\n": "is no mapping",
    "{\n": "is not YAML",
    "literal_enums: true\n": "unknown key literal_enums",
    "post_hooks: [ruff]\n": "unknown key post_hooks",
    "package_name_override: a-b\n": "package_name_override: is no name of a package",
    "class_overrides: [Thing]\n": "class_overrides: ",
    "package_name_override: things\nclass_overrides: {Nothing: {class_name: Thing}}\n": "class_overrides names Nothing",
}


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_an_option_without_effect_is_refused(text: str, tmp_path: Path) -> None:
    """Options that the templates do not follow are errors, and so are values that are none."""
    fault = fault_of(small(), tmp_path, configuration=text)

    assert "generator.yaml" in fault
    assert CONFIGURATIONS[text] in fault


def test_the_small_description_itself_has_no_fault(tmp_path: Path) -> None:
    """What the tests above change is in order before they change it."""
    assert fault_of(small(), tmp_path) == ""
    assert "class ThingIsBusy(Conflict)" in (tmp_path / "out" / "things" / "errors.py").read_text("utf-8")


def test_a_class_may_be_renamed(tmp_path: Path) -> None:
    """`class_overrides` gives a schema another class and module."""
    configuration = "package_name_override: things\nclass_overrides: {Thing: {class_name: Item, module_name: item}}\n"
    output = write(small(), tmp_path, configuration=configuration)

    assert "class Item(Model" in (output / "things" / "models" / "_classes.py").read_text("utf-8")
