"""What is wrong in a policy document, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import Said, say

NOTHING = say("")
"""Where there is no mend to propose."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error of the document; line and column count from 1, columns in characters."""

    line: int
    column: int
    message: Said
    mend: Said = NOTHING

    def as_json(self) -> dict[str, int | str]:
        """The shape of ``earshot policy check --json``."""
        return {"line": self.line, "column": self.column, "message": self.message, "mend": self.mend}


class PolicyInvalid(BadInput):
    """The document is not a policy; ``problems`` holds every error, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        first = self.problems[0]
        place = {"line": first.line, "column": first.column, "problem": first.message}
        message = (
            say(
                "Line %(line)s, column %(column)s: %(problem)s (and %(more)s more)",
                more=len(self.problems) - 1,
                **place,
            )
            if len(self.problems) > 1
            else say("Line %(line)s, column %(column)s: %(problem)s", **place)
        )
        super().__init__(message, first.mend)


def closest(word: str, known: Iterable[str], otherwise: Said = NOTHING) -> Said:
    """A mend that proposes the known word most like ``word``, else ``otherwise``."""
    matches = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return say("Did you mean %(name)s?", name=quoted(matches[0])) if matches else otherwise


def quoted(word: str) -> Said:
    """A name in a message; very long ones are cut."""
    return say('"%(word)s"', word=word if len(word) <= 60 else word[:59] + "…")


def listed(words: Iterable[str]) -> str:
    """``a, b, c``."""
    return ", ".join(words)
