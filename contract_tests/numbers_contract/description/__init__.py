"""The OpenAPI description, and values made from it."""
