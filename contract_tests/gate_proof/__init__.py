"""The proof that the gate works: it finds every fault of an endpoint and of the client, and accuses nothing correct.

`make mutants` runs it; `ONLY=correct`, `ONLY=faults` or `ONLY=client` runs a part. Tables go to build/mutants/.
"""
