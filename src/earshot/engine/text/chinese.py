"""Simplified and traditional Chinese to one form, character by character.

The classes come from OpenCC's character tables (the first candidate of each line), with the variants of Taiwan and
Hong Kong: whatever one of these lines connects is one character to a search. Never by phrase: a search must give
the same answer wherever a post is cut. Each class is written as its member with the smallest code point.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_TABLES = ("TSCharacters.txt", "STCharacters.txt", "TWVariants.txt", "HKVariants.txt")


@cache
def one_script() -> dict[str, str]:
    """Character -> the character that stands for its class; only those that change."""
    classes: dict[str, set[str]] = {}
    for one, other in _pairs():
        joined = classes.get(one, {one}) | classes.get(other, {other})
        for member in joined:
            classes[member] = joined
    return {char: least for char, members in classes.items() if (least := min(members)) != char}


def _pairs() -> list[tuple[str, str]]:
    folder = files("opencc") / "dictionary"
    lines = [line for table in _TABLES for line in (folder / table).read_text("utf-8").splitlines()]
    return [(parts[0], parts[1].split(" ")[0]) for line in lines if len(parts := line.strip().split("\t")) == 2]
