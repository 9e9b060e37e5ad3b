"""Purchases: how much may be spent, what was bought, and giving it back."""
