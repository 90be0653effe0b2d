"""Matched words are marked, whatever the text holds."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from earshot.features.inbox.marks import marked


def test_marks_and_escapes() -> None:
    assert marked("a <b> wire & c", [(2, 5), (6, 10)]) == "a <mark>&lt;b&gt;</mark> <mark>wire</mark> &amp; c"


def test_spans_are_code_points() -> None:
    assert marked("😀鐵絲", [(1, 3)]) == "😀<mark>鐵絲</mark>"


def test_overlapping_and_touching_spans_are_one() -> None:
    assert marked("abcdef", [(0, 2), (1, 3), (3, 4)]) == "<mark>abcd</mark>ef"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_nothing_is_lost_and_nothing_gets_through(text: str, spans: list[tuple[int, int]]) -> None:
    shown = marked(text, spans)
    bare = re.sub("</?mark>", "", shown)
    assert html.unescape(bare) == html.unescape(text.replace("&", "&amp;"))
    assert "<" not in bare
    assert shown.count("<mark>") == shown.count("</mark>")
