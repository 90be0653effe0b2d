"""What is different between two texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from earshot.features.delivery.approving.difference import difference

TEXTS = st.text(st.sampled_from("ab c,。我們很抱歉\n"), max_size=30)


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts_and_are_joined(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert all(one.kind != other.kind for one, other in pairwise(pieces))
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert {piece.kind for piece in difference(text, text)} <= {"same"}


def test_words_are_compared_whole_and_chinese_sign_by_sign() -> None:
    assert [(piece.kind, piece.text) for piece in difference("we paid", "we will pay")] == [
        ("same", "we "),
        ("gone", "paid"),
        ("new", "will pay"),
    ]
    assert [piece.text for piece in difference("我們抱歉", "我們很抱歉") if piece.kind == "new"] == ["很"]
