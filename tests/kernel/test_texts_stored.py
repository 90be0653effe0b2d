"""Sentences that are written down and said later, in another language."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from earshot.kernel.texts import Said, restored, say, stored
from earshot.web.texts import translated

PARTS = st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
SENTENCES = st.recursive(
    PARTS, lambda inner: st.builds(lambda one, two: say("%(one)s and %(two)s", one=one, two=two), inner, inner)
).map(lambda part: say("It is %(part)s.", part=part))


@given(SENTENCES)
def test_a_stored_sentence_comes_back_as_it_was(sentence: Said) -> None:
    again = restored(stored(sentence))
    assert isinstance(again, Said)
    assert (again, again.template, again.parts) == (sentence, sentence.template, sentence.parts)


@given(st.text() | st.text().map('{"say":'.__add__) | st.text().map(lambda text: json.dumps({"say": text})))
def test_any_other_text_comes_back_as_text(text: str) -> None:
    assert restored(stored(text)) == text


@given(st.text().map('{"say":'.__add__))
def test_no_text_of_a_column_is_refused(text: str) -> None:
    assert isinstance(restored(text), str)
    translated(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"say": "%(a)s"',
        '{"say": "%(a)s", "parts": {}, "more": 1}',
        '{"say": "%(a)d", "parts": {"a": "x"}}',
        '{"say": "%(a)s", "parts": {"b": "x"}}',
        '{"say": 5, "parts": {}}',
        '{"say": "x", "parts": {"a": {"say": 1}}}',
    ],
)
def test_a_damaged_text_is_itself(text: str) -> None:
    assert restored(text) in (text, "%(a)s")


def test_a_sentence_without_parts_is_stored_as_it_reads() -> None:
    assert stored(say("Saved.")) == "Saved."


def test_a_part_that_is_neither_number_nor_sentence_is_stored_as_text() -> None:
    assert restored(stored(say("It is %(what)s.", what=None))) == "It is None."


def test_a_stored_sentence_is_said_in_the_language_of_the_reader() -> None:
    text = stored(say("%(what)s %(what)s", what=say("Saved.")))
    with override("zh-hant"):
        assert translated(text) == "已儲存。 已儲存。"
    with override("en"):
        assert translated(text) == "Saved. Saved."


def test_what_people_wrote_is_not_taken_for_a_sentence_of_ours() -> None:
    text = '{"say": "Saved.", "parts": {"x": 1}}'
    with override("zh-hant"):
        assert translated(stored(text)) == text
