"""Benchmarks of the sandbox: ratios of things measured in the same run, on the same machine."""
