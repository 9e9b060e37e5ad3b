"""Files that the generator reads beside the description and its overlays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openapi_python_client.config import ConfigFile
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from runtime.json.shapes import as_object

from .errors import GenerateError

__all__ = ["configuration", "text_of_file"]

# The other options of openapi-python-client would have no effect on our templates, or break them.
_KEYS = ("class_overrides", "package_name_override", "project_name_override")


def text_of_file(path: Path) -> str:
    """Return the text of a file.

    Raises:
        GenerateError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise GenerateError(str(path), f"cannot be read ({error.strerror}); put it there") from None
    except UnicodeDecodeError as error:
        raise GenerateError(str(path), f"byte {error.start} is not UTF-8; save the file as UTF-8") from None


def configuration(path: Path, version: str) -> ConfigFile:
    """Read the options of the generator; the version of the package is that of the description.

    Raises:
        GenerateError: an option is unknown, or its value is wrong.
    """
    yaml: Any = YAML(typ="safe")
    try:
        raw = as_object(yaml.load(text_of_file(path)))
    except YAMLError as error:
        raise GenerateError(str(path), f"is not YAML: {error}") from None
    if raw is None:
        raise GenerateError(str(path), f"is no mapping; give at least one of {', '.join(_KEYS)}")
    unknown = sorted(str(key) for key in raw if key not in _KEYS)
    if unknown:
        raise GenerateError(str(path), f"unknown key {', '.join(unknown)}; the keys are {', '.join(_KEYS)}")
    try:
        file = ConfigFile.model_validate({**raw, "post_hooks": [], "package_version_override": version})
    except ValidationError as error:
        fault = error.errors()[0]
        raise GenerateError(f"{path}: {'.'.join(str(step) for step in fault['loc'])}", fault["msg"]) from None
    if not (file.package_name_override or "").isidentifier():
        raise GenerateError(f"{path}: package_name_override", "is no name of a package; write one such as numbers_api")
    return file
