"""Terms compared by where they stand: every place of the one is a place of the other, whatever the text.

Only what is certain is said to be so; the property tests hold each rule against random texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from earshot.engine.query.ast import Exact, Node, Or, Part, Phrase
from earshot.engine.query.terms import split_parts
from earshot.engine.query.wildcards import glob

_PLAIN_WORD = re.compile(r"[a-z0-9_]+\Z")
_PLAIN_TEXT = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*\Z")


def part_covers(narrow: Part, wide: Part) -> bool:
    """Whether ``wide`` stands wherever ``narrow`` does, on the same tokens."""
    if narrow == wide:
        return True
    if narrow.sign != wide.sign:
        return bool(narrow.sign) and not wide.sign and _plain(narrow) and _letters(narrow, wide)
    return _letters(narrow, wide) or _without_s(narrow, wide)


def _plain(part: Part) -> bool:
    """One token of plain letters: a tag of these is made of just this word."""
    return not part.wild and not part.full and _PLAIN_WORD.match(part.base) is not None


def _letters(narrow: Part, wide: Part) -> bool:
    if narrow.wild:
        return wide.wild and not wide.full and _pattern_covers(narrow.base, wide.base)
    if not wide.wild:
        return narrow.base == wide.base and (not wide.full or narrow.full == wide.full)
    return glob(wide.base, narrow.base) and (not wide.full or bool(narrow.full and glob(wide.full, narrow.full)))


def _without_s(narrow: Part, wide: Part) -> bool:
    return not (narrow.sign or narrow.wild or wide.full) and narrow.base == wide.base + "'s"


def _pattern_covers(narrow: str, wide: str) -> bool:
    """``par*`` covers ``parc*l``: what stands before the first wildcard, or behind the last, decides."""
    bare = wide.strip("*")
    if "*" in bare or "?" in wide:
        return narrow == wide
    first, last = re.split(r"[*?]", narrow)[0], re.split(r"[*?]", narrow)[-1]
    if wide == f"{bare}*":
        return first.startswith(bare)
    if wide == f"*{bare}":
        return last.endswith(bare)
    return wide == f"*{bare}*" and any(bare in piece for piece in re.split(r"[*?]", narrow))


def words_of(node: Node) -> tuple[Part, ...] | None:
    """The parts of a phrase, or of exact text that is nothing but plain words; None for everything else."""
    if isinstance(node, Phrase):
        return node.parts
    if isinstance(node, Exact) and _PLAIN_TEXT.match(node.text):
        return split_parts(node.text, 0)
    return None


def covers(narrow: Node, wide: Node) -> bool:
    """Whether every place of the term ``narrow`` (a word, phrase, ``{}`` or OR-group of these) is one of ``wide``."""
    if narrow == wide:
        return True
    if isinstance(narrow, Or):
        return all(covers(child, wide) for child in narrow.children)
    if isinstance(wide, Or):
        return any(covers(narrow, child) for child in wide.children)
    parts = words_of(narrow)
    return (
        parts is not None
        and isinstance(wide, Phrase)
        and len(parts) == len(wide.parts)
        and all(map(part_covers, parts, wide.parts))
    )


def contains(narrow: Sequence[Part], wide: Sequence[Part]) -> bool:
    """Whether the phrase ``wide`` stands inside the phrase ``narrow``."""
    return bool(places_in(narrow, wide))


def places_in(narrow: Sequence[Part], wide: Sequence[Part]) -> list[int]:
    """Where in the phrase ``narrow`` the phrase ``wide`` surely stands."""
    return [
        start
        for start in range(len(narrow) - len(wide) + 1)
        if all(part_covers(narrow[start + index], part) for index, part in enumerate(wide))
    ]
