"""The page of the control plane, in a browser where one is installed, and by its text everywhere."""

from __future__ import annotations

import html
import json
import re
import shlex
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING

import httpx
import pytest
from http_support import bought

if TYPE_CHECKING:
    from pathlib import Path

    from numbers_sandbox.testing import LiveSandbox

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=3000",
    "--dump-dom",
]


def rendered(url: str, profile: Path) -> str:
    """The page as it stands after three seconds in a browser."""
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={profile}", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_page_loads_nothing_from_elsewhere() -> None:
    """One file, without scripts, styles or pictures of other hosts, and no text becomes markup."""
    page = files("numbers_sandbox").joinpath("page.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)=["'](?!data:)[^"']*|@import|url\(""", page) == []
    assert "innerHTML" not in page
    assert "prefers-color-scheme" in page or "light-dark(" in page


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_the_page_shows_what_is_going_on(api: httpx.Client, numbers_sandbox: LiveSandbox, tmp_path: Path) -> None:
    """Accounts, numbers, charges, requests and faults appear by themselves; what callers send stays text."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    numbers_sandbox.faults.add("latency", seconds=0, operation="searchAvailableNumbers")
    api.get("/api/AvailableNumbers", params={"geography.locality": "<img src=x onerror=alert(1)>"})
    page = rendered(f"{numbers_sandbox.url}/_sandbox/", tmp_path)
    assert "live at 127.0.0.1" in page
    for shown in (
        numbers_sandbox.account,
        number,
        "buyActiveNumber",
        "searchAvailableNumbers",
        "latency",
        "1</b> charge<",
    ):
        assert shown in page
    assert "<img" not in page


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_an_empty_sandbox_says_what_to_do(numbers_sandbox: LiveSandbox, tmp_path: Path) -> None:
    """Where nothing is shown yet, the page has commands to copy, and they work as they stand."""
    page = rendered(f"{numbers_sandbox.url}/_sandbox/", tmp_path)
    samples = [html.unescape(text) for text in re.findall(r'<pre class="sample">(.*?)</pre>', page)]
    assert len(samples) == 3
    for sample in sorted(samples, key=lambda text: "faults" in text):  # the fault last, since it hits purchases
        done = subprocess.run([*shlex.split(sample), "-sf"], capture_output=True, timeout=30, check=True)
        assert json.loads(done.stdout)
    assert [fault["operation"] for fault in numbers_sandbox.faults] == ["buyActiveNumber"]
    assert len(numbers_sandbox.ledger("AC1")) == 1


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_a_sandbox_that_goes_away_is_noticed(numbers_sandbox: LiveSandbox, tmp_path: Path) -> None:
    """What was shown last stays, and the page says that it is old and why."""
    page = files("numbers_sandbox").joinpath("page.html").read_bytes()
    answers = {"/_sandbox/": [page], "/_sandbox/state": [httpx.get(f"{numbers_sandbox.url}/_sandbox/state").content]}

    class Leaving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if answers.get(self.path):
                self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + answers[self.path].pop())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that the base class gave it)
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Leaving) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shown = rendered(f"http://127.0.0.1:{server.server_port}/_sandbox/", tmp_path)
        server.shutdown()
    assert "The sandbox does not answer. What is shown is as of" in shown
    assert "Nothing has been charged" in shown
