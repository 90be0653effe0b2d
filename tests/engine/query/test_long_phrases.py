"""Long phrases are looked for in another way than short ones, and found in the same places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.query import Document, parse
from earshot.engine.query import occurrences as module
from earshot.engine.query.ast import Phrase
from earshot.engine.query.occurrences import phrase

PIECES = ("late", "late's", "Café", "cafe", "物", "#物late", "#late", "👍🏽", "👍")
WANTED = ("late", "la*", "café", "cafe", "物", "#物late", "#la*", "👍")


@given(st.lists(st.sampled_from(WANTED), min_size=1, max_size=5), st.lists(st.sampled_from(PIECES), max_size=12))
def test_both_ways_find_the_same(wanted: list[str], said: list[str]) -> None:
    query = parse(f'"{" ".join(wanted)}"').tree
    assert isinstance(query, Phrase)
    words = Document(" ".join(said)).words("text")
    found = []
    for most in (100, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "LONG_PHRASE", most)
            found.append(list(phrase(query, words)))
    assert found[0] == found[1]


@pytest.mark.parametrize("word", ["late", "#a", "la*", "é"])
def test_the_longest_phrase_in_the_longest_post(word: str) -> None:
    query = parse('"' + f"{word} " * (60_000 // len(word.encode() + b" ")) + '"')
    assert query.matches(Document("late #a é " * 10_000)) is False
    text = {"la*": "late"}.get(word, word)
    assert query.matches(Document(f"{text} " * (100_000 // len(text))))
