"""Endpoints that cannot be asked at the moment, and what a run says of them and of itself."""

from __future__ import annotations

import base64
import io
import time
from contextlib import closing
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

import pytest
from gate_proof.second_server.handler import Handler
from gate_proof.second_server.server import SecondServer
from gate_proof.second_server.service import RefusedError
from numbers_contract import (
    Account,
    Description,
    Endpoint,
    Exchange,
    Limits,
    OpenGuard,
    Options,
    Request,
    Response,
    Session,
    run,
)
from numbers_contract.command import check, clean_up
from numbers_contract.http.retry_after import retry_after
from numbers_contract.purchases.journal import Journal, left_behind
from numbers_contract.reports.outcome import Outcome
from numbers_contract.reports.report import write_reports
from numbers_contract.settings import default_description, settings_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DESCRIPTION = Description.read(default_description())
SECRET = "Zk9secretTokenOfAcc1q"


class Limited(Handler):
    """Answers so many requests, and then asks to be left alone for a minute."""

    at: ClassVar[list[float]] = []
    most = 300

    def _done(self, raw: bytes) -> tuple[int, object, dict[str, str]]:
        self.at.append(time.monotonic())
        if len(self.at) > self.most:
            return 429, self._error(429, 1, "slow down"), {"retry-after": "60"}
        return super()._done(raw)


def test_an_endpoint_that_wants_to_be_left_alone() -> None:
    """After a 429 whose Retry-After is longer than the gate waits, no request follows, and the run counts as cut."""
    Limited.at.clear()
    with SecondServer() as server:
        server.RequestHandlerClass = Limited
        endpoint = Endpoint(server.url, (Account("AC-first"), Account("AC_second")), exclusive=True)
        result = run(DESCRIPTION, endpoint, 0, Options(Limits(requests=5000), OpenGuard(), effort=0.1))
    outcome = Outcome(DESCRIPTION, endpoint)
    outcome.add(result)

    assert len(Limited.at) == Limited.most + 1
    assert "429" in result.cut
    assert result.not_before > time.monotonic() + 30
    assert outcome.code == 2


class Elsewhere(BaseHTTPRequestHandler):
    """A server that knows nothing of what it is asked."""

    def do_GET(self) -> None:
        """Nothing is here."""
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_DELETE = do_GET  # noqa: N815  (the name that the library looks for)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()


def test_a_404_alone_is_not_believed(elsewhere: str, tmp_path: Path) -> None:
    """Where everything is answered 404, a number that was bought stays in the journal, and the cleanup says so."""
    with closing(Journal(tmp_path, elsewhere)) as journal:
        journal.write("asked", "AC-first", "+12025550111", Decimal(1))
        journal.write("bought", "AC-first", "+12025550111")
    settings = settings_from({"BASE_URL": elsewhere, "ACCOUNT_ID": "AC-first", "JOURNAL": str(tmp_path)})
    out = io.StringIO()
    code = clean_up(settings, out)

    assert code == 1
    assert "1 left" in out.getvalue()
    assert "list" in out.getvalue()
    assert [one.key for one in left_behind(tmp_path)[0]] == ["+12025550111"]


@pytest.mark.parametrize("key", ["+12025550111", ""])
def test_a_404_is_believed_with_the_list(tmp_path: Path, key: str) -> None:
    """Where the account's list is there and lacks the number, or anything, the journal is done with it."""
    with SecondServer() as server:
        with closing(Journal(tmp_path, server.url)) as journal:
            journal.write("asked", "AC-first", key, Decimal(1))
        settings = settings_from({"BASE_URL": server.url, "ACCOUNT_ID": "AC-first", "JOURNAL": str(tmp_path)})

        assert clean_up(settings, io.StringIO()) == 0
        assert left_behind(tmp_path)[0] == []


