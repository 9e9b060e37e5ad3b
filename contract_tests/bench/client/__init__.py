"""The client beside what its users would pick otherwise: ratios, measured in one run, an environment for each."""
