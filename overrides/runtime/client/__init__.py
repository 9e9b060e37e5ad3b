"""Clients, their settings and their methods."""
