"""Schemas of the description as compiled rules: open for what callers send, closed for what the sandbox answers."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import jsonschema_rs

__all__ = ["Rule", "Schemas"]

_Schema: TypeAlias = dict[str, Any]
_INT32 = {"minimum": -(2**31), "maximum": 2**31 - 1}
_SHOWN = 200


class Rule:
    """One compiled schema."""

    __slots__ = ("_validator", "allows", "schema")

    def __init__(self, schema: _Schema, components: _Schema) -> None:
        self.schema = schema
        self._validator = jsonschema_rs.Draft202012Validator(
            {**schema, "components": components}, validate_formats=True
        )
        self.allows = self._validator.is_valid

    def breach(self, value: Any) -> tuple[str, str]:  # noqa: ANN401  (any JSON value)
        """Where a value breaks the rule, as a JSON Pointer (RFC 6901), and how."""
        error = _nearest(next(iter(self._validator.iter_errors(value))))
        pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in error.instance_path)
        return pointer, error.message


def _nearest(error: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
    """Of the reasons why no alternative fits, the one that lies deepest: null is an alternative nearly everywhere."""
    while isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        reasons = [reason for branch in error.kind.context for reason in branch]
        error = max(reasons, key=lambda reason: (len(reason.instance_path), "null" not in reason.message[-8:]))
    return error


class Schemas:
    """The schemas of one description."""

    def __init__(self, document: _Schema) -> None:
        self._document = document
        self._open: _Schema = {"schemas": _bounded(document["components"]["schemas"])}
        self._closed: _Schema = {"schemas": _closed(self._open["schemas"])}

    def request(self, schema: _Schema) -> Rule:
        """A rule for what a caller sends; members that the description does not know are allowed."""
        return Rule(_bounded(schema), self._open)

    def answer(self, schema: _Schema) -> Rule:
        """A rule for what the sandbox sends; members that the description does not know are not allowed."""
        return Rule(_closed(_bounded(schema)), self._closed)

    def resolved(self, value: _Schema) -> _Schema:
        """What a Reference Object refers to, with its siblings on top; anything else as it is.

        Raises:
            KeyError: the reference leads nowhere.
        """
        if "$ref" not in value:
            return value
        target: Any = self._document
        for part in value["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        return {**self.resolved(target), **{key: item for key, item in value.items() if key != "$ref"}}

    def members(self, schema: _Schema) -> dict[str, _Schema]:
        """The properties of a schema that is an object or, through anyOf, may be one."""
        whole = self.resolved(schema)
        if "properties" in whole:
            found: dict[str, _Schema] = whole["properties"]
            return found
        branches = [self.members(branch) for branch in whole.get("anyOf", [])]
        return next((branch for branch in branches if branch), dict[str, _Schema]())

    def tree(self, schema: _Schema) -> dict[str, Any]:
        """The names of the properties of a schema, each with those below it. Schemas that contain themselves: none."""
        return {name: self.tree(member) for name, member in self.members(schema).items()}

    def property_path(self, schema: _Schema, dotted: str) -> str | None:
        """The path of the property that a dotted name means, compared without case; None when there is none."""
        head, _, rest = dotted.partition(".")
        members = self.members(schema)
        name = next((key for key in members if key.lower() == head.lower()), None)
        if name is None or not rest:
            return name
        below = self.property_path(members[name], rest)
        return None if below is None else f"{name}.{below}"


def _bounded(value: Any) -> Any:  # noqa: ANN401  (any part of a schema)
    """The same schema, with the range that int32 stands for written out: as a mere format it binds nobody."""
    if isinstance(value, list):
        return [_bounded(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    copy: _Schema = {key: _bounded(item) for key, item in cast("_Schema", value).items()}
    return {**_INT32, **copy} if copy.get("format") == "int32" else copy


def _closed(value: Any) -> Any:  # noqa: ANN401  (any part of a schema)
    """The same schema, where no object may have a member that is not listed."""
    if isinstance(value, list):
        return [_closed(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    copy: _Schema = {key: _closed(item) for key, item in cast("_Schema", value).items()}
    if isinstance(copy.get("properties"), dict) and "type" in copy:
        copy.setdefault("additionalProperties", False)
    return copy
