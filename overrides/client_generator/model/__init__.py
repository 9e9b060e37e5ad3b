"""From the description to what a template prints."""
