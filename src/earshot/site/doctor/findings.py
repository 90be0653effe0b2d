"""What a check says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "warning", "error"]
LEVELS: tuple[Level, ...] = ("ok", "note", "warning", "error")
"""From the best to the worst. An ``error`` needs somebody now: the command's exit code is 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``words`` say what is, ``mend`` what to do ("" where nothing need be); both can be said in any language."""

    level: Level
    words: str
    mend: str = ""
    check: str = ""
    """Name of the check, for ``--json``."""


def ok(words: str) -> Finding:
    """All is well."""
    return Finding("ok", words)


def worst(findings: Iterable[Finding]) -> Level:
    """The worst level of all; ``ok`` for none."""
    return max((one.level for one in findings), key=LEVELS.index, default="ok")
