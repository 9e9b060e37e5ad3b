"""What the client writes into the log: enough to follow a call, no secret, and no whole number."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from client.described import ROOT
from client.sandboxed import Service, service
from numbers_api import InvalidRequest, NotFound, NumbersClient, PurchaseOutcomeUnknown
from numbers_api._runtime.calls import tracing
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.trace import ReadableSpan

SECRET = "s3cr3t-t0k3n"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service; no client waits between two attempts."""
    monkeypatch.setattr("numbers_api._runtime.calls.attempts.backoff", lambda _: 0.0)
    with service() as found:
        yield found


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """The spans that end from now on."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    return exporter


def _lose(sandbox: Service, *, reads: bool) -> str:
    """Buy a number whose answer is lost; return it."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add("reset", operation="buyActiveNumber", when="after", times=1)
    if not reads:
        sandbox.faults.add("error", operation="getActiveNumber")
    with sandbox.blocking(token=SECRET, headers={"X-Api-Key": SECRET}) as client:
        try:
            client.active_numbers.buy(offer)
        except PurchaseOutcomeUnknown:
            assert not reads
    return offer.phone_number


@pytest.mark.parametrize("reads", [True, False])
def test_the_log_tells_the_story_without_secrets(
    sandbox: Service, caplog: pytest.LogCaptureFixture, *, reads: bool
) -> None:
    """Each request and answer at DEBUG, what was found at INFO, what nobody knows at WARNING; all of it masked."""
    caplog.set_level(logging.DEBUG)
    number = _lose(sandbox, reads=reads)
    ours = [record for record in caplog.records if record.name == "numbers_api"]
    text = "\n".join(record.getMessage() for record in caplog.records)

    levels = {record.levelno for record in ours if record.levelno > logging.DEBUG}
    assert levels == ({logging.INFO} if reads else {logging.INFO, logging.WARNING})
    assert "buyActiveNumber: POST http://sandbox.test/v1/Accounts/" in text
    assert "getActiveNumber: HTTP " in text
    assert (SECRET in text, number in text, number[1:] in text) == (False, False, False)


def test_only_headers_that_are_known_to_be_harmless_are_shown(caplog: pytest.LogCaptureFixture) -> None:
    """Of all others the log shows the name."""
    caplog.set_level(logging.DEBUG, "numbers_api")
    headers = {"X-Request-Id": "r1", "Set-Cookie": SECRET, "X-New": SECRET}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers, json={"phone_number": "+4412345"}))
    with NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport) as client:
        client.active_numbers.get("+14155550123")

    assert "x-request-id: r1" in caplog.text
    assert "set-cookie: ***" in caplog.text
    assert SECRET not in caplog.text


def test_the_log_names_a_request_as_the_service_does(caplog: pytest.LogCaptureFixture) -> None:
    """An id of many digits is no phone number: it is there to be searched for."""
    caplog.set_level(logging.DEBUG, "numbers_api")
    called = "550e8400-e29b-41d4-a716-446655440000"
    transport = httpx.MockTransport(lambda _: httpx.Response(404, headers={"X-Request-Id": called}, json={}))
    with (
        NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport) as client,
        pytest.raises(NotFound) as caught,
    ):
        client.active_numbers.get("+14155550123")

    assert caught.value.request_id == called
    assert f"x-request-id: {called}" in caplog.text


def test_values_of_query_parameters_that_nobody_documented_are_not_shown(
    caplog: pytest.LogCaptureFixture, spans: InMemorySpanExporter
) -> None:
    """Neither our log nor that of httpx nor a span holds what `query=` gives, on this page and the next."""
    caplog.set_level(logging.DEBUG)
    pages = iter([{"items": [], "meta": {"next_page_url": f"?page=2&sig={SECRET}&more=k"}}, {"items": [], "meta": {}}])
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=next(pages, {})))
    with NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport) as client:
        list(client.available_numbers.search(type="local", page_size=3, query={"sig": SECRET, "a b": [SECRET, "x"]}))
        client.request("GET", "/other", query={"sig": SECRET})
    shown = caplog.text + "".join(span.to_json() for span in spans.get_finished_spans())

    assert SECRET not in shown
    assert shown.count("type=local&page_size=3&sig=***&a%20b=***&a%20b=***") == 3
    assert shown.count("?page=2&sig=***&more=***") == 3
    assert shown.count("/other?sig=***") == 3


_CALL = """
import httpx, numbers_api
transport = httpx.MockTransport(lambda request: httpx.Response(404, json={}))
client = numbers_api.NumbersClient(base_url="http://n.test", account_id="AC1", token="s3cr3t", transport=transport)
try:
    client.active_numbers.get("+14155550123")
except numbers_api.NotFound:
    pass
"""


@pytest.mark.parametrize(("level", "expected"), [("debug", ["HTTP 404"]), ("INFO", []), ("", [])])
def test_the_environment_switches_the_log_on(level: str, expected: list[str]) -> None:
    """NUMBERS_API_LOG writes the client's log to standard error, and that of no other package."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generated"), "NUMBERS_API_LOG": level}
    done = subprocess.run([sys.executable, "-c", _CALL], env=environment, capture_output=True, text=True, check=True)

    assert [text for text in ("HTTP 404", "s3cr3t", "4155550123", "httpx") if text in done.stderr] == expected
    assert ("DEBUG numbers_api: getActiveNumber: GET" in done.stderr) is bool(expected)


def test_a_level_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is no level does not leave its author without a log and without a word."""
    monkeypatch.setenv("NUMBERS_API_LOG", "loud")
    with pytest.raises(InvalidRequest, match="NUMBERS_API_LOG: must be debug, info or warning"):
        NumbersClient()


