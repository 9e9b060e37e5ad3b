"""The operations, a folder for each tag of the description."""
