"""Python names: lower snake case whatever the wire says."""

from __future__ import annotations

import keyword
import re

from openapi_python_client.strings import PythonIdentifier

__all__ = ["RESERVED", "argument_name", "class_name", "constant_name", "method_name", "python_name"]

# Names that stand in annotations: below a field or method called ``date``, ``date`` is no type any more.
_TYPES = frozenset({"bool", "date", "datetime", "dict", "float", "int", "list", "msgspec", "str"})
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", _BOUNDARY.sub(" ", name)) if word]


def python_name(name: str) -> str:
    """Return the Python name of a wire name.

    >>> python_name("capabilities.SMS.gsm7"), python_name("statusCallbackMethod"), python_name("class")
    ('capabilities_sms_gsm7', 'status_callback_method', 'class_')
    """
    joined = "_".join(_words(name)) or "value"
    if joined[0].isdigit():
        joined = f"field_{joined}"
    return f"{joined}_" if keyword.iskeyword(joined) or joined in {"self", "cls"} else joined


def argument_name(name: str) -> str:
    """Return the Python name of an argument or a field: `python_name`, unless annotations need that one.

    >>> argument_name("date"), argument_name("dates")
    ('date_', 'dates')
    """
    found = python_name(name)
    return f"{found}_" if found in _TYPES else found


def class_name(*names: str) -> str:
    """Return the class name of a chain of names.

    >>> class_name("Voice", "fallback_method")
    'VoiceFallbackMethod'
    """
    return "".join(word[:1].upper() + word[1:] for name in names for word in re.split(r"[^A-Za-z0-9]+", name))


def constant_name(operation_id: str) -> str:
    """Return the name of an operation among all operations.

    >>> constant_name("buyActiveNumber")
    'BUY_ACTIVE_NUMBER'
    """
    return PythonIdentifier(operation_id, "field_").upper()


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def method_name(operation_id: str, tag: str) -> str:
    """Return the name of an operation among those of its tag: its id without the words of the tag.

    >>> method_name("listActiveNumbers", "Active Numbers"), method_name("holdNumber", "Reservations")
    ('list', 'hold_number')
    """
    tag_words = {_stem(word) for word in _words(tag)}
    words = _words(operation_id)
    kept = [word for word in words if _stem(word) not in tag_words] or words[:1]
    found = python_name("_".join(kept))
    return found if found == "list" else argument_name(found)


HOMES = {
    "Any": "typing",
    "Annotated": "typing",
    "Literal": "typing",
    "Unpack": "typing",
    "Sequence": "collections.abc",
    "date": "datetime",
    "datetime": "datetime",
    "Decimal": "decimal",
    "IntEnum": "enum",
    "StrEnum": "enum",
    "OpenIntEnum": "_runtime.values",
    "OpenStrEnum": "_runtime.values",
    "ClosedModel": "_runtime.json.models",
    "Model": "_runtime.json.models",
    "Body": "_runtime.operations",
    "Operation": "_runtime.operations",
    "Paging": "_runtime.operations",
    "Parameter": "_runtime.operations",
    "PriceLookup": "_runtime.operations",
    "ReadBack": "_runtime.operations",
    "CallOptions": "_runtime.client.options",
    "PriceLimit": "_runtime.calls.prices",
    "AsyncClientBase": "_runtime.client.clients",
    "ClientBase": "_runtime.client.clients",
    "async_method": "_runtime.client.methods",
    "async_pages_method": "_runtime.client.methods",
    "blocking_method": "_runtime.client.methods",
    "pages_method": "_runtime.client.methods",
    "AsyncPages": "_runtime.pagination.pages",
    "Pages": "_runtime.pagination.pages",
    "Extent": "_runtime.pagination.walk",
    "UNSET": "_runtime.values",
    "FixedDecimal": "_runtime.values",
    "Unset": "_runtime.values",
}


RESERVED = frozenset({*HOMES, "TYPE_CHECKING"})
