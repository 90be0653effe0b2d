"""The shape of steps: written as text without their constants, which are listed apart.

Prefix notation, one word for each step, in the order of its constants:

| word | constant | means |
|---|---|---|
| ``t`` ``p`` ``g`` | key | it is among the terms, pairs, tags |
| ``j`` | letters | a term is spelt with them |
| ``t|`` ``p|`` ``g|`` | frozenset | one of them is |
| ``t&`` ``p&`` ``g&`` | frozenset | all of them are |
| ``?`` | test | it says yes |
| ``!`` | | not the next |
| ``&3`` ``|3`` | | all, one of the next three |
| ``#2/3`` | | at least two of the next three |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from earshot.engine.query.index.verifying.nesting import nested
from earshot.engine.query.index.verifying.steps import (
    AllIn,
    AnyIn,
    Ask,
    Each,
    Either,
    Enough,
    In,
    Negated,
    Spelt,
    Step,
    Table,
)

DEEPEST = 12
"""Steps that lie deeper stay nested functions, so that code never nests more than CPython's compiler takes."""
WIDEST = 16
"""Of what joins more steps the rest stays nested functions."""
MOST_WORDS = 150
"""Beyond so many words everything stays nested functions."""
ONE_BY_ONE = 6
"""So many keys are looked up one by one, which is faster than asking two sets for what they share."""

COUNTED = 4
"""Of so many it is found out one by one whether there are enough."""

LETTER: Final[dict[Table, str]] = {"terms": "t", "pairs": "p", "tags": "g"}
TABLES: Final[dict[str, str]] = {letter: table for table, letter in LETTER.items()} | {"j": "joined"}


def shaped(step: Step) -> tuple[str, list[object]]:
    """The shape of ``step``, and its constants. Steps of the same shape are asked by the same code."""
    writer = _Writer()
    writer.write(step, 0)
    return " ".join(writer.words), writer.constants


class _Writer:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.constants: list[object] = []

    def write(self, step: Step, depth: int) -> None:
        match step:
            case In(table, key):
                self._constant(LETTER[table], key)
            case Spelt(letters):
                self._constant("j", letters)
            case Ask(_, test):
                self._constant("?", test)
            case AnyIn(table, keys):
                self._keys("|", table, keys)
            case AllIn(table, keys):
                self._keys("&", table, keys)
            case _:
                self._of_others(step, depth)

    def _of_others(self, step: Negated | Each | Either | Enough, depth: int) -> None:
        if depth >= DEEPEST or len(self.words) >= MOST_WORDS:
            self._constant("?", nested(step))
            return
        match step:
            case Negated(below):
                self.words.append("!")
                self.write(below, depth + 1)
            case Each(cost, steps):
                self._joined("&", steps, lambda rest: Each(cost, rest), depth)
            case Either(cost, steps):
                self._joined("|", steps, lambda rest: Either(cost, rest), depth)
            case Enough(_, times, steps):
                self._enough(step, times, steps, depth)

    def _constant(self, word: str, constant: object) -> None:
        self.words.append(word)
        self.constants.append(constant)

    def _keys(self, sign: str, table: Table, keys: frozenset[str]) -> None:
        letter = LETTER[table]
        if len(keys) > ONE_BY_ONE:
            self._constant(letter + sign, keys)
            return
        self.words += [f"{sign}{len(keys)}", *letter * len(keys)]
        self.constants += keys

    def _joined(self, sign: str, steps: tuple[Step, ...], join: Callable[[tuple[Step, ...]], Step], depth: int) -> None:
        inline, rest = steps[:WIDEST], steps[WIDEST:]
        self.words.append(f"{sign}{len(inline) + bool(rest)}")
        for step in inline:
            self.write(step, depth + 1)
        if rest:
            self._constant("?", nested(join(rest)))

    def _enough(self, step: Enough, times: int, steps: tuple[Step, ...], depth: int) -> None:
        """Few single steps only, for the code writes some of them twice."""
        if len(steps) > COUNTED or not all(isinstance(each, (In, Spelt, Ask)) for each in steps):
            self._constant("?", nested(step))
            return
        self.words.append(f"#{times}/{len(steps)}")
        for each in steps:
            self.write(each, depth + 1)
