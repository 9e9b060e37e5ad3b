"""`python -m gate_proof.faults list`, and `… serve NAME --port 0`; the endpoint stands below /v1."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[3] / "sandbox")]

from numbers_sandbox.server import address, bind, serve  # noqa: E402  (the tree is not installed)

from gate_proof.faults.catalogue import catalogue, named  # noqa: E402
from gate_proof.faults.probe import PASSWORDS, TOKENS  # noqa: E402
from gate_proof.faults.served import NUMBERS, application  # noqa: E402


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="faults", description="Serve the sandbox with one fault.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="list all faults")
    serving = commands.add_parser("serve", help="serve one until interrupted; `none` has no fault")
    serving.add_argument("name")
    serving.add_argument("--port", type=int, default=0)
    serving.add_argument("--numbers", type=int, default=NUMBERS, help="size of the catalogue")
    serving.add_argument("--require-auth", action="store_true", help="ask for credentials")
    given = parser.parse_args()
    if given.command == "list":
        for fault in catalogue().values():
            print(f"{fault.kind:14} {fault.name:48} {fault.says}")
        return 0
    try:
        _serve(given)
    except (LookupError, OSError) as error:
        print(f"faults: {' '.join(map(str, error.args))}", file=sys.stderr)
        return 2
    return 0


def _serve(given: argparse.Namespace) -> None:
    fault = None if given.name == "none" else named(given.name)
    guarded = given.require_auth or (fault is not None and fault.guarded)
    with (
        bind("127.0.0.1", given.port) as listening,
        application(fault, guarded=guarded, numbers=given.numbers) as app,
    ):

        def started() -> None:
            print(f"{address(listening)}/v1", flush=True)
            for account, token in TOKENS.items():
                print(f"{account}: Bearer {token} or Basic {account}:{PASSWORDS[account]}", flush=True)

        serve(app, listening, started)


if __name__ == "__main__":
    sys.exit(main())
