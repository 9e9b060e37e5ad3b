"""Single faults of the endpoint, each of which breaks one sentence of the description, for measuring the gate.

A fault is applied to a sandbox of its own, in front of it (`front`) or inside of it (`inside`), and is off unless it is
asked for by its name. Each comes with a witness: the requests that show it, which a test makes with and without it.

    python -m gate_proof.faults list
    python -m gate_proof.faults serve NAME --port 0
"""
