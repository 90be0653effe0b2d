"""What is wrong with a query, where, and how to mend it."""

from __future__ import annotations

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import Said


class QueryError(BadInput):
    """A query cannot be read.

    ``start`` and ``end`` are code points of the query, end exclusive. ``expected`` says in a few English words what
    could stand there; ``mend`` says what to do. Message and mend can be said in any language (``kernel.texts``).
    """

    message: Said
    mend: Said

    def __init__(self, message: Said, start: int, end: int, expected: str, mend: Said) -> None:
        super().__init__(message, mend)
        self.start = start
        self.end = end
        self.expected = expected

    def as_json(self) -> dict[str, object]:
        """The shape that the command line prints."""
        return {
            "message": self.message,
            "start": self.start,
            "end": self.end,
            "expected": self.expected,
            "mend": self.mend,
        }
