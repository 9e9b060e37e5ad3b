"""Build the generated package, or another, and upload it to an internal index: `make publish INDEX_URL=...`.

The credentials come from NUMBERS_INDEX_USERNAME and NUMBERS_INDEX_PASSWORD, and are never printed. A version is
published once: the same content again is skipped, other content is refused before anything is uploaded.

Exit codes: 0 the index holds this content; 1 refused; 2 usage, or the index cannot be used.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from command import GENERATED, ROOT, CommandError, Exit, exit_with, require_fresh
from package_index import PackageIndex, refused_credentials
from packaging.utils import parse_sdist_filename, parse_wheel_filename

_USERNAME, _PASSWORD = "NUMBERS_INDEX_USERNAME", "NUMBERS_INDEX_PASSWORD"
_EPOCH = "1580601600"  # seconds: 2020-02-02, the date that hatchling gives to files by itself; any fixed one will do
_OF_THE_DESCRIPTION = (GENERATED, ROOT / "sandbox")  # stale, they would be published with an old description
_SHOWN = 16  # characters of a SHA-256 that are enough to tell two files apart


def main() -> Exit:
    """Publish what the command line names."""
    arguments = _arguments()
    upload_url, simple_url = _addresses(arguments.index_url, arguments.simple_url)
    credentials = _credentials()
    if arguments.project.resolve() in _OF_THE_DESCRIPTION:
        require_fresh()
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        files = build(arguments.project, Path(folder))
        missing = _missing(files, PackageIndex(simple_url, credentials))
        if missing:
            _upload(missing, upload_url, credentials)
    return Exit.DONE


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="publish", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--index-url", required=True, help="where to upload: the root of the index")
    parser.add_argument("--simple-url", default="", help="its Simple API, where that is not INDEX_URL/simple/")
    parser.add_argument(
        "--project", type=Path, default=GENERATED, help="the folder to publish: generated (the default), sandbox"
    )
    return parser.parse_args()


def _addresses(index_url: str, simple_url: str) -> tuple[str, str]:
    """Where to upload, and where to look what is there."""
    for name, url in (("INDEX_URL", index_url), ("SIMPLE_URL", simple_url or index_url)):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            advice = "make publish INDEX_URL=https://index.example/team/"
            raise CommandError(f"{name} must be the http(s) address of your index, like this: {advice}")
        if parts.username or parts.password:
            raise CommandError(f"{name} holds credentials: put them in {_USERNAME} and {_PASSWORD} instead")
    upload_url = re.sub(r"/simple/?$", "/", index_url)
    return upload_url, simple_url or f"{upload_url.rstrip('/')}/simple/"


def _credentials() -> tuple[str, str] | None:
    username, password = os.environ.get(_USERNAME, ""), os.environ.get(_PASSWORD, "")
    if not username and not password:
        return None
    if not (username and password):
        absent = _PASSWORD if username else _USERNAME
        raise CommandError(f"{absent} is not set: set both {_USERNAME} and {_PASSWORD}, or neither")
    return username, password


def build(project: Path, folder: Path) -> list[Path]:
    """Build the sdist, and the wheel from that sdist, without a download; the same bytes for the same content.

    Raises:
        CommandError: the build backend refuses the project.
    """
    if not (project / "pyproject.toml").is_file():
        raise CommandError(f"{project} has no pyproject.toml: run `make generate`")
    outcome = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, project],
        env={**os.environ, "SOURCE_DATE_EPOCH": _EPOCH},
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if outcome.returncode:
        lines = (outcome.stdout + outcome.stderr).strip().splitlines()
        raise CommandError(f"{project} cannot be built: {lines[-1] if lines else 'no message'}")
    return sorted(folder.iterdir())


def _missing(files: list[Path], index: PackageIndex) -> list[Path]:
    """The files that the index does not hold yet; what it does is compared first, all of it."""
    missing: list[Path] = []
    known = index.files(_project(files[0]))
    for file in files:
        if file.name not in known:
            missing.append(file)
        elif there := index.differs(file, known[file.name]):
            raise CommandError(_conflict(file, there), Exit.REFUSED)
        else:
            print(f"publish: {file.name} is there already with the same content: skipped")
    return missing


def _conflict(file: Path, there: str) -> str:
    here = hashlib.sha256(file.read_bytes()).hexdigest()
    return (
        f"{file.name} is on the index with other content (SHA-256 {there[:_SHOWN]} there, {here[:_SHOWN]} here): "
        "a version is published once, so raise info.version in openapi/numbers.yaml and run `make generate`, "
        "or, for the sandbox, raise the version in sandbox/pyproject.toml"
    )


def _project(file: Path) -> str:
    if file.suffix == ".whl":
        return str(parse_wheel_filename(file.name)[0])
    return str(parse_sdist_filename(file.name)[0])


def _upload(files: list[Path], url: str, credentials: tuple[str, str] | None) -> None:
    username, password = credentials or ("", "")
    # The tokens and indexes that a person has set for uv are for other uploads.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    environment |= {"UV_PUBLISH_USERNAME": username, "UV_PUBLISH_PASSWORD": password}
    command = [sys.executable, "-m", "uv", "publish", "--no-config", "--no-cache", "--trusted-publishing", "never"]
    outcome = subprocess.run(
        [*command, "--publish-url", url, *files],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if outcome.returncode:
        raise _upload_error(outcome.stderr)
    for file in files:
        print(f"publish: {file.name} uploaded")


def _upload_error(told: str) -> CommandError:
    """The one line that matters of what uv says, without the page that the server sent along."""
    status = re.search(r"status code (\d{3})", told)
    if status is None:
        cause = " ".join(re.split(r"(?:error|cause):", told)[-1].split()).rstrip(".?")
        return CommandError(f"the upload failed ({cause[:200]}): is INDEX_URL the address that takes uploads?")
    code = int(status[1])
    if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return refused_credentials(code)
    if code == HTTPStatus.CONFLICT:
        return CommandError("the index holds a file of this name already (409): raise info.version", Exit.REFUSED)
    return CommandError(f"the index answered {code} to the upload: is INDEX_URL the address that takes uploads?")


if __name__ == "__main__":
    exit_with("publish", main)
