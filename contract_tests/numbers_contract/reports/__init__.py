"""Rules, findings, coverage, and the reports made of them."""
