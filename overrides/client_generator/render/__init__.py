"""Templates, docstrings and imports."""
