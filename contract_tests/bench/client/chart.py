"""The comparison as an SVG that a README can show: one panel for each measure, the shorter the bar the better."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .peers import OURS, PEERS

__all__ = ["Panel", "drawn"]

_WIDTH, _LEFT, _RIGHT = 760, 250, 70
_BAR, _STEP, _HEAD, _GAP = 16, 24, 52, 18
_OURS, _OTHERS, _LINE, _INK, _QUIET = "#0b6e4f", "#9aa5b1", "#c0392b", "#1f2933", "#52606d"
_STYLE = "font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"


@dataclass(frozen=True)
class Panel:
    """One measure: what it is, what 1 stands for, and the ratio of each client."""

    title: str
    unit: str
    ratios: dict[str, float]


def drawn(panels: list[Panel]) -> str:
    """Return the SVG."""
    height, parts = _GAP, list[str]()
    for panel in panels:
        parts += _panel(panel, height)
        height += _HEAD + _STEP * len(panel.ratios) + _GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    title = "<title>The client beside others: ratios of processor time, measured in one run</title>"
    ground = f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([f'{head} role="img" style="{_STYLE}">', title, ground, *parts, "</svg>", ""])


def _panel(panel: Panel, top: int) -> list[str]:
    longest = max(1.0, *panel.ratios.values())
    scale = (_WIDTH - _LEFT - _RIGHT) / longest
    first = top + _HEAD
    parts = [_text(16, top + 18, panel.title, 16, font_weight="600"), _text(16, top + 37, panel.unit, 12, fill=_QUIET)]
    for place, (name, ratio) in enumerate(sorted(panel.ratios.items(), key=lambda pair: pair[1])):
        parts += _bar(name, ratio, first + place * _STEP, scale)
    one = _LEFT + scale
    end = first + _STEP * len(panel.ratios) - (_STEP - _BAR) + 4
    line = f'<line x1="{one:.1f}" x2="{one:.1f}" y1="{first - 6}" y2="{end}" stroke="{_LINE}" stroke-dasharray="4 3"/>'
    return [line, *parts, _text(one, first - 10, "1", 11, fill=_LINE, text_anchor="middle")]


def _bar(name: str, ratio: float, top: int, scale: float) -> list[str]:
    ours = name == OURS.name
    colour, ink, weight = (_OURS, _INK, "600") if ours else (_OTHERS, _QUIET, "400")
    middle, length = top + _BAR - 4, ratio * scale
    return [
        _text(_LEFT - 10, middle, _label(name), 13, fill=ink, font_weight=weight, text_anchor="end"),
        f'<rect x="{_LEFT}" y="{top}" width="{length:.1f}" height="{_BAR}" rx="2" fill="{colour}"/>',
        _text(
            _LEFT + length + 6,
            middle,
            f"{ratio:.2f}",
            12,
            fill=ink,
            font_weight=weight,
            stroke="#ffffff",
            stroke_width="3",
            paint_order="stroke",
        ),
    ]


def _label(name: str) -> str:
    return next(peer.label for peer in PEERS if peer.name == name)


def _text(x: float, y: float, text: str, size: int, **style: str) -> str:
    look = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in ({"fill": _INK} | style).items())
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{look}>{escape(text)}</text>'
