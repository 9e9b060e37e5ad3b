"""`python -m gate_proof.second_server --port 0 [--choices SEED] [--require-auth]`: serve until interrupted."""

from __future__ import annotations

import argparse
import signal

from gate_proof.second_server.choices import drawn
from gate_proof.second_server.server import ACCOUNTS, SecondServer, login, token


def main() -> None:
    """Serve, and say where, for whom and with which credentials."""
    parser = argparse.ArgumentParser(prog="second_server", description="A second correct server of the API, in memory.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--choices", type=int, default=0, metavar="SEED", help="draw what the description leaves open")
    parser.add_argument("--require-auth", action="store_true")
    parser.add_argument("--account", action="append", help=f"an account that exists (default: {', '.join(ACCOUNTS)})")
    given = parser.parse_args()
    accounts = given.account or ACCOUNTS
    choices = drawn(given.choices)
    with SecondServer(choices, accounts=accounts, require_auth=given.require_auth, port=given.port) as server:
        print(server.url, flush=True)
        print(choices)
        for account in accounts:
            print(f"{account}: Bearer {token(account)} or Basic {':'.join(login(account))}", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
