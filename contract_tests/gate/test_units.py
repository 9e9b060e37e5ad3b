"""The parts of the gate by themselves: places, requests, values, merging, filters, findings."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from gate.served import described
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract import Description, DescriptionError, Exchange, Finding, Request, Response
from numbers_contract.description.boundary_values import samples, text_samples
from numbers_contract.description.json_pointer import MISSING, get, joined, placed
from numbers_contract.description.merge_patch import bare, difference, merged
from numbers_contract.http.exchange import strict_json
from numbers_contract.reports.findings import Findings
from numbers_contract.resource.filter_oracle import Oracle

Json = Any
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=8,
)


def test_every_place_has_its_line() -> None:
    """The line of an operation is the one that its method stands on."""
    description = described()
    lines = Path(description.file).read_text(encoding="utf-8").splitlines()
    for operation in description.operations:
        line = int(description.place(operation.pointer).rpartition(":")[2])
        assert lines[line - 1].strip() == f"{operation.method.lower()}:"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "no YAML"),
        ("openapi: 3.1.0", "has paths"),
        ("paths: {/a: {get: {parameters: [{$ref: '#/none'}], responses: {}}}}", "leads nowhere"),
        ("paths: {/a: {get: {responses: {}, x-effect: {resource: a, action: eat}}}}", "x-effect"),
        ("paths: {/a: {get: {responses: {}, x-filters: {a: {property: /a, compare: like}}}}}", "x-filters"),
    ],
)
def test_a_wrong_description_is_refused_in_one_line(text: str, said: str) -> None:
    """What is wrong with a description is said in one line that names the file."""
    with pytest.raises(DescriptionError, match=said) as caught:
        Description(text, "some.yaml")
    assert str(caught.value).startswith("some.yaml")
    assert "\n" not in str(caught.value)


@given(st.lists(st.text(), max_size=4), _JSON)
def test_pointers_go_there_and_back(steps: list[str], value: Json) -> None:
    """What is placed at a pointer is found at it, whatever the steps are called."""
    assert get(placed(joined(*steps), value), joined(*steps)) == value


@given(_JSON, _JSON)
def test_merge_patches_keep_the_rules(target: Json, patch: Json) -> None:
    """A merge patch applied twice changes nothing more, and leaves no null that it was to remove."""
    once = merged(target, patch)
    assert merged(once, patch) == once
    if isinstance(patch, dict):
        changes: Json = patch  # pyright: ignore[reportUnknownVariableType]
        assert not {name for name in changes if changes[name] is None} & once.keys()


@given(_JSON)
def test_null_and_missing_are_the_same(value: Json) -> None:
    """A value does not differ from itself without its nulls, and differs from one with something more."""
    assert difference(value, bare(value)) is None
    if isinstance(value, dict):
        assert difference({**value, "more": 1}, {**value, "more": None}) is not None


@given(st.binary(max_size=40))
def test_strict_json_never_fails_otherwise(body: bytes) -> None:
    """Bytes are JSON, or a ValueError says why not."""
    try:
        value = strict_json(body)
    except ValueError:
        return
    assert json.loads(body) == value


@pytest.mark.parametrize("body", [b'{"a":1,"a":2}', b"NaN", b'"\xff"', b"\xef\xbb\xbf{}", b"[" * 100_000, b'"\\ud800"'])
def test_what_is_no_json(body: bytes) -> None:
    """Repeated keys, NaN, broken UTF-8, a byte order mark, endless nesting and half a character are no JSON."""
    with pytest.raises(ValueError, match=r"."):
        strict_json(body)


@given(st.binary(max_size=60), st.text("abc$`\"'\\ ", max_size=10))
def test_a_curl_command_sends_what_was_sent(body: bytes, header: str) -> None:
    """The shell reads the command as the request that it stands for, and no secret is in it."""
    request = Request("POST", "/a%20b?c=%24", (("X-A", f"s3cret{header}"),), body)
    curl = Exchange(1, request, None, "", {"s3cret": "TOKEN"}).curl
    assert "s3cret" not in curl
    script = f"BASE_URL=http://x TOKEN=s3cret; curl() {{ printf '%s\\0' \"$@\"; cat; }}; {curl}"
    ran = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True, stdin=subprocess.DEVNULL)
    *found, rest = ran.stdout.split(b"\0") if b"@-" not in ran.stdout else ran.stdout.split(b"\0", 11)
    assert b"http://x/a%20b?c=%24" in found
    assert f"X-A: s3cret{header}".encode() in found
    assert body == (rest if b"@-" in found else found[-1])


def test_the_values_of_every_parameter_are_judged_by_its_schema() -> None:
    """Each limit has a value on it and one beyond it, of which the schema allows the first only."""
    description = described()
    for operation in description.operations:
        for parameter in operation.parameters:
            found = text_samples(description.schemas, parameter.schema, parameter.compiled)
            assert any(sample.valid for sample in found), parameter.name
            for keyword, kind in (("maximum", "beyond the maximum"), ("minimum", "beyond the minimum")):
                if keyword in parameter.schema:
                    assert [sample.valid for sample in found if sample.kind == kind] == [False]


def test_the_values_of_every_member_are_judged_by_the_whole_body() -> None:
    """A length has values on it and beyond it."""
    description = described()
    schema = {"type": "string", "maxLength": 3, "examples": ["ab"]}
    compiled = description.schemas.request(schema, "")
    found = {sample.kind: sample.valid for sample in samples(description.schemas, schema, compiled)}
    assert found["longest allowed"]
    assert not found["longer than allowed"]


def _oracle(*prices: str | None) -> Oracle:
    operation = described().doing("offer")
    assert operation is not None
    items = {str(index): {"base_setup_price": price} for index, price in enumerate(prices)}
    return Oracle(operation, items)


def test_an_open_comparison_is_one_of_those_allowed() -> None:
    """Where equal, at least and at most are allowed, each explains its answers, and no two at once do."""
    oracle = _oracle("1.0", "2.0", "3.0", None)
    items = oracle.items

    def shown(*keys: str) -> dict[str, Json]:
        return {key: items[key] for key in keys}

    ask = (("base_setup_price", "2.0"),)
    assert oracle.judge(ask, shown("1", "2"), complete=True, ignored=set()).right
    assert oracle.standing["base_setup_price"] == {"at-least"}
    assert oracle.judge(ask, shown("0", "1"), complete=True, ignored=set()).extra == ("0",)
    assert _oracle("1.0", None).judge(ask, shown("3"), complete=True, ignored=set()).extra == ("3",)


def test_the_same_finding_is_kept_once() -> None:
    """Findings of one rule at one place are one, wherever in a list they were."""
    findings = Findings()

    def found(at: str) -> Finding:
        return Finding("schema", "op", "wrong", "/paths", "f:1", at, (), 1)

    assert [findings.add(found(f"/items/{index}/a")) for index in range(3)] == [True, False, False]
    assert findings.add(found("/items/0/b"))
    assert next(iter(findings.found.values())).times == 3


def test_an_answer_shows_no_secret() -> None:
    """A secret that a server repeats is replaced by its variable."""
    response = Response(200, (("x", "s3cret"),), b"s3cret", 0.1)
    shown = Exchange(1, Request("GET", "/"), response, "", {"s3cret": "TOKEN"}).shown()
    assert "s3cret" not in shown
    assert shown.count("$TOKEN") == 2


def test_missing_is_not_null() -> None:
    """A place that is not there is MISSING, and below null there is nothing."""
    assert get({"a": None}, "/a") is None
    assert get({"a": None}, "/a/b") is MISSING
