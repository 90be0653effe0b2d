"""Topics as text: what is written is read again, and what is wrong is said with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.features.workshop.testing import TopicTest
from earshot.features.workshop.topic_text import TopicText, TopicTextInvalid, read_topic_text, write_topic_text

TOPIC = TopicText(
    "food-safety",
    "異物: found",
    '(澄野 OR chengye)\n<<<what is in it>>>\nAND (鐵絲 OR "wire # 1")',
    (TopicTest("澄野的茶裡有鐵絲", True), TopicTest("two\n\n  lines: chengye wire", True), TopicTest("- metal", False)),
)
DOCUMENT = """name: food-safety
title: "異物: found"
query: |-
  (澄野 OR chengye)
  <<<what is in it>>>
  AND (鐵絲 OR "wire # 1")
tests:
  matches:
    - "澄野的茶裡有鐵絲"
    - |-
      two

        lines: chengye wire
  misses:
    - "- metal"
"""

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).map(str.strip).filter(bool)
tests = st.builds(TopicTest, texts, st.booleans())


def test_the_document_can_be_read_by_people() -> None:
    assert write_topic_text(TOPIC) == DOCUMENT
    assert read_topic_text(DOCUMENT) == TOPIC


@given(texts, st.one_of(st.just(""), texts), texts, st.lists(tests, max_size=4))
def test_what_is_written_is_read_again(name: str, title: str, words: str, cases: list[TopicTest]) -> None:
    query = f"tea OR\n<<<{words.replace('>', '')}>>> milk"
    ordered = sorted(cases, key=lambda case: not case.matches)
    topic = TopicText(name, title, query, tuple(ordered))
    assert read_topic_text(write_topic_text(topic)) == topic


@given(st.text(max_size=200))
def test_whatever_is_given_it_is_read_or_refused(text: str) -> None:
    try:
        read_topic_text(text)
    except TopicTextInvalid as invalid:
        assert invalid.problems
        assert all(problem.line >= 1 and problem.message for problem in invalid.problems)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "The document is empty."),
        ("- a", 1, 1, "The document must have keys."),
        ("name: a", 1, 1, 'The topic lacks "query".'),
        ("query: tea", 1, 1, 'The topic lacks "name".'),
        ("name: a\nquery: |\n  tea\n  AND (milk\n", 4, 7, "The bracket that opens here is not closed."),
        ("name: a\nquerry: tea", 2, 1, 'The topic has no key "querry".'),
        ("name: a\nquery: tea\ntests:\n  matches: tea", 4, 12, '"matches" must be a list.'),
        ("name: a\nquery: tea\ntests:\n  misses:\n    - [tea]", 5, 7, "A test is one text."),
        ("name: a\nquery: tea\ntests:\n  misses:\n    -\n    - tea", 5, 6, "A test is one text."),
        ("name: [", 1, 8, None),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, line: int, column: int, message: str | None) -> None:
    with pytest.raises(TopicTextInvalid) as invalid:
        read_topic_text(text)
    places = {(problem.line, problem.column): problem for problem in invalid.value.problems}
    assert (line, column) in places, places
    if message is not None:
        assert places[line, column].message == message


def test_every_error_is_told_with_how_to_mend_it() -> None:
    with pytest.raises(TopicTextInvalid) as invalid:
        read_topic_text("nam: a\nquery: tea AND\ntests:\n  match:\n    - tea\n")
    assert len(invalid.value.problems) >= 3
    assert all(problem.mend for problem in invalid.value.problems)
