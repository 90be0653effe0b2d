"""``a NEAR/n b`` of words by their positions, as long as there are few of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from earshot.engine.query.ast import Near, Node, Or, Phrase, Window
from earshot.engine.query.document import Words
from earshot.engine.query.proximity import reach

MOST_PAIRS = 64
"""Where the words have more pairs of places, the definition is asked, whose time is about linear."""
_NONE: list[int] = []


def near_words(node: Node) -> Callable[[Words], bool] | None:
    """NEAR or ONEAR, or a window of two, between words or alternatives of words; None for everything else."""
    if isinstance(node, Window) and len(node.operands) == 2:
        node = Near(*node.operands, node.distance)
    if not isinstance(node, Near):
        return None
    left, right = _words_of(node.left), _words_of(node.right)
    return _near(node, left, right) if left and right else None


def is_plain(node: Phrase, *, accents: bool = False) -> bool:
    """Whether no part has a sign, a wildcard or (unless they are allowed) accents."""
    return not any(part.sign or part.wild or (part.full and not accents) for part in node.parts)


def is_word(node: Node) -> TypeGuard[Phrase]:
    """Whether the tables of a post answer it as one term."""
    return isinstance(node, Phrase) and len(node.parts) == 1 and is_plain(node)


def _near(node: Near, left: tuple[str, ...], right: tuple[str, ...]) -> Callable[[Words], bool]:
    most, least = node.distance + 1, 1 if node.ordered else -node.distance - 1

    def occurs(words: Words) -> bool:
        ones, others = _places(left, words), _places(right, words)
        if len(ones) * len(others) > MOST_PAIRS:
            return bool(reach(node, words))
        for one in ones:
            for other in others:
                if least <= other - one <= most and other != one:
                    return True
        return False

    return occurs


def _places(wanted: tuple[str, ...], words: Words) -> list[int]:
    """Where they stand; a token that is several of them (``parcel``, ``parcel's``) is named as often."""
    positions = words.positions
    if len(wanted) == 1:
        return positions.get(wanted[0], _NONE)
    return [place for word in wanted if word in positions for place in positions[word]]


def _words_of(node: Node) -> tuple[str, ...]:
    """The word, or the words of which each will do; none for what is more than words."""
    below = node.children if isinstance(node, Or) else (node,)
    words = tuple(each.parts[0].base for each in below if is_word(each))
    return words if len(words) == len(below) else ()
