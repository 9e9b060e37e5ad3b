"""The page that `make contract` writes for people: the verdict, what failed, and every promise that was checked."""

from __future__ import annotations

import hashlib
import platform
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
import junit
from command import GENERATED, Exit
from markupsafe import Markup, escape
from ruamel.yaml import YAML

_WORDS = {Exit.DONE: "holds", Exit.REFUSED: "is broken", Exit.UNABLE: "could not be checked"}


@dataclass(slots=True)
class Verdict:
    """What came out.

    Args:
        code: DONE: the contract holds; REFUSED: it is broken; UNABLE: it could not be checked.
        reason: why, where the tests alone do not say it.
        cases: the tests that ran.
        seconds: how long the whole check took.
        endpoint: what came of the endpoint, in a line; "" where it was not checked.
        section: the part of the page about the endpoint.
    """

    code: Exit
    reason: str = ""
    cases: list[junit.Case] = field(default_factory=list[junit.Case])
    seconds: float = 0.0
    endpoint: str = ""
    section: str = ""

    @property
    def headline(self) -> str:
        """The verdict as a sentence."""
        return f"The contract {_WORDS[self.code]}"

    @property
    def counts(self) -> Counter[str]:
        """How many cases ended how."""
        return Counter(case.outcome for case in self.cases)

    @property
    def summary(self) -> str:
        """The verdict in one line for a terminal."""
        if self.reason:
            return f"{_WORDS[self.code]}: {self.reason}"
        told = [f"endpoint {self.endpoint}"] if self.endpoint else []
        if self.cases or not told:
            counts = self.counts
            numbers = f"{counts[junit.PASSED]} passed, {counts[junit.FAILED]} failed, {counts[junit.SKIPPED]} skipped"
            told.insert(0, f"{numbers} in {self.seconds:.0f} s")
        return f"{_WORDS[self.code]}: {'; '.join(told)}"


def render(verdict: Verdict) -> str:
    """The page, complete in one file: no script, nothing loaded from elsewhere."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["marked"] = _marked
    files = junit.files(verdict.cases)
    return environment.get_template("contract_page.html.jinja").render(
        verdict=verdict,
        section=Markup(verdict.section),  # noqa: S704 - rendered and escaped by its own template
        colour=verdict.code.name.lower(),
        files=files,
        failures=[(file, test) for file in files for test in file.tests if test.outcome == junit.FAILED],
        description=_description(),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        checked_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    )


def _marked(text: str) -> Markup:
    """Text whose `names in backquotes` are shown as code."""
    return Markup(re.sub(r"(`+)(.+?)\1", r"<code>\2</code>", str(escape(text))))  # noqa: S704 - escaped before it is marked


def _description() -> dict[str, str]:
    """Which description the contract is: title, version, and the start of its SHA-256."""
    path = GENERATED / "openapi.yaml"
    if not path.is_file():
        return {"title": "Contract", "version": "", "sha256": ""}
    content = path.read_bytes()
    info: dict[str, Any] = YAML(typ="safe").load(content)["info"]  # pyright: ignore[reportUnknownMemberType] - untyped there
    return {"title": info["title"], "version": info["version"], "sha256": hashlib.sha256(content).hexdigest()[:16]}
