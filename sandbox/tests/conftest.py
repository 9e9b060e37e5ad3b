"""What the tests of the sandbox share: its own fixtures, as a user has them, and clients of them."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.testing import LiveSandbox

# An installed sandbox brings its fixtures by itself; the tree does not.
pytest_plugins = ["pytester", "conftest_data", "one_authority"]
if not entry_points(group="pytest11", name="numbers_sandbox"):
    pytest_plugins.append("numbers_sandbox.pytest_plugin")

_QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("sandbox", derandomize=True, deadline=None, suppress_health_check=_QUIET)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=_QUIET)
settings.load_profile("explore" if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else "sandbox")


@pytest.fixture
def api(numbers_sandbox: LiveSandbox) -> Iterator[httpx.Client]:
    """A client of the sandbox that believes nothing: redirects are not followed, proxies not asked."""
    with httpx.Client(base_url=numbers_sandbox.url, trust_env=False, timeout=10) as client:
        yield client
