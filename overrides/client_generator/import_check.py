"""Imports every module of a package below the working directory and prepares every type: run as a command.

    python -P -B trial.py PACKAGE

Prints nothing and ends with 0, or prints the first fault in one line and ends with 1.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec


def _types(module: Any) -> Iterator[Any]:
    for name in dir(module):
        operation: Any = getattr(module, name)
        if type(operation).__name__ != "Operation":
            continue
        yield operation.arguments
        yield from (type_ for type_ in operation.responses.values() if type_ is not None)
        if operation.body is not None:
            yield operation.body.model


def _read(_: type[Any], value: Any) -> Any:
    return value


def main(package: str) -> int:
    """Try `package`; return the exit status."""
    sys.path.insert(0, str(Path.cwd()))
    name = package
    try:
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            name = found.name
            for type_ in _types(importlib.import_module(name)):
                msgspec.json.Decoder(type_, dec_hook=_read)
    except Exception as error:  # noqa: BLE001 -- whatever a generated module does wrong
        said = f"{name}: {type(error).__name__}: {error}".splitlines()[0]
        print(said.replace(f"{Path.cwd()}/", ""))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
