"""Mutants of the client: how they are made, and what the contract tests say of them."""
