"""The page of the control plane, in a browser where one is installed, and by its text everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from http_support import bought

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
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
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={tmp_path}", f"{numbers_sandbox.url}/_sandbox/"]
    page = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "live at 127.0.0.1" in page
    for shown in (
        numbers_sandbox.account,
        number,
        "buyActiveNumber",
        "searchAvailableNumbers",
        "latency",
        "1</b> charges",
    ):
        assert shown in page
    assert "<img" not in page
