"""Requests, responses and the session that exchanges them."""
