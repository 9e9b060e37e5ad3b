"""What all tests share: how hypothesis runs, and the promise of each test in the report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

pytest_plugins = ["one_authority"]

# A run must say the same thing twice, so nothing is drawn from a clock; `HYPOTHESIS_PROFILE=explore` looks further.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.register_profile(
    "explore",
    deadline=None,
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Carry the docstring of each test into junit.xml as the property `promise`."""
    for item in items:
        docstring = getattr(getattr(item, "obj", None), "__doc__", None) or ""
        item.user_properties.append(("promise", " ".join(docstring.split("\n\n")[0].split())))
