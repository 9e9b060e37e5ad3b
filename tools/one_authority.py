"""For both test suites: clients trust one certificate authority, since to read all of them takes 30 ms a client."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import certifi  # what httpx reads the authorities from, and brings along
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_LINE = "-----END CERTIFICATE-----\n"


@pytest.fixture(scope="session", autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first authority stands for all: nothing that a test talks to is trusted because of any of them."""
    first = tmp_path_factory.mktemp("authorities") / "one.pem"
    first.write_text(Path(certifi.where()).read_text(encoding="utf-8").partition(_LAST_LINE)[0] + _LAST_LINE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifi, "where", lambda: str(first))
        patch.setenv("SSL_CERT_FILE", str(first))  # comes before certifi, and goes to the processes that tests start
        yield
