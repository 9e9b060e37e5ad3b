"""Pages of a list, and the walk through them."""