def _attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_a_call_is_one_span(sandbox: Service, spans: InMemorySpanExporter) -> None:
    """One CLIENT span for a purchase that is lost, looked for and made again, with the number of resends, masked."""
    (offer,) = sandbox.offers(1)
    spans.clear()
    sandbox.faults.add("reset", operation="buyActiveNumber", times=1)
    with sandbox.blocking(token=SECRET) as client:
        client.active_numbers.buy(offer)
        client.active_numbers.get(offer.phone_number)
    bought, got = spans.get_finished_spans()

    assert (bought.kind, bought.name) == (trace.SpanKind.CLIENT, "POST /Accounts/{AccountId}/ActiveNumbers/")
    found = _attributes(bought)
    assert found["http.request.method"] == "POST"
    assert found["http.request.resend_count"] == 1
    assert found["http.response.status_code"] == 200
    assert (found["server.address"], found["server.port"]) == ("sandbox.test", 80)
    assert found["url.full"].startswith("http://sandbox.test/v1/Accounts/")
    assert found["numbers_api.operation"] == "buyActiveNumber"
    assert found["numbers_api.reconciled"] is False
    assert _attributes(got)["http.request.resend_count"] == 0
    shown = bought.to_json() + got.to_json()
    assert (offer.phone_number[1:] in shown, SECRET in shown) == (False, False)


@pytest.mark.parametrize("reads", [True, False])
def test_a_span_says_what_was_charged(sandbox: Service, spans: InMemorySpanExporter, *, reads: bool) -> None:
    """A purchase that was read back says so; one that nobody knows of ends as an error, which says unknown."""
    number = _lose(sandbox, reads=reads)
    span = spans.get_finished_spans()[-1]
    found = _attributes(span)

    assert span.status.status_code is (trace.StatusCode.UNSET if reads else trace.StatusCode.ERROR)
    assert found.get("numbers_api.reconciled") is (True if reads else None)
    assert found.get("error.type") == (None if reads else "PurchaseOutcomeUnknown")
    assert found.get("numbers_api.charged") == (None if reads else "unknown")
    assert number[1:] not in span.to_json()


@pytest.mark.parametrize(("when", "charged"), [("sent", "unknown"), ("before", "no")])
def test_the_span_of_an_interrupted_purchase_says_what_was_charged(
    spans: InMemorySpanExporter, when: str, charged: str
) -> None:
    """Ctrl-C after a purchase was sent leaves it in doubt, and before that costs nothing; a read says neither."""

    def stop(*_: object) -> httpx.Response:
        raise KeyboardInterrupt

    headers: Any = stop if when == "before" else None
    transport = httpx.MockTransport(stop)
    with NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport, headers=headers) as client:
        for call in (client.active_numbers.buy, client.active_numbers.get):
            with pytest.raises(KeyboardInterrupt):
                call("+14155550123")
        assert len(client.purchases_in_doubt) == (charged == "unknown")
    bought, got = spans.get_finished_spans()

    assert _attributes(bought)["numbers_api.charged"] == charged
    assert "numbers_api.charged" not in _attributes(got)


@pytest.mark.parametrize(
    ("status", "charged", "reconciled"), [(200, "yes", True), (404, "unknown", False), (500, "unknown", False)]
)
def test_asking_again_is_a_span(spans: InMemorySpanExporter, status: int, charged: str, *, reconciled: bool) -> None:
    """`resolve` is one CLIENT span of the reading, which names the purchase it asks about and says what it found."""
    answers = iter([500, 500, status])
    found = {"phone_number": "+14155550123"}
    transport = httpx.MockTransport(lambda _: httpx.Response(next(answers), json=found))
    with NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport, max_retries=0) as client:
        with pytest.raises(PurchaseOutcomeUnknown) as caught:
            client.active_numbers.buy("+14155550123")
        spans.clear()
        with contextlib.suppress(PurchaseOutcomeUnknown):
            caught.value.resolve()
    (span,) = spans.get_finished_spans()
    told = _attributes(span)

    assert (span.kind, span.name) == (
        trace.SpanKind.CLIENT,
        "GET /Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    )
    assert (told["http.request.method"], told["numbers_api.operation"]) == ("GET", "getActiveNumber")
    assert told["numbers_api.resolves"] == "buyActiveNumber"
    assert told["numbers_api.charged"] == charged
    assert told.get("numbers_api.reconciled", False) is reconciled
    assert "4155550123" not in span.to_json()


def test_the_context_goes_along(spans: InMemorySpanExporter) -> None:
    """The service can join the trace: the request has the span in its traceparent (W3C Trace Context)."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"phone_number": "+14155550123"})

    with NumbersClient(account_id="AC1", base_url="https://a.test", transport=httpx.MockTransport(answer)) as client:
        client.active_numbers.get("+14155550123")
    (span,) = spans.get_finished_spans()

    assert f"{span.context.trace_id:032x}-{span.context.span_id:016x}" in seen[0].headers["traceparent"]


def test_the_span_of_an_undocumented_route_masks_numbers(spans: InMemorySpanExporter) -> None:
    """A number in the path is masked in name and attributes."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport) as client:
        client.request("POST", "/a/+14155550100")
    (span,) = spans.get_finished_spans()

    assert span.name == "POST /a/+1415*****00"
    assert "4155550100" not in span.to_json()


def test_without_the_package_there_are_no_spans(spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client where OpenTelemetry is not installed works all the same."""
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)
    vars(tracing)["_imported"].cache_clear()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"phone_number": "+14155550123"}))
    try:
        with NumbersClient(account_id="AC1", base_url="https://a.test", transport=transport) as client:
            assert client.active_numbers.get("+14155550123").phone_number == "+14155550123"
        assert spans.get_finished_spans() == ()
    finally:
        vars(tracing)["_imported"].cache_clear()
