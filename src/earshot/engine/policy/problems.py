"""What is wrong in a policy document, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error of the document; line and column count from 1, columns in characters."""

    line: int
    column: int
    message: str
    mend: str = ""

    def as_json(self) -> dict[str, int | str]:
        """The shape of ``earshot policy check --json``."""
        return {"line": self.line, "column": self.column, "message": self.message, "mend": self.mend}


class PolicyInvalid(BadInput):
    """The document is not a policy; ``problems`` holds every error, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"Line {first.line}, column {first.column}: {first.message}{more}", first.mend)


def closest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A mend that proposes the known word most like ``word``, else ``otherwise``."""
    matches = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return say("Did you mean %(name)s?", name=quoted(matches[0])) if matches else otherwise


def quoted(word: str) -> str:
    """A name in a message; very long ones are cut."""
    return f'"{word if len(word) <= 60 else word[:59] + "…"}"'


def listed(words: Iterable[str]) -> str:
    """``a, b, c``."""
    return ", ".join(words)
