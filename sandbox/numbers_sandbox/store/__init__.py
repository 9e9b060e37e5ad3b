"""What is stored: the catalogue, owned numbers, the ledger."""
