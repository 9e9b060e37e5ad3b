"""A second server of the API: small, in memory, written from generated/openapi.yaml alone.

It shares no code with the sandbox and no decision that the description leaves open (`choices` lists those). It exists
so that the gate can be seen to accuse no server that keeps the description, rather than every server but one.
"""
