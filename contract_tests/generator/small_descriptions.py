"""A small description, and the generator run on what a test makes of it, without a process of its own."""

from __future__ import annotations

import copy
import shutil
from typing import TYPE_CHECKING, Any

from client_generator.errors import GenerateError
from client_generator.pipeline import Inputs, write_tree
from generator.generation import ROOT
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Json", "fault_of", "operation", "small", "write"]

Json = dict[str, Any]

_SMALL: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1.2.3"},
    "servers": [{"url": "https://things.test/v1"}],
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "getThing",
                "tags": ["Things"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "The thing.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "409": {
                        "description": "Not now.",
                        "x-error-codes": [{"code": 7, "name": "ThingIsBusy", "description": "Ask again later."}],
                    },
                },
            }
        }
    },
    "components": {"schemas": {"Thing": {"type": "object", "properties": {"size": {"type": "integer"}}}}},
}


def small() -> Json:
    """A description with one operation, one schema and one error code, to be changed at will."""
    return copy.deepcopy(_SMALL)


def operation(**parts: Any) -> Json:  # noqa: ANN401 -- any part of an operation
    """An operation on things without a body in its answer, with other parts as given."""
    return {"operationId": "doIt", "tags": ["Things"], "responses": {"204": {"description": "Done."}}, **parts}


def write(
    document: object, folder: Path, *, configuration: str | None = None, overrides: Path = ROOT / "overrides"
) -> Path:
    """Write the tree of a description below `folder`; its package is called ``things``."""
    base, config, output = folder / "things.yaml", folder / "generator.yaml", folder / "out"
    with base.open("w", encoding="utf-8") as file:
        yaml: Any = YAML()
        yaml.dump(document, file)
    config.write_text(configuration or "package_name_override: things\nproject_name_override: things\n", "utf-8")
    (folder / "findings.yaml").write_text("findings: []\n", "utf-8")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    inputs = Inputs(
        base=base,
        overlays=[],
        findings=folder / "findings.yaml",
        config=config,
        templates=overrides / "templates",
        runtime=overrides / "runtime",
        licence=ROOT / "LICENSE",
        pins=ROOT / "requirements.lock",
        root=folder,
    )
    write_tree(inputs, output)
    return output


def fault_of(document: object, folder: Path, **options: Any) -> str:  # noqa: ANN401 -- as `write` has them
    """What the generator has against a description; empty if nothing."""
    try:
        write(document, folder, **options)
    except GenerateError as error:
        return str(error)
    return ""
