"""Examples are realistic and obey the schemas that they stand in."""

from __future__ import annotations

import copy

from overrides.normalised import Json, normalised, operations, resolved, schemas, validator

PLACEHOLDERS = ("string", "example.com")


def bad_examples(document: Json) -> list[str]:
    """The examples that their own schema refuses, each with its place."""
    return [
        f"{place}: {example!r}"
        for place, schema in schemas(document)
        for example in schema.get("examples", [])
        if not validator(document, schema).is_valid(example)
    ]


def test_every_example_is_valid() -> None:
    """No example contradicts the schema that it illustrates."""
    assert bad_examples(normalised()) == []


def test_a_bad_example_is_reported() -> None:
    """An example that breaks a pattern, a length or an enumeration is found, also behind a reference."""
    document = copy.deepcopy(normalised())
    properties = document["components"]["schemas"]["ActiveNumber"]["properties"]
    properties["phone_number"]["examples"] = ["415 555 0123"]
    properties["friendlyName"]["examples"] = ["x" * 65]
    properties["statusCallbackMethod"]["examples"] = ["PUT"]
    assert len(bad_examples(document)) == 3


def test_no_example_is_a_placeholder() -> None:
    """The placeholders of the document are gone."""
    shown = [(place, str(example)) for place, schema in schemas(normalised()) for example in schema.get("examples", [])]
    assert [place for place, example in shown if example in PLACEHOLDERS] == []
    assert [place for place, example in shown if example == "0" and not place.endswith("/page/schema")] == []


def test_every_parameter_has_an_example() -> None:
    """No parameter is left without a value that shows its form."""
    document = normalised()
    assert [
        (name, parameter["name"])
        for name, operation in operations(document).items()
        for parameter in operation["parameters"]
        if not resolved(document, parameter["schema"]).get("examples")
    ] == []


def test_every_scalar_property_has_an_example() -> None:
    """No property is left without a value that shows its form, unless it holds an object or a list."""
    document = normalised()
    assert [place for place, schema in schemas(document) if "/properties/" in place and _bare(document, schema)] == []


def _bare(document: Json, schema: Json) -> bool:
    if resolved(document, schema).get("examples") or schema.get("type") in ("array", "null"):
        return False
    parts = [resolved(document, part) for part in schema.get("anyOf", [schema])]
    return not any(part.get("properties") or part.get("examples") for part in parts)
