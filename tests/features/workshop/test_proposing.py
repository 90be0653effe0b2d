"""Proposals from the data: other spellings, hashtags, twins, words that go with the matches."""

from __future__ import annotations

from itertools import combinations
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.query import TOPIC_FIELDS, Document, parse
from earshot.features.workshop.associating import associated, log_likelihood
from earshot.features.workshop.proposing import Proposal, proposals
from earshot.features.workshop.spelling import distance, letters_of, misspelt
from tests.features.workshop.conftest import Bench, a_bench

words = st.text("abcd", max_size=6)


def found(bench: Bench, query: str, kind: str) -> list[Proposal]:
    told = proposals(bench.mei, parse(query))
    assert told.complete
    for each in told.found:
        changed = parse(each.change.query, TOPIC_FIELDS)
        assert each.change.query == query[: each.change.start] + each.change.replacement + query[each.change.end :]
        assert changed.matches(Document(each.newest.text))
        assert each.count >= each.change.brings >= 1
    return [each for each in told.found if each.kind == kind]


def test_other_spellings(bench: Bench) -> None:
    bench.said("chengye tea wire", "chengey tea", "cehngye", "chengyes tea", "ceramic", *["chengyo has a shop"] * 4)
    told = found(bench, "chengye <<<the brand>>> tea", "spelling")
    assert {(each.term, each.word) for each in told} == {("chengye", "chengey"), ("chengye", "chengyes")}
    first = next(each for each in told if each.word == "chengey")
    assert first.change.query == "(chengye OR chengey) <<<the brand>>> tea"
    assert (first.count, first.change.brings, first.newest.text) == (1, 1, "chengey tea")


def test_short_words_with_another_letter_are_other_words(bench: Bench) -> None:
    bench.said("a wide cup", "wrie", "wires", "were", "wired up")
    assert {each.word for each in found(bench, "wire", "spelling")} == {"wrie", "wires", "wired"}


def test_pairs_of_characters_that_reach_into_a_word_are_left_out(bench: Bench) -> None:
    bench.said(*(f"澄野喝到鐵絲{number}" for number in range(8)), *(f"鐵絲{number}" for number in range(3)))
    bench.said(*(f"今天天氣不錯{number}" for number in range(60)))
    assert [each.word for each in found(bench, "澄野", "together")] == ["鐵絲"]


def test_an_alternative_joins_its_group(bench: Bench) -> None:
    bench.said("chengey tea")
    (only,) = found(bench, "(acme OR chengye) AND tea", "spelling")
    assert only.change.query == "(acme OR chengye OR chengey) AND tea"
    (only,) = found(bench, "chengye", "spelling")
    assert only.change.query == "chengye OR chengey"


def test_what_is_excluded_or_asked_for_is_not_proposed(bench: Bench) -> None:
    bench.said("chengey tea")
    assert not found(bench, "chengye -chengey", "spelling")
    assert not found(bench, "tea -chengye", "spelling")


def test_hashtags_with_a_term_inside(bench: Bench) -> None:
    bench.said("lovely #AcmeTea", "nice #acmetea", "acme #acme", "#澄野台中 開了")
    (tag,) = found(bench, "acme", "hashtag")
    assert (tag.word, tag.term, tag.count, tag.change.query) == ("#acmetea", "acme", 2, "acme OR #acmetea")
    assert not found(bench, "澄野", "hashtag"), "a word of it is found in the tag already"


def test_hashtags_that_stand_beside(bench: Bench) -> None:
    bench.said(
        *(f"acme late {number} #parcelgate" for number in range(6)),
        *(f"something else {number}" for number in range(40)),
    )
    bench.said("acme, where is it #parcelgate")
    (tag,) = found(bench, "acme late", "hashtag")
    assert (tag.word, tag.count, tag.change.brings, tag.newest.text) == (
        "#parcelgate",
        7,
        1,
        "acme, where is it #parcelgate",
    )


def test_the_other_script_of_what_is_exact(bench: Bench) -> None:
    bench.said("澄野的桂花冻", "澄野的桂花凍")
    (twin,) = found(bench, "{桂花凍}", "script")
    assert (twin.term, twin.word, twin.change.query) == ("桂花凍", "{桂花冻}", "{桂花凍} OR {桂花冻}")
    assert not found(bench, "桂花凍", "script")


def test_words_that_go_with_the_matches(bench: Bench) -> None:
    bench.said(*(f"acme parcel late courier {number}" for number in range(8)))
    bench.said(*(f"some other words {number}" for number in range(60)), "acme courier lost my parcel")
    told = found(bench, "acme AND (late OR delayed)", "together")
    courier = next(each for each in told if each.word == "courier")
    assert courier.change.query == "acme AND (late OR delayed OR courier)"
    assert (courier.count, courier.change.brings) == (9, 1)
    assert courier.strength > 15


def test_what_passed_by_is_looked_at(bench: Bench) -> None:
    bench.passed_by("chengey tea")
    (only,) = found(bench, "chengye", "spelling")
    assert only.newest.post is None
    other = a_bench(bench.clock, "other")
    assert proposals(other.mei, parse("chengye")).looked_at == 0


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("tea", "tea", 0), ("tea", "tae", 1), ("tea", "te", 1), ("tea", "teas", 1), ("ca", "abc", 3), ("", "ab", 2)],
)
def test_distance(one: str, other: str, far: int) -> None:
    assert distance(one, other, 5) == far


@given(words, words, st.integers(0, 3))
def test_distance_is_symmetric_and_bounded(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == distance(other, one, most) <= most + 1
    assert (distance(one, other, most) == 0) == (one == other)
    assert distance(one, other, most) == min(distance(one, other, 9), most + 1)


@given(st.lists(st.text("abcd", min_size=4, max_size=8), unique=True, min_size=2, max_size=8))
def test_the_quick_look_rules_out_nothing(some: list[str]) -> None:
    for one, other in combinations(some, 2):
        near = one[0] == other[0] and distance(one, other, 9) <= (1 if len(one) < 8 else 2)
        slow = near and (len(one) >= 6 or len(one) != len(other) or sorted(one) == sorted(other))
        assert (other in set(misspelt(one, [(other, letters_of(other))]))) == slow


def test_the_ratio_of_dunning() -> None:
    """ "the swiss", table 2 of Dunning 1993: 110, 2442, 111, 29114 gives 270.72."""
    assert isclose(log_likelihood(110, 110 + 2442, 111, 111 + 29114), 270.72, abs_tol=0.01)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_the_ratio_is_none_where_the_shares_are_the_same(having: int, lacking: int, times: int, extra: int) -> None:
    of = having + lacking
    assert isclose(log_likelihood(having, of, having * times, of * times) if times else 0.0, 0.0, abs_tol=1e-6)
    assert log_likelihood(having, of, 0, extra) >= 0


def test_chance_is_not_proposed() -> None:
    assert not list(associated({"the": 10}, 20, {"the": 500}, 1_000))
    assert not list(associated({"rare": 2}, 1_000, {}, 1_000))
    assert [word for word, _ in associated({"wire": 10, "the": 15}, 20, {"wire": 3, "the": 700}, 1_000)] == ["wire"]
