"""The control plane and the injection of faults."""
