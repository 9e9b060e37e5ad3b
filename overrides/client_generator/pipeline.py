"""From the base description and its overlays to the generated tree."""

from __future__ import annotations

import contextlib
import io
import json
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import explain
from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from openapi_python_client.config import Config, MetaType
from openapi_python_client.parser.errors import GeneratorError  # noqa: TC002 -- as TC001, see pyproject.toml
from overlay_engine import OverlayError, applied, dump, dump_json

from .errors import GenerateError
from .model.checks import check_document
from .model.description import check_references
from .model.inline_schemas import prepare
from .reading import configuration, text_of_file
from .render.project import ClientProject, Sources
from .staging import digest
from .tools import check_tools, format_package, try_package

__all__ = ["Inputs", "write_tree"]

_WRITTEN = "generated/openapi.yaml"


@dataclass(frozen=True)
class Inputs:
    """Everything that the generated tree follows from."""

    base: Path
    overlays: Sequence[Path]
    findings: Path
    config: Path
    templates: Path
    runtime: Path
    licence: Path
    pins: Path
    root: Path


def write_tree(inputs: Inputs, output: Path) -> None:
    """Write the whole tree below the empty folder `output`.

    Raises:
        GenerateError: an input or a tool is not as it must be.
    """
    versions = check_tools(inputs.pins)
    try:
        document, made = applied(inputs.base, inputs.overlays)
        page = explain.page_of(inputs.base.name, made, explain.read_findings(inputs.findings))
        (output / "OVERRIDES.md").write_text(page, "utf-8")
    except OverlayError as error:
        raise GenerateError("overlay", str(error)) from None
    (output / "openapi.yaml").write_text(dump(document), "utf-8")
    plain: dict[str, Any] = json.loads(dump_json(document))
    check_document(plain, _WRITTEN)
    check_references(plain, _WRITTEN)
    version = str(plain["info"]["version"])
    file = configuration(inputs.config, version)
    provenance = {
        "description_sha256": digest([inputs.base], inputs.base.parent),
        "overrides_sha256": digest([*inputs.overlays, inputs.config], inputs.config.parent),
        "templates_sha256": digest(_written_by_hand(inputs), inputs.templates.parent),
        "generator": " ".join(f"{name}=={version}" for name, version in versions.items()),
        "generator_sha256": digest(Path(__file__).parent.rglob("*.py"), Path(__file__).parent),
        "version": version,
    }
    config = Config.from_sources(file, MetaType.UV, Path(_WRITTEN), "utf-8", overwrite=True, output_path=output)
    sources = Sources(inputs.templates, inputs.runtime, inputs.licence, provenance)
    _generate(lambda: ClientProject(prepare(plain, _WRITTEN), config, sources).build())
    package = output / str(config.package_name_override)
    format_package(package)
    try_package(package)


def _written_by_hand(inputs: Inputs) -> list[Path]:
    """Return the templates and the modules of the runtime, each of which can be read."""
    found: list[Path] = []
    for folder, kind in ((inputs.templates, "*.jinja"), (inputs.runtime, "*.py")):
        files = list(folder.rglob(kind))
        if not files:
            raise GenerateError(str(folder), f"holds no {kind}; name the folder of overrides by --overrides")
        found += files
    for path in found:
        text_of_file(path)
    return found


def _generate(build: Callable[[], Sequence[GeneratorError]]) -> None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            problems = build()
    except TemplateSyntaxError as error:
        raise GenerateError(f"{error.name}:{error.lineno}", f"{error.message}; correct the template") from None
    except TemplateNotFound as error:
        raise GenerateError(f"the template {error.name}", "is missing; the templates of others do not fit") from None
    except TemplateError as error:
        raise GenerateError(_template_line(error) or "a template", f"{error.message}; correct the template") from None
    except (GenerateError, OSError):
        raise
    except Exception as error:  # what the generator raises is not documented
        place = _template_line(error)
        what = "correct the template" if place else "the description has something that it cannot take"
        raise GenerateError(place or "openapi-python-client", f"{type(error).__name__}: {error}; {what}") from error
    for problem in problems:
        raise GenerateError("openapi-python-client", f"{problem.header} {problem.detail or ''}")


def _template_line(error: Exception) -> str:
    """Return file and line of the template in which `error` arose, if it was one."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".jinja")]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
