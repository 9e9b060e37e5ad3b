"""Reading an index: HTML and JSON say the same, and credentials stay with the host they were given for."""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import tarfile
from typing import TYPE_CHECKING

import pytest
import respx
from command import CommandError
from hypothesis import given
from hypothesis import strategies as st
from package_index import PackageIndex, members

if TYPE_CHECKING:
    from pathlib import Path

SIMPLE = "https://index.example/team/simple/"
PAGE = f"{SIMPLE}tiny-numbers/"
FILES = st.dictionaries(
    st.from_regex(r"tiny_numbers-[0-9.]{1,9}(\.tar\.gz|-py3-none-any\.whl)", fullmatch=True),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    max_size=5,
)


def rendered_html(files: dict[str, str]) -> dict[str, object]:
    """The page of PEP 503 for these files."""
    links = [
        f'<a href="../../f/{name}#sha256={sha}" data-x="1">{html.escape(name)}</a><br>' for name, sha in files.items()
    ]
    page = f"<!DOCTYPE html><html><body><h1>Links for <b>tiny</b></h1>{''.join(links)}</body></html>"
    return {"html": page, "headers": {"Content-Type": "text/html"}}


def rendered_json(files: dict[str, str]) -> dict[str, object]:
    """The answer of PEP 691 for these files."""
    listed = [{"filename": name, "url": f"../../f/{name}", "hashes": {"sha256": sha}} for name, sha in files.items()]
    body = {"meta": {"api-version": "1.0"}, "name": "tiny-numbers", "files": listed}
    return {"json": body, "headers": {"Content-Type": "application/vnd.pypi.simple.v1+json"}}


@given(files=FILES)
def test_html_and_json_are_read_alike(files: dict[str, str]) -> None:
    """Whatever files an index lists, both forms of the Simple API give their names, absolute addresses and hashes."""
    expected = {name: f"https://index.example/team/f/{name}#sha256={sha}" for name, sha in files.items()}
    for render in (rendered_html, rendered_json):
        with respx.mock:
            respx.get(PAGE).respond(200, **render(files))  # type: ignore[arg-type]
            assert PackageIndex(SIMPLE, None).files("Tiny.Numbers") == expected


@pytest.mark.parametrize("elsewhere", ["https://other.example/tiny-numbers/", f"http{PAGE.removeprefix('https')}"])
def test_credentials_stay_with_the_index(elsewhere: str) -> None:
    """An index that points to another host, or out of TLS, does not hold the project, and nothing is asked there."""
    with respx.mock(assert_all_called=False) as router:
        here = router.get(PAGE).respond(302, headers={"Location": elsewhere})
        there = router.get(elsewhere).respond(200)

        assert PackageIndex(SIMPLE, ("publisher", "secret")).files("tiny-numbers") == {}

    assert (here.call_count, there.call_count) == (1, 0)


@respx.mock
def test_redirect_within_the_index_is_followed() -> None:
    """An index that redirects within its own host is read there, with the credentials."""
    respx.get(PAGE).respond(301, headers={"Location": "/elsewhere/"})
    there = respx.get("https://index.example/elsewhere/").respond(200, **rendered_json({"a.whl": "00"}))  # type: ignore[arg-type]

    found = PackageIndex(SIMPLE, ("publisher", "secret")).files("tiny-numbers")

    assert found == {"a.whl": "https://index.example/f/a.whl#sha256=00"}
    assert there.calls.last.request.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ({"status_code": 500}, "answered 500"),
        ({"status_code": 401}, "NUMBERS_INDEX_PASSWORD"),
        ({"status_code": 200, "json": {"detail": "log in"}}, "PEP 691"),
        ({"status_code": 200, "json": []}, "PEP 691"),
        ({"status_code": 302, "headers": {"Location": PAGE}}, "answered 302"),
    ],
)
@respx.mock
def test_answer_that_tells_nothing_stops_the_upload(answer: dict[str, object], named: str) -> None:
    """An index that cannot say what it holds is an error, never an empty index: content could be replaced unseen."""
    respx.get(PAGE).respond(**answer)  # type: ignore[arg-type]

    with pytest.raises(CommandError, match=named):
        PackageIndex(SIMPLE, None).files("tiny-numbers")


@given(content=st.binary(max_size=64), other=st.binary(max_size=64))
def test_members_decide_what_is_the_same_content(content: bytes, other: bytes) -> None:
    """Two sdists hold the same exactly if their members do, however compressed; what is no archive is its bytes."""

    def sdist(data: bytes, level: int) -> bytes:
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            entry = tarfile.TarInfo("tiny-1.0/module.py")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
        return gzip.compress(archive.getvalue(), compresslevel=level)

    assert members(sdist(content, 1)) == members(sdist(content, 9))
    assert (members(sdist(content, 1)) == members(sdist(other, 1))) == (content == other)
    assert members(content) == content
    assert members(sdist(content, 1)[:20]) == sdist(content, 1)[:20]


@respx.mock
def test_index_without_hashes_is_compared_by_content(tmp_path: Path) -> None:
    """Where an index tells no SHA-256, the file itself is fetched and compared."""
    local = tmp_path / "a.whl"
    local.write_bytes(b"ours")
    respx.get("https://index.example/f/same").respond(200, content=b"ours")
    respx.get("https://index.example/f/other").respond(200, content=b"theirs")
    index = PackageIndex(SIMPLE, None)

    assert index.differs(local, "https://index.example/f/same") is None
    assert index.differs(local, "https://index.example/f/other#md5=1") == hashlib.sha256(b"theirs").hexdigest()
