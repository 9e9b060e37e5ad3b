"""openapi-python-client with our templates: what the templates see beside what the generator gives them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined
from openapi_python_client import Project
from openapi_python_client.config import Config  # noqa: TC002 -- as TC001 and TC003, see pyproject.toml
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import Class
from openapi_python_client.strings import ClassName
from runtime import errors, status_errors

from client_generator.errors import GenerateError
from client_generator.model.arguments import Argument, members_of, text_of
from client_generator.model.error_responses import class_of, error_classes
from client_generator.model.groups import by_tag, in_class, ordered
from client_generator.model.inline_schemas import Prepared
from client_generator.model.names import RESERVED, argument_name, python_name
from client_generator.model.operations import OperationView, operations
from client_generator.model.types import TypeWriter

from .docstrings import docstring, section
from .imports import import_lines

__all__ = ["ClientProject", "Sources"]


@dataclass(frozen=True)
class Sources:
    """Where the hand-written parts of the package are, and what the package says of its origin."""

    templates: Path
    runtime: Path
    licence: Path
    provenance: Mapping[str, str]


class ClientProject(Project):
    """Generates the package from a prepared description."""

    def __init__(self, prepared: Prepared, config: Config, sources: Sources) -> None:
        data = GeneratorData.from_dict(prepared.document, config=config)
        if isinstance(data, GeneratorError):
            raise GenerateError("the description", f"{data.header} {data.detail or ''}")
        super().__init__(openapi=data, config=config, custom_template_path=sources.templates)
        self.prepared, self.sources = prepared, sources
        self._drop_maps()
        self._refuse_unmatched_overrides()
        self.env.undefined = StrictUndefined
        # The generator asks for this one always, and has no use for it here.
        unused = DictLoader({"literal_enum.py.jinja": ""})
        self.env.loader = ChoiceLoader([FileSystemLoader(sources.templates), unused])
        self.env.filters.update(python_name=python_name, repr=repr)
        offered: dict[str, Any] = {
            "docstring": docstring,
            "section": section,
            "imports_for": self._imports,
            "provenance": sources.provenance,
            "description_of_api": prepared.document["info"].get("description", ""),
            "title": prepared.document["info"]["title"],
            "base_url": (prepared.document.get("servers") or [{"url": ""}])[0]["url"],
            "error_classes": error_classes(prepared.document),
            "runtime_errors": sorted(errors.__all__),
            "status_errors": sorted(set(status_errors.__all__) - {"STATUS_CLASSES"}),
            "view_of": self.views.__getitem__,
            "base_of": class_of,
            "ordered": lambda: ordered(self.views.values()),
            "model_view": self._model,
            "enum_view": self._enum,
            "tags": lambda: by_tag(self.views.values()),
            "in_class": in_class,
        }
        shared: dict[str, Any] = self.env.globals
        shared.update(offered)

    @cached_property
    def classes(self) -> dict[str, tuple[str, str]]:
        """Class and module name of each schema that is a class."""
        found: dict[str, tuple[str, str]] = {}
        for name, schema in self.prepared.document["components"]["schemas"].items():
            if "enum" in schema or schema.get("properties") or "allOf" in schema:
                info = Class.from_string(string=name, config=self.config)
                found[name] = (str(info.name), str(info.module_name))
        taken: set[str] = set(RESERVED)
        for name, (class_, module) in found.items():
            if class_ in taken or module in taken:
                what = (
                    f"becomes the class {class_} in {module}.py, which is taken; rename it in overrides/generator.yaml"
                )
                raise GenerateError(f"#/components/schemas/{name}", what)
            taken |= {class_, module}
        return found

    @cached_property
    def views(self) -> dict[str, OperationView]:
        """Each operation by its id."""
        return {view.id: view for view in operations(self.prepared.document, self._writer)}

    def _writer(self) -> TypeWriter:
        return TypeWriter(self.prepared, self.classes)

    def _imports(self, body: str, root: str, *, models: bool = True) -> str:
        names = [class_ for class_, _ in self.classes.values()] if models else []
        errors = [error.name for error in error_classes(self.prepared.document)]
        return import_lines(body, root, names, errors)

    def _drop_maps(self) -> None:
        """Drop the models that the generator makes of objects without named members: to us they are ``dict``."""
        ours = {class_ for class_, _ in self.classes.values()}
        self.openapi.models = [model for model in self.openapi.models if str(model.class_info.name) in ours]

    def _refuse_unmatched_overrides(self) -> None:
        known = {str(ClassName(name, self.config.field_prefix)) for name in self.classes}
        for name in self.config.class_overrides:
            if name not in known:
                what = f"class_overrides names {name}, which is no class; drop it"
                raise GenerateError("overrides/generator.yaml", what)

    def _schema_of(self, class_name: str) -> tuple[str, dict[str, Any]]:
        name = next(name for name, (class_, _) in self.classes.items() if class_ == class_name)
        return name, self.prepared.document["components"]["schemas"][name]

    def _model(self, model: Any) -> dict[str, Any]:
        """Return the fields of a model."""
        name, schema = self._schema_of(str(model.class_info.name))
        writer = self._writer()
        document = self.prepared.document
        fields = [
            Argument(
                name=argument_name(wire),
                wire=wire,
                place="body",
                enforced=writer.enforced(member),
                signature="",
                required=required,
                text=text_of(document, member),
            )
            for wire, member, required in members_of(document, schema)
        ]
        names = [field.name for field in fields]
        clash = next((name for name in names if names.count(name) > 1 or name in _TAKEN), None)
        if clash is not None:
            raise GenerateError(
                f"#/components/schemas/{name}", f"two members, or a method, are named {clash} in Python"
            )
        return {
            "class_name": self.classes[name][0],
            "text": schema.get("description", ""),
            "fields": fields,
            "base": "ClosedModel" if schema.get("additionalProperties") is False else "Model",
        }

    def _enum(self, enum: Any) -> dict[str, Any]:
        name, schema = self._schema_of(str(enum.class_info.name))
        values: Sequence[str | int] = schema["enum"]
        given: list[str] = schema.get("x-enum-varnames") or []
        names = given if len(given) == len(values) else [str(value) for value in values]
        kind = "Int" if isinstance(values[0], int) else "Str"
        opened = name in self.prepared.open_lists
        members = [(_member_name(text), value) for text, value in zip(names, values, strict=True)]
        written = [member for member, _ in members]
        twice = next((member for member in written if written.count(member) > 1), None)
        if twice is not None:
            what = f"two values become {twice} in Python; tell them apart by x-enum-varnames"
            raise GenerateError(f"#/components/schemas/{name}", what)
        return {
            "class_name": self.classes[name][0],
            "text": schema.get("description", ""),
            "base": f"Open{kind}Enum" if opened else f"{kind}Enum",
            "open": opened,
            "members": members,
        }

    def _create_package(self) -> None:
        super()._create_package()
        shutil.copytree(
            self.sources.runtime,
            self.package_dir / "_runtime",
            ignore=shutil.ignore_patterns("__pycache__", "*.pyc"),
        )
        for name in ("provenance", "contracts"):
            self._write(f"_{name}", name)

    def _write(self, name: str, template: str, **given: Any) -> None:
        text = self.env.get_template(f"{template}.py.jinja").render(**given)
        (self.package_dir / f"{name}.py").write_text(text, "utf-8")

    def _build_api(self) -> None:
        """Write the clients, the errors, all operations into one module, and a module for each tag."""
        (self.package_dir / "api").mkdir()
        for name, template in (
            ("client", "client"),
            ("errors", "errors"),
            ("_operations", "operations"),
            ("api/__init__", "api_init"),
        ):
            self._write(name, template)
        for tag in by_tag(self.views.values()):
            self._write(f"api/{tag}", "api", tag=tag)

    def _build_models(self) -> None:
        """Write the models into one module, and one that imports it when a model is asked for."""
        folder = self.package_dir / "models"
        folder.mkdir()
        parts: list[tuple[str, str, dict[str, Any]]] = [
            *((str(enum.class_info.name), "str_enum.py.jinja", {"enum": enum}) for enum in self.openapi.enums),
            *((str(model.class_info.name), "model.py.jinja", {"model": model}) for model in self.openapi.models),
        ]
        parts.sort(key=lambda part: part[0])
        names = sorted((name for name, _, _ in parts), key=str.lower)
        classes = [self.env.get_template(template).render(**given).strip() for _, template, given in parts]
        for name, template in (("_classes", "models"), ("__init__", "models_init")):
            self._write(f"models/{name}", template, classes=classes, names=names)

    def _build_metadata(self) -> None:
        for name in ("pyproject.toml", "README.md"):
            (self.project_dir / name).write_text(self.env.get_template(f"{name}.jinja").render(), "utf-8")
        shutil.copyfile(self.sources.licence, self.project_dir / "LICENSE")


_TAKEN = {"additional_properties", "reconciled", "replace", "to_dict", "to_json", "from_dict", "from_json"}


def _member_name(text: str) -> str:
    name = python_name(text).rstrip("_").upper()
    return f"VALUE_{name.removeprefix('FIELD_')}" if name.startswith("FIELD_") else name
