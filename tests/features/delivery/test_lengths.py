"""How long a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.features.delivery.lengths import length, over
from earshot.ports.connector import TextLimit


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [
        ("", 0),
        ("abc", 3),
        ("電梯壞了", 4),
        ("e\u0301te\u0301", 3),
        ("a\r\nb", 3),
        ("👍🏽", 1),
        ("👨‍👩‍👧‍👦", 1),
        ("❤️", 1),
        ("🏳️‍🌈", 1),
        ("🇹🇼🇯🇵", 2),
        ("🇹🇼🇯", 2),
        ("한국어", 3),
        ("\u1112\u1161\u11ab", 1),
        ("नि", 1),
    ],
)
def test_counts_what_a_reader_calls_a_character(text: str, graphemes: int) -> None:
    assert length(text, "graphemes") == graphemes


def test_counts_code_points_and_bytes() -> None:
    assert length("é電", "characters") == 2
    assert length("é電", "bytes") == 5


@given(st.text())
def test_never_more_graphemes_than_code_points(text: str) -> None:
    assert length(text, "graphemes") <= length(text, "characters") <= length(text, "bytes")
    assert (length(text, "graphemes") == 0) == (text == "")


def test_says_by_how_much_it_is_too_long() -> None:
    assert over("abcdef", TextLimit(4)) == 2
    assert over("abcd", TextLimit(4)) == 0
