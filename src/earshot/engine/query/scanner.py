"""Walking over the text of a query: white space and comments, brackets, quotes, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import FieldSet
from earshot.kernel.texts import Said, say

_TWINS = str.maketrans("（）“”：\u3000", '()"": ')
_NUMBER = re.compile(r"\d+")
MOST_DISTANCE = 100


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme. ``value``: a node for atoms, a number for ``near window count atleast``, a field for ``within``."""

    kind: str
    start: int
    end: int
    value: object = None


class Scanner:
    """The text of a query with the place reached. ``text`` is as long as ``original``, its full-width signs ASCII."""

    def __init__(self, text: str, fields: FieldSet) -> None:
        self.original = text
        self.text = text.translate(_TWINS)
        self.fields = fields
        self.place = 0
        self.brackets: list[str] = []
        """What each open bracket belongs to: commas separate only directly inside ATLEAST's."""
        self.atleast = False

    def skip(self) -> bool:
        """Move over white space and comments; False at the end."""
        while self.place < len(self.text):
            if self.text.startswith("<<<", self.place):
                close = self.text.find(">>>", self.place + 3)
                if close < 0:
                    raise QueryError(
                        say("The comment that begins here is not closed."),
                        self.place,
                        len(self.text),
                        ">>>",
                        say("Write >>> at the end of the comment."),
                    )
                self.place = close + 3
            elif self.text[self.place].isspace():
                self.place += 1
            else:
                return True
        return False

    @property
    def commas(self) -> bool:
        """Whether a comma separates here: directly inside the brackets of ATLEAST."""
        return bool(self.brackets) and self.brackets[-1] == "atleast"

    def take(self, kind: str, length: int, value: object = None) -> Lexeme:
        """The lexeme of the next ``length`` characters; the place moves behind it."""
        start = self.place
        self.place += length
        return Lexeme(kind, start, self.place, value)

    def until(self, closing: str, otherwise: Said) -> str:
        """The text up to ``closing``; the place moves behind it. Where it is missing, ``otherwise`` says so."""
        start = self.place
        end = self.text.find(closing, start + 1)
        if end < 0:
            raise QueryError(
                otherwise,
                start,
                len(self.text),
                closing,
                say("Write %(closing)s where it should end.", closing=closing),
            )
        self.place = end + 1
        return self.text[start + 1 : end]

    def distance_ahead(self) -> int | None:
        """The number of a ``~n`` that stands here; None where none does. Raises QueryError."""
        start = self.place
        if not self.text.startswith("~", start):
            return None
        digits = _NUMBER.match(self.text, start + 1)
        if digits is None:
            raise QueryError(
                say("After ~ a number is missing."), start, start + 1, "a number", say("Write ~5, for example.")
            )
        self.place = digits.end()
        return self.distance(digits[0], start, self.place)

    def distance(self, digits: str, start: int, end: int) -> int:
        """How many words may stand between. Raises QueryError."""
        if not digits:
            raise QueryError(
                say("A number is missing: how many words may stand between."),
                start,
                end,
                "NEAR/5",
                say("Write NEAR/5, for example."),
            )
        if len(digits) > 9 or int(digits) > MOST_DISTANCE:
            raise QueryError(
                say("The distance may be at most %(most)s.", most=MOST_DISTANCE),
                start,
                end,
                "a smaller number",
                say("Use AND, or SENTENCE."),
            )
        return int(digits)

    def times(self, digits: str, start: int, end: int) -> int:
        """How often, at least once. Raises QueryError."""
        if len(digits) > 6 or int(digits) < 1:
            raise QueryError(
                say("The number must be from 1 to 999999."), start, end, "1 or more", say("Write a#2, for example.")
            )
        return int(digits)

    def word_end(self) -> int:
        """Where the word that begins here ends: at white space, brackets, quotes or a comment."""
        stops = '(){}",' if self.commas else '(){}"'
        end = self.place
        while end < len(self.text) and not self.text[end].isspace() and self.text[end] not in stops:
            if self.text.startswith("<<<", end):
                break
            end += 1
        return max(end, self.place + 1)
