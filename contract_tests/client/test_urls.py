"""URLs that are put together are those that httpx would parse."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numbers_api._runtime.transport import urls

PIECES = st.lists(
    st.sampled_from([*"/~_-+ é?#&=:@[\\a.%", "..", "%2B1", "%2e", "PN", "%zz"]),
    max_size=8,
)  # fmt: skip


@given(
    st.sampled_from(["http://127.0.0.1:80", "https://Numbers.example", "http://[::1]:8", "http://a.test:0080"]), PIECES
)
@example("http://127.0.0.1:8000", ["/", "Accounts", "/", "AC1", "/", "PN", "%2B1"])
@example("http://127.0.0.1:8000", ["/", "..", "/", "a"])
@example("http://127.0.0.1:8000", ["/", "a", "?"])
def test_every_url_is_the_one_that_httpx_parses(origin: str, pieces: list[str]) -> None:
    """Host, path, query and text are equal, whatever stands in it; what httpx refuses is refused."""
    text = origin + "".join(pieces)
    try:
        whole = httpx.URL(text)
    except httpx.InvalidURL:
        with pytest.raises(httpx.InvalidURL):
            urls.parsed(text)
        return
    made = urls.parsed(text)
    assert (str(made), made.raw_path, made.raw_host, made.port) == (
        str(whole),
        whole.raw_path,
        whole.raw_host,
        whole.port,
    )
    assert made == whole


def test_a_plain_url_is_not_parsed_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way is taken for the URLs of this API; where httpx keeps its parts elsewhere, the other one is."""
    text = "http://127.0.0.1:8000/v1/Accounts/AC1/ActiveNumbers/PN%2B14155550123?page_size=50"
    expected = httpx.URL(text)
    urls.parsed(text)
    whole: list[str] = []
    monkeypatch.setattr(httpx, "URL", type("URL", (httpx.URL,), {"__init__": lambda *given: whole.append(given[1])}))
    assert (str(urls.parsed(text)), whole) == (str(expected), [])
    monkeypatch.undo()
    monkeypatch.setattr(urls, "_PARTS", "_elsewhere")
    urls._origin.cache_clear()  # pyright: ignore[reportPrivateUsage] # noqa: SLF001
    assert urls.parsed(text) == expected
    urls._origin.cache_clear()  # pyright: ignore[reportPrivateUsage] # noqa: SLF001


@pytest.mark.parametrize("tail", ["?a=1,2", "?a=%2B,", "#", "/a b", "\u00e9"])
def test_a_long_url_that_is_not_plain_is_parsed_at_once(tail: str) -> None:
    """A URL that is not plain only at its end is parsed, however long it is: no step is tried again and again."""
    text = f"http://127.0.0.1:8000/v1/{'Accounts' * 100}/{'a/' * 100}Reserved{tail}"

    assert urls.parsed(text) == httpx.URL(text)
