"""An endpoint that behaves like the Numbers API, failures included: for development and for tests.

`numbers-sandbox serve` starts it, `numbers_sandbox` is its fixture for pytest; README.md has both.
"""
