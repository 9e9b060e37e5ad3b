"""What a package index holds, asked through the Simple API: PEP 503 pages (HTML) and PEP 691 answers (JSON)."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
import zlib
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from command import CommandError
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_TIMEOUT = 30.0  # seconds
_REDIRECTS = 5


class _Anchors(HTMLParser):
    """Collects the text and the address of every link of a PEP 503 page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self._href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = dict(attrs).get("href")

    def handle_data(self, data: str) -> None:
        if self._href and data.strip():
            self.links[data.strip()] = self._href
            self._href = None


class PackageIndex:
    """The read side of an index.

    Args:
        simple_url: where the Simple API starts; the project's name is appended.
        credentials: user name and password, or None for an index that asks for none.
    """

    def __init__(self, simple_url: str, credentials: tuple[str, str] | None) -> None:
        self._simple_url = simple_url.rstrip("/") + "/"
        self._client = httpx.Client(
            auth=credentials, timeout=_TIMEOUT, headers={"Accept": _ACCEPT}, transport=httpx.HTTPTransport(retries=1)
        )

    def files(self, project: str) -> dict[str, str]:
        """The files of a project: name to address. The SHA-256 stands in the fragment where the index tells it.

        Raises:
            CommandError: the index cannot be reached, refuses, or answers with something else than the Simple API.
        """
        page = self._get(urljoin(self._simple_url, canonicalize_name(project) + "/"))
        if page is None:
            return {}
        if "json" in page.headers.get("Content-Type", ""):
            links = _json_links(page)
        else:
            anchors = _Anchors()
            anchors.feed(page.text)
            links = anchors.links
        return {name: urljoin(str(page.url), href) for name, href in links.items()}

    def differs(self, local: Path, address: str) -> str | None:
        """The SHA-256 that the index has instead, or None where it holds the same content.

        Two archives with equal members are the same content, whichever zlib compressed them.
        """
        algorithm, _, told = urldefrag(address).fragment.partition("=")
        digest = hashlib.sha256(local.read_bytes()).hexdigest()
        if (algorithm, told) == ("sha256", digest):
            return None
        page = self._get(urldefrag(address).url)
        if page is None:
            raise CommandError(f"the index lists {local.name} but does not serve it: mend the index first")
        if members(page.content) == members(local.read_bytes()):
            return None
        return hashlib.sha256(page.content).hexdigest()

    def _get(self, address: str) -> httpx.Response | None:
        """A page, or None where this index has none (a redirect to another host says so as well as a 404)."""
        answer = self._request(address)
        for _ in range(_REDIRECTS):
            if answer.next_request is None:
                break
            address = str(answer.next_request.url)
            if not self._is_ours(address):
                return None
            answer = self._request(address)
        if answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            return None
        if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise refused_credentials(answer.status_code)
        if not answer.is_success:
            raise CommandError(f"the index answered {answer.status_code} for {address}: nothing was uploaded")
        return answer

    def _is_ours(self, address: str) -> bool:
        """Whether an address may see the credentials: the same host, and never in the clear after TLS."""
        there, here = urlsplit(address), urlsplit(self._simple_url)
        return there.netloc == here.netloc and there.scheme in {here.scheme, "https"}

    def _request(self, address: str) -> httpx.Response:
        try:
            return self._client.get(address)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise CommandError(f"the index cannot be reached at {address}: {error!s:.200}") from error


def refused_credentials(status: int) -> CommandError:
    """The error for an index that does not take the credentials (401, 403)."""
    advice = "check NUMBERS_INDEX_USERNAME and NUMBERS_INDEX_PASSWORD, and that they may upload"
    return CommandError(f"the index refused the credentials ({status}): {advice}")


def members(archive: bytes) -> dict[str, bytes] | bytes:
    """The files in a wheel or an sdist, name to content; the bytes themselves where it is neither."""
    try:
        if zipfile.is_zipfile(io.BytesIO(archive)):
            with zipfile.ZipFile(io.BytesIO(archive)) as wheel:
                return {name: wheel.read(name) for name in wheel.namelist()}
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as sdist:
            return {entry.name: _content(sdist, entry) for entry in sdist.getmembers()}
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError):
        return archive


def _content(sdist: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    file = sdist.extractfile(entry)
    return file.read() if file else entry.linkname.encode()


def _json_links(page: httpx.Response) -> dict[str, str]:
    try:
        files: list[dict[str, Any]] = page.json()["files"]
        return {file["filename"]: f"{file['url']}#sha256={file['hashes'].get('sha256', '')}" for file in files}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f"{page.url} is no answer of the Simple API (PEP 691): check INDEX_URL") from error
