"""The one exception of this package; its messages are what the command line prints."""

from __future__ import annotations


class OverlayError(Exception):
    """One or more faults in a base document, an overlay, or what the two make of each other.

    Attributes:
        messages: one line each: the file, the place in it, the rule, and what to do next.
    """

    def __init__(self, *messages: str) -> None:
        self.messages = tuple(" ".join(message.split()) for message in messages)
        super().__init__("\n".join(self.messages))


class ActionError(Exception):
    """What is wrong with an action, without its address: the engine adds file, line and index."""
