"""Laws of folding, tokens and spans."""

from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.text import fold, fold_keeping_accents, search_terms, tokenise
from earshot.engine.text.folding import LONE_JOINER, fold_whole
from earshot.engine.text.spans import origins
from tests.engine.query.strategies import texts

ANY = st.text() | texts | st.tuples(texts, st.text(max_size=5)).map("".join)


@given(ANY)
def test_the_table_of_single_characters_folds_like_the_definition(text: str) -> None:
    assert fold(text) == LONE_JOINER.sub("", fold_whole(text))


@given(ANY)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(ANY)
def test_folding_does_not_care_for_case_or_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


@given(ANY)
def test_every_folded_character_comes_from_somewhere(text: str) -> None:
    folded, spans = origins(text)
    assert folded == fold(text)
    assert len(spans) == len(folded)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(ANY)
def test_tokens_stand_in_order_inside_the_text(text: str) -> None:
    tokens = tokenise(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    for before, after in itertools.pairwise(tokens):
        # Two tokens can only share a character that NFKC takes apart: 1¼ is "11⁄4".
        assert before.end <= after.end and before.end - after.start <= 1


@given(ANY)
def test_a_text_folded_contains_its_tokens_folded(text: str) -> None:
    folded = fold(text)
    for token in tokenise(text):
        assert token.kind in ("url", "emoji") or token.text in folded


@given(ANY)
def test_no_token_is_empty_but_urls(text: str) -> None:
    assert all(token.text or token.kind == "url" for token in tokenise(text))
    assert all(word for word in search_terms(text).split(" ")) or not search_terms(text)


@given(ANY)
def test_keeping_accents_only_keeps_accents(text: str) -> None:
    assert fold(fold_keeping_accents(text)) == fold(text)
