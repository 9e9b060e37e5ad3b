"""From the base description and its overlays to the generated tree."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import json
import re
import subprocess
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from openapi_python_client.config import Config, ConfigFile, MetaType
from overlay_engine import OverlayError, apply_overlays, dump, dump_json
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from .description import check_references
from .errors import GenerateError
from .hoisting import prepare
from .page import write_page
from .project import ClientProject, Sources
from .staging import digest

__all__ = ["Inputs", "write_tree"]

_PINNED = ("openapi-python-client", "ruff")
_STYLE = ("--isolated", "--no-cache", "--target-version", "py311", "--line-length", "120")
_PASSES = (("check", "--fix-only", "--select", "I,UP"), ("format",))


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
    versions = _check_tools(inputs.pins)
    try:
        document = apply_overlays(inputs.base, inputs.overlays)
        (output / "OVERRIDES.md").write_text(write_page(inputs), "utf-8")
    except OverlayError as error:
        raise GenerateError("overlay", str(error)) from None
    (output / "openapi.yaml").write_text(dump(document), "utf-8")
    plain: dict[str, Any] = json.loads(dump_json(document))
    _check_shape(plain, inputs.base.name)
    check_references(plain, "generated/openapi.yaml")
    provenance = {
        "description_sha256": digest([inputs.base], inputs.base.parent),
        "overrides_sha256": digest([*inputs.overlays, inputs.config], inputs.config.parent),
        "templates_sha256": digest(_written_by_hand(inputs), inputs.templates.parent),
        "generator": " ".join(f"{name}=={version}" for name, version in versions.items()),
        "generator_sha256": digest(Path(__file__).parent.rglob("*.py"), Path(__file__).parent),
        "version": str(plain["info"]["version"]),
    }
    config = _config(inputs.config, output, plain)
    sources = Sources(inputs.templates, inputs.runtime, inputs.licence, provenance)
    _generate(ClientProject(prepare(plain, "generated/openapi.yaml"), config, sources))
    _format(output / (config.package_name_override or "client"))


def _written_by_hand(inputs: Inputs) -> list[Path]:
    return [*inputs.templates.rglob("*.jinja"), *inputs.runtime.rglob("*.py")]


def _check_tools(pins: Path) -> dict[str, str]:
    """Return the versions of the tools that shape the output; they must be those that are pinned."""
    pinned = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", pins.read_text("utf-8"), re.MULTILINE))
    versions: dict[str, str] = {}
    for name in _PINNED:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise GenerateError(name, "is not installed; run make generate, which sets it up") from None
        if versions[name] != pinned.get(name):
            what = f"version {versions[name]} is installed, {pinned.get(name)} is pinned; make generate sets it up"
            raise GenerateError(name, what)
    return versions


def _check_shape(document: dict[str, Any], name: str) -> None:
    for key in ("openapi", "info", "paths", "components"):
        if key not in document:
            raise GenerateError(name, f"has no '{key}'; an OpenAPI 3.1 description needs it")
    if not re.fullmatch(r"\d+\.\d+\.\d+(\.post\d+|rc\d+|a\d+|b\d+)?", str(document["info"].get("version"))):
        what = f"info.version {document['info'].get('version')!r} is no version of a package; write one such as 1.2.0"
        raise GenerateError(name, what)


def _config(path: Path, output: Path, document: dict[str, Any]) -> Config:
    try:
        yaml: Any = YAML(typ="safe")
        raw: Any = yaml.load(path.read_text("utf-8")) or {}
    except (OSError, YAMLError) as error:
        raise GenerateError(str(path), f"cannot be read: {error}") from None
    unknown = sorted(set(raw) - set(ConfigFile.model_fields))
    if unknown:
        what = f"unknown key {', '.join(unknown)}; the generator knows {', '.join(sorted(ConfigFile.model_fields))}"
        raise GenerateError(str(path), what)
    try:
        file = ConfigFile.model_validate({**raw, "post_hooks": []})
    except ValidationError as error:
        raise GenerateError(str(path), str(error)) from None
    file.package_version_override = file.package_version_override or str(document["info"]["version"])
    return Config.from_sources(file, MetaType.UV, Path("openapi.yaml"), "utf-8", overwrite=True, output_path=output)


def _generate(project: ClientProject) -> None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            problems = project.build()
    except TemplateSyntaxError as error:
        raise GenerateError(f"{error.name}:{error.lineno}", f"{error.message}; correct the template") from None
    except TemplateError as error:
        raise GenerateError(_template_line(error), f"{error.message}; correct the template") from None
    for problem in problems:
        raise GenerateError("openapi-python-client", f"{problem.header} {problem.detail or ''}")


def _template_line(error: TemplateError) -> str:
    """Return file and line of the template in which `error` arose."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".jinja")]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "a template"


def _format(package: Path) -> None:
    for arguments in _PASSES:
        command = [sys.executable, "-m", "ruff", *arguments, *_STYLE, package.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=package.parent)
        if done.returncode:
            what = f"{done.stderr or done.stdout}; correct the template or runtime module that this file comes from"
            raise GenerateError("ruff", what)
