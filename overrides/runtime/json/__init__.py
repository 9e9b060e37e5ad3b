"""JSON: reading, writing and models."""
