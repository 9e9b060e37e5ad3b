"""Which mutations of the generated client are tried: a sample by a seed, more from where a defect would cost money."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gate_proof.mutation.ast_mutations import Mutation, mutations

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE: Final = Path(__file__).parents[3] / "generated" / "numbers_api"
# Modules by how often a mutation of them is drawn, beside one of another module; by the beginning of their path.
WEIGHTS: Final = {
    "_runtime/engine": 3.0,
    "_runtime/attempts": 3.0,
    "_runtime/purchases": 3.0,
    "_runtime/read_back": 3.0,
    "_runtime/prices": 3.0,
    "_runtime/requests": 3.0,
    "_runtime/responses": 3.0,
    "_runtime/pages": 2.5,
    "_runtime/walk": 2.5,
    "_runtime/errors": 2.0,
    "_runtime/json_": 2.0,
    "_runtime/prepared": 2.0,
    "_runtime/retries": 3.0,
    "api/": 2.0,
    "models/": 1.0,
    "templates/": 6.0,
    "_provenance": 0.0,
}


def all_mutations(package: Path = PACKAGE) -> list[Mutation]:
    """Every mutation of every module of the package."""
    found: list[Mutation] = []
    for path in sorted(package.rglob("*.py")):
        module = path.relative_to(package).as_posix()
        if weight(module) > 0:
            found += mutations(module, path.read_text(encoding="utf-8"))
    return found


def weight(module: str) -> float:
    """How often the mutations of a module are drawn."""
    return next((found for beginning, found in WEIGHTS.items() if module.startswith(beginning)), 1.0)


def sample(every: Iterable[Mutation], count: int, seed: int) -> list[Mutation]:
    """So many mutations, each with a chance by the weight of its module.

    Each mutation has a place in the order of its own, by its key and the seed, so that a change to one function leaves
    the sample of all others nearly as it was.
    """
    ordered = sorted(every, key=lambda mutation: _lot(mutation, seed))
    return sorted(ordered[:count], key=lambda mutation: (mutation.module, mutation.start, mutation.operator))


def _lot(mutation: Mutation, seed: int) -> float:
    digest = hashlib.sha256(f"{seed} {mutation.key}".encode()).digest()
    lot = (int.from_bytes(digest[:8], "big") + 1) / 2.0**64
    return float(1.0 - lot ** (1.0 / weight(mutation.module)))  # Efraimidis and Spirakis: weighted, without replacement
