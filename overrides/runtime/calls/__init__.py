"""Calls: attempts, retries, purchases and reading back."""
