"""Requests and responses: routing, decoding, negotiation, errors."""
