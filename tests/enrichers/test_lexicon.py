"""Word lists and how they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.text import fold
from earshot.enrichers.lexicon import Lexicon, forms, prepare


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(hit.value, hit.term) for hit in lexicon.find(prepare(text).tokens)]


def test_the_longest_term_wins_and_hits_do_not_overlap() -> None:
    lexicon = Lexicon([("bad", "die"), ("good", "to die for"), ("bad", "food poisoning"), ("x", "poisoning")])
    assert found(lexicon, "A cake to die for.") == [("good", "to die for")]
    assert found(lexicon, "I could die! Food  poisoning") == [("bad", "die"), ("bad", "food poisoning")]


def test_case_width_and_script_make_no_difference() -> None:
    lexicon = Lexicon([("a", "退貨"), ("b", "Refund")])
    assert [value for value, _ in found(lexicon, "我要退货，REFUND！ ｒｅｆｕｎｄ")] == ["a", "b", "b"]


def test_words_are_whole_and_chinese_is_found_anywhere() -> None:
    lexicon = Lexicon([("a", "art"), ("b", "差")])
    assert found(lexicon, "party smart") == []
    assert found(lexicon, "服務好差喔") == [("b", "差")]


def test_addresses_are_not_read() -> None:
    assert found(Lexicon([("a", "scam")]), "see https://example.org/scam scam") == [("a", "scam")]


@pytest.mark.parametrize(
    ("term", "some"),
    [
        ("delay+", {"delay", "delays", "delayed", "delaying"}),
        ("refuse+", {"refuse", "refuses", "refused", "refusing"}),
        ("worry+", {"worry", "worries", "worried", "worrying"}),
        ("crash+", {"crash", "crashes", "crashed"}),
        ("cancel+", {"cancel", "cancels", "canceled"}),
        ("slip+", {"slipped", "slipping"}),
        ("late", {"late"}),
    ],
)
def test_regular_endings(term: str, some: set[str]) -> None:
    assert some <= set(forms(term))


@given(st.text(max_size=300))
def test_any_text_can_be_cut_and_shown_as_written(text: str) -> None:
    prepared = prepare(text)
    for token in prepared.tokens[:5]:
        assert prepared.as_written(token)


def test_people_are_shown_their_own_words() -> None:
    assert prepare("我要 退貨 Refund").as_written(fold("退货")) == "退貨"
    assert prepare("Please REFUND me").as_written("refund") == "REFUND"
