"""The quick look: few topics by their literals, many by the index, and the same topics either way."""

from __future__ import annotations

from datetime import UTC

import pytest

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.listening import likely
from earshot.features.listening.likely import Likely
from earshot.features.listening.standing import Standing, standing_queries
from tests.features.factories import a_topic
from tests.features.listening.conftest import Ear, said

QUERIES = (
    'late "my parcel"',
    "物流 OR #late",
    "bio:journalist",
    "-late",
    "lang:en late",
    "title:late OR {BT}",
    "deliver* NEAR/3 late",
)
POSTS = (said("my parcel is late", 1), said("物流很慢", 2), said("BT delivers late", 3), said("nothing", 4))


def standing(number: int, text: str) -> Standing:
    query = parse(text, TOPIC_FIELDS)
    return Standing(number, f"t{number}", query, query.literals(), UTC)


def ids(found: list[Standing]) -> list[int]:
    return [topic.topic_id for topic in found]


def test_many_topics_are_looked_up_and_none_that_may_match_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    topics = [standing(number, text) for number, text in enumerate(QUERIES)]
    few = Likely(topics)
    monkeypatch.setattr(likely, "MOST_LITERALS", 3)
    many = Likely(topics)
    assert [ids(many.of(post)) for post in POSTS] == [[0, 3, 4, 5], [1, 3], [3, 4, 5, 6], [3]]
    for post in POSTS:
        assert set(ids(many.of(post))) <= set(ids(few.of(post)))


def test_what_has_changed_is_filed_anew_and_the_rest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely, "MOST_LITERALS", 1)
    before = Likely([standing(1, "late"), standing(2, "parcel"), standing(3, "nothing")])
    after = Likely([standing(4, "物流"), standing(2, "late"), standing(3, "nothing")], before)
    assert [ids(after.of(post)) for post in POSTS] == [[2], [4], [2], [3]]
    assert ids(before.of(POSTS[1])) == []  # a batch that is under way does not trip over it
    assert ids(Likely([standing(9, "late")], after).of(POSTS[0])) == [9]


@pytest.mark.django_db
def test_the_road_finds_the_same_with_the_index(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely, "MOST_LITERALS", 0)
    a_topic(ear.workspace, "late", "late parcel")
    answers = ear.hear(said("my parcel is late", 1), said("nothing", 2), mode="stream")
    assert [[match.name for match in envelope.matches] for envelope in answers] == [["late"]]
    a_topic(ear.workspace, "nothing", "nothing")
    assert len(ear.hear(said("nothing at all", 3), mode="stream")) == 1


@pytest.mark.django_db
def test_an_unchanged_query_is_not_read_again(ear: Ear) -> None:
    a_topic(ear.workspace, "late", "late")
    (first,) = standing_queries(ear.workspace.pk)
    a_topic(ear.workspace, "early", "early")
    assert standing_queries(ear.workspace.pk)[0].query is first.query
