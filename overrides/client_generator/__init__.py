"""Writes ``generated/`` from the description: openapi-python-client with our templates, runtime and checks."""
