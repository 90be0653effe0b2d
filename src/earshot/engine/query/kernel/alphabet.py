"""What characters fold to, learned from ``engine/text`` as they are met; the same for every kernel of a process."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache
from threading import Lock

import numpy as np

from earshot.engine.query.kernel.shapes import (
    APOSTROPHE,
    CJK,
    DROPPED,
    EMOJI,
    FIRST_POOLED,
    MOST_POOLED,
    OTHER,
    REGIONAL,
    SIGN,
    SLOW,
    TONE,
    UNKNOWN,
    URL,
    WORD,
    Alphabet,
    empty,
)
from earshot.engine.text import chars
from earshot.engine.text.folding import fold_with_joiners, joins_previous

_JOINERS = frozenset((ord(chars.JOINER), *map(ord, chars.SURE_SIGNS.values()), ord(chars.COMPLEX)))
"""What only ``engine/text`` may look at, as it may at marks."""
_CLASSES = (
    (CJK, rf"[{chars.CJK}]"),
    (WORD, rf"[^\W{chars.CJK}]"),
    (URL, chars.URL_MARK),
    (TONE, f"[{chars.TONES}]"),
    (REGIONAL, f"[{chars.REGIONAL}]"),
    (EMOJI, f"[{chars.EMOJI}]"),
    (SIGN, "[#@$]"),
    (APOSTROPHE, "'"),
)


class Alphabets:
    """Fills an :class:`Alphabet`, for all kernels of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.tables = Alphabet(empty(sys.maxunicode + 1), empty(sys.maxunicode + 1, np.uint8), empty(1024))
        self._pooled = 0
        self._classes = tuple((kind, re.compile(pattern)) for kind, pattern in _CLASSES)

    def meet(self, codes: Iterable[int]) -> None:
        """Learn the characters; those that are known stay."""
        with self._lock:
            for code in codes:
                if self.tables.fold[code] == UNKNOWN:
                    self._learn(code)

    def _learn(self, code: int) -> None:
        folded = self._folding(code)
        if folded is None or len(folded) > MOST_POOLED:
            self.tables.fold[code] = SLOW
            return
        for char in folded:
            self.tables.classes[ord(char)] = self._class_of(char)
        if not folded:
            self.tables.fold[code] = DROPPED
        elif len(folded) == 1:
            self.tables.fold[code] = ord(folded) + 1
        else:
            self.tables.fold[code] = FIRST_POOLED - self._pool(folded)

    def _folding(self, code: int) -> str | None:
        """What the character folds to wherever it stands; None where that depends on its neighbours."""
        char = chr(code)
        if code in _JOINERS:
            return None
        folded = fold_with_joiners(char)
        if folded and (joins_previous(char) or any(_is_special(each) for each in folded)):
            return None
        return folded

    def _class_of(self, char: str) -> int:
        return next((kind for kind, pattern in self._classes if pattern.match(char)), OTHER)

    def _pool(self, folded: str) -> int:
        place = self._pooled
        if place + MOST_POOLED + 1 > len(self.tables.pool):
            longer = empty(2 * len(self.tables.pool))
            longer[: len(self.tables.pool)] = self.tables.pool
            self.tables = self.tables._replace(pool=longer)
        self.tables.pool[place] = len(folded)
        self.tables.pool[place + 1 : place + 1 + len(folded)] = list(map(ord, folded))
        self._pooled += 1 + len(folded)
        return place


def _is_special(char: str) -> bool:
    """Marks and joiners, which belong to what stands before them; flags of regions, which are made of such."""
    tags = "\U000e0020" <= char <= "\U000e007f"
    return ord(char) in _JOINERS or tags or unicodedata.category(char)[0] == "M"


@cache
def alphabets() -> Alphabets:
    """The process's own."""
    return Alphabets()
