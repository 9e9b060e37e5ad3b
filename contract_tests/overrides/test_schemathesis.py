"""A tool that shares no code with the client reads the normalised description, sees its links and makes requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from overrides.normalised import OVERLAYS, Json, normalised, operations, resolved, with_overlays
from schemathesis.generation import GenerationMode

if TYPE_CHECKING:
    from schemathesis.specs.openapi.schemas import OpenApiSchema

LINKS = [overlay for overlay in OVERLAYS if "links" in overlay.stem]


def loaded() -> OpenApiSchema:
    """The description as Schemathesis reads it."""
    return schemathesis.openapi.from_dict(normalised())


def test_schemathesis_sees_every_operation_and_every_link() -> None:
    """All six operations are selected, and as many transitions as the description has links."""
    count = sum(
        len(resolved(normalised(), response).get("links", {}))
        for operation in operations(normalised()).values()
        for response in operation["responses"].values()
    )
    statistic = loaded().statistic
    assert statistic.operations.selected == len(operations(normalised())) == 6
    assert statistic.transitions.selected == count > 0


def test_without_the_overlay_there_are_no_links() -> None:
    """The links that are seen come from their overlay and from nowhere else."""
    without = with_overlays(overlay for overlay in OVERLAYS if overlay not in LINKS)
    assert len(LINKS) == 1
    assert schemathesis.openapi.from_dict(without).statistic.transitions.total == 0


@pytest.mark.parametrize("name", operations(normalised()))
@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_valid_requests_can_be_made(name: str, data: st.DataObject) -> None:
    """For every operation there are requests that the description allows, as another validator agrees."""
    schema: Any = loaded()
    operation = schema.find_operation_by_id(name)
    case: Any = data.draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    sent: Json = {**(case.path_parameters or {}), **(case.query or {})}
    for parameter in operations(normalised())[name]["parameters"]:
        if parameter.get("required"):
            assert parameter["name"] in sent
        if parameter["name"] in sent:
            assert _allows(parameter["schema"], sent[parameter["name"]]), parameter["name"]


def _allows(schema: Json, sent: Any) -> bool:  # noqa: ANN401  (any JSON value)
    if isinstance(sent, str):  # values of the path are percent-encoded, those of the query are written as text
        sent = json.loads(sent) if resolved(normalised(), schema)["type"] in ("boolean", "integer") else unquote(sent)
    judge: Any = Draft202012Validator({**schema, "components": normalised()["components"]})
    return bool(judge.is_valid(sent))
