"""What is wrong with a query, where, and how to mend it."""

from __future__ import annotations

from earshot.kernel.errors import BadInput


class QueryError(BadInput):
    """A query cannot be read.

    ``start`` and ``end`` are code points of the query, end exclusive. ``expected`` says in a few words what could
    stand there; ``mend`` says what to do. For translation, ``template`` and ``mend_template`` are the texts before
    ``values`` were put in (``str.format``).
    """

    def __init__(
        self, message: str, start: int, end: int, expected: str = "", mend: str = "", **values: object
    ) -> None:
        super().__init__(message.format(**values), mend.format(**values))
        self.start = start
        self.end = end
        self.expected = expected
        self.template = message
        self.mend_template = mend
        self.values = values

    def as_json(self) -> dict[str, object]:
        """The shape that the command line prints."""
        return {
            "message": self.message,
            "start": self.start,
            "end": self.end,
            "expected": self.expected,
            "mend": self.mend,
        }
