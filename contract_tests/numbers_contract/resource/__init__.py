"""The resource that the description is about: its lists, filters, pages and lifecycle."""
