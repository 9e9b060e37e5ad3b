"""The benchmark of the client: its chart can be drawn and read, and its list of candidates is whole."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from bench.client.chart import Panel, drawn
from bench.client.peers import OURS, PEERS
from bench.client.worker import CALLS, READERS
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = [peer.name for peer in PEERS]
SVG = "{http://www.w3.org/2000/svg}"


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.floats(0.01, 50), min_size=1), min_size=1, max_size=3))
def test_each_ratio_has_a_bar_of_its_length(measured: list[Mapping[str, float]]) -> None:
    """One bar for each ratio, in proportion to it and inside the picture, with its number beside it."""
    root = ET.fromstring(drawn([Panel(f"<{place}>", "a & b", dict(ratios)) for place, ratios in enumerate(measured)]))  # noqa: S314 -- ours
    _, *bars = root.findall(f"{SVG}rect")
    texts = [text.text for text in root.iter(f"{SVG}text")]

    assert len(bars) == sum(map(len, measured))
    assert all(float(bar.get("x", "")) + float(bar.get("width", "")) <= float(root.get("width", "")) for bar in bars)
    assert all(f"{ratio:.2f}" in texts for ratios in measured for ratio in ratios.values())
    first = sorted(measured[0].values())
    widths = [float(bar.get("width", "")) for bar in bars[: len(first)]]
    assert all(
        abs(width * first[-1] - ratio * widths[-1]) <= first[-1] for width, ratio in zip(widths, first, strict=True)
    )


def test_every_candidate_can_be_measured() -> None:
    """Each has a worker for each thing that is measured of it, and fixed versions."""
    assert {worker for peer in PEERS for worker in peer.calls} == CALLS.keys()
    assert {peer.reading for peer in PEERS if peer.reading} == READERS.keys()
    assert all("==" in requirement for peer in PEERS for requirement in peer.requirements)
    assert OURS in PEERS
