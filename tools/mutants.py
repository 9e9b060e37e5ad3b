"""Prove that the gate works: `make mutants`, see contract_tests/gate_proof/."""

from __future__ import annotations

import sys

from command import ROOT

sys.path[:0] = [str(ROOT / name) for name in ("contract_tests", "sandbox", "sandbox/tests", "generated", "overrides")]

if __name__ == "__main__":
    from gate_proof.command import timed

    sys.exit(timed())
