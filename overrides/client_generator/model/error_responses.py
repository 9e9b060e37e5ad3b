"""The exception classes of documented error codes, read from ``x-error-codes``."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from runtime import errors, status_errors
from runtime.json.shapes import as_list, as_object
from runtime.status_errors import STATUS_CLASSES

from client_generator.errors import GenerateError

from .description import METHODS, resolve

__all__ = ["ErrorClass", "class_of", "error_classes", "errors_of"]


@dataclass(frozen=True)
class ErrorClass:
    """An exception class for a documented error code."""

    name: str
    code: int
    status: str
    text: str


def class_of(status: str) -> str:
    """Return the name of the exception class of an HTTP status such as ``404`` or ``5XX``."""
    if status.isdigit() and int(status) in STATUS_CLASSES:
        return STATUS_CLASSES[int(status)].__name__
    return "ServerError" if status.startswith("5") else "APIError"


def error_classes(document: dict[str, Any]) -> list[ErrorClass]:
    """Return the class of each documented error code, each once.

    Raises:
        GenerateError: one code has two names, or one name two codes, or a name cannot be that of a class.
    """
    found: dict[int, ErrorClass] = {}
    names: dict[str, int] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            where = f"{method.upper()} {path}"
            for status, response in item.get(method, {}).get("responses", {}).items():
                for error in errors_of(document, str(status), response, where):
                    known = found.setdefault(error.code, error)
                    alone = known.name == error.name and names.setdefault(error.name, error.code) == error.code
                    _check_name(error, where, alone=alone)
    return [found[code] for code in sorted(found)]


def errors_of(document: dict[str, Any], status: str, response: dict[str, Any], where: str) -> Iterator[ErrorClass]:
    """Yield the class of each error code that a response documents.

    Raises:
        GenerateError: an entry is no object with the integer ``code`` and the text ``name``.
    """
    entries = as_list(resolve(document, response).get("x-error-codes", []))
    for entry in [None] if entries is None else entries:
        members = as_object(entry) or {}
        name, code = members.get("name"), members.get("code")
        if type(name) is not str or type(code) is not int:
            raise GenerateError(where, "x-error-codes is a list of objects with code (an integer) and name; correct it")
        yield ErrorClass(name, code, status, str(members.get("description", "")))


def _check_name(error: ErrorClass, where: str, *, alone: bool) -> None:
    if (
        not error.name.isidentifier()
        or error.name in {*errors.__all__, *status_errors.__all__}
        or hasattr(builtins, error.name)
    ):
        what = f"x-error-codes: {error.name!r} cannot be the name of an exception class; choose another"
        raise GenerateError(where, what)
    if not alone:
        what = f"x-error-codes: {error.code} and {error.name} do not belong to each other alone; name each code once"
        raise GenerateError(where, what)