def test_a_release_that_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that is still listed after it was released with success counts as left."""
    with SecondServer() as server:
        key = next(iter(server.service.offers))
        server.service.offers[key] |= {"lifecycle": "active", "regulatory": None}
        server.service.buy("AC-first", key, None)
        monkeypatch.setattr(server.service, "release", server.service.get)
        with closing(Journal(tmp_path, server.url)) as journal:
            journal.write("asked", "AC-first", key, Decimal(1))
        settings = settings_from({"BASE_URL": server.url, "ACCOUNT_ID": "AC-first", "JOURNAL": str(tmp_path)})

        assert clean_up(settings, io.StringIO()) == 1
        assert [one.key for one in left_behind(tmp_path)[0]] == [key]


class Credulous(Handler):
    """Takes right credentials, and one that is made of them."""

    taken = ""

    def _authorize(self, operation: object, account: object) -> None:
        del operation, account
        scheme, _, sent = (self.headers.get("Authorization") or "").partition(" ")
        if scheme.lower() not in ("bearer", "basic") or sent not in (SECRET, "otherSecretTokenXYZ2", self.taken):
            raise RefusedError(401, 9, "no such credentials")


CODED = base64.b64encode(f"nobody:{SECRET}".encode()).decode()


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        (SECRET[:-1], "A_TOKEN_CUT_SHORT"),
        (SECRET.swapcase(), "A_TOKEN_IN_OTHER_CASE"),
        (CODED, "AN_UNKNOWN_USER"),
    ],
)
def test_what_is_made_of_secrets_is_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: str, name: str
) -> None:
    """No report holds a part of a token, the token in other case, or a coding of it; variables stand for them."""
    monkeypatch.setattr(Credulous, "taken", taken)
    accounts = (Account("AC-first", token=SECRET), Account("AC_second", token="otherSecretTokenXYZ2"))
    checks = frozenset({"catalogue", "first-purchase", "authentication"})
    with SecondServer(require_auth=True) as server:
        server.RequestHandlerClass = Credulous
        endpoint = Endpoint(server.url, accounts, exclusive=True)
        result = run(DESCRIPTION, endpoint, 0, Options(only=checks))
    outcome = Outcome(DESCRIPTION, endpoint, private=True)
    outcome.add(result)
    write_reports(outcome, tmp_path)
    written = "".join(path.read_text() for path in tmp_path.iterdir())

    assert any(finding.rule == "authentication" for finding in outcome.findings)
    assert name in written
    for part in (SECRET[:-1], SECRET.swapcase(), CODED, "otherSecretTokenXYZ"):
        assert part not in written


def test_no_whole_number_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run says while it goes on holds no whole phone number of an endpoint that is somebody's."""
    with SecondServer() as server:
        number = next(iter(server.service.offers))
        monkeypatch.setattr(server.service, "offers", {number: {**server.service.offers[number], number: 1}})
        log = io.StringIO()
        check(settings_from({"BASE_URL": server.url, "ACCOUNT_ID": "AC-first", "EFFORT": "0.1"}), log)

    assert "BROKEN schema" in log.getvalue()
    assert number not in log.getvalue()


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Basic ", "Digest x", "Bearer AC-first", ""])
def test_what_says_nothing_of_a_secret_is_shown(sent: str) -> None:
    """The name of a scheme, an account and a letter stand in other requests too, and no variable stands for them."""
    session = Session(Endpoint("http://127.0.0.1:1", (Account("AC-first", token=SECRET),)))
    known = dict(session.secrets)
    session.hide(sent, "a token that is none")
    assert session.secrets == known


@pytest.mark.parametrize(
    "text", ["Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 2024 00:00:00 +99999999999999", "soon", "-1"]
)
def test_a_time_that_cannot_be_read_is_a_second(text: str) -> None:
    """Whatever stands in Retry-After, there is a time to wait."""
    answer = Response(429, (("Retry-After", text),), b"", 0.0)
    assert retry_after(Exchange(1, Request("GET", "/"), answer)) == 1.0
