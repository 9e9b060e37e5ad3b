"""Free text for invented documents. Facts hold fingerprints only, so the writer looks the text up by its own."""

from __future__ import annotations

import hashlib

SENTENCES = (
    "A sheet of paper that shows part of the earth.",
    "How many paces one thumb's width stands for.",
    "Kept in a drawer, [flat](https://maps.example/flat), never rolled.",
    "Who borrowed it last | and when | is written on the back.",
    "The coast as it was surveyed, not as it is.",
    'Ink colour, as in "sepia".',
    "North is up unless the sheet says otherwise.",
)
LONG_TEXTS = (
    "The first edition counts.\nLater ones are filed apart.\n\n- reprints\n- forgeries",
    "Where the sheet is kept.\r\n|Drawer|Holds|\r\n|top|charts|",
)

_texts: dict[str, str] = {}


def say(text: str) -> str:
    """Remember a text and return its fingerprint: 12 hexadecimal digits of the SHA-256 of its words."""
    fingerprint = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
    _texts[fingerprint] = text
    return fingerprint


def recall(fingerprint: str | None) -> str | None:
    """Return the text with a fingerprint."""
    return None if fingerprint is None else _texts[fingerprint]
