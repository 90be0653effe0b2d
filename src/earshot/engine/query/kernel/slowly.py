"""Text fields that machine code leaves to ``engine/text``: the document's own words, as numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from earshot.engine.query.document import Words
from earshot.engine.query.index.keys import BARE_HAN
from earshot.engine.query.kernel.numbers import Numbers
from earshot.engine.query.kernel.shapes import Cut


def add_slowly(cut: Cut, left: Iterable[tuple[int, Words]], numbers: Numbers) -> Cut:
    """``cut`` with the segments that are ``left``, each with its words."""
    tokens: list[tuple[int, int]] = []
    others: list[int] = []
    first_token, first_other = len(cut.whole), len(cut.others)
    for segment, words in left:
        bounds = cut.bounds[segment]
        bounds[0], bounds[2] = first_token + len(tokens), first_other + len(others)
        tokens += numbers.of_terms(words.terms)
        others += numbers.of_letters(words.terms)
        others += numbers.of_tags((tag.sign, tag.text) for tag in words.tags)
        others += _marked_han(words, numbers)
        bounds[1], bounds[3] = first_token + len(tokens), first_other + len(others)
    whole, bare = zip(*tokens, strict=True) if tokens else ((), ())
    return cut._replace(
        whole=np.append(cut.whole, np.array(whole, np.int32)),
        bare=np.append(cut.bare, np.array(bare, np.int32)),
        others=np.append(cut.others, np.array(others, np.int32)),
    )


def _marked_han(words: Words, numbers: Numbers) -> list[int]:
    """The number of ``BARE_HAN``, where something asks for it and a Han character carries a mark."""
    number = numbers.by_key.get(BARE_HAN)
    marked = number is not None and any(len(term) > 1 and "\u3400" <= term[0] <= "\u9fff" for term in words.terms)
    return [number] if marked and number is not None else []
