"""What the gate costs, for `make bench`: beside the command line of Schemathesis, on the same endpoint."""
