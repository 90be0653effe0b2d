"""What is proposed for a brand can be read as a topic, finds the brand, and finds nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.query import TOPIC_FIELDS, Document, parse
from earshot.features.start.proposing import proposals, slips, slug, written


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
@settings(deadline=None)
def test_whatever_people_type_every_proposal_can_be_read(brand: str, spellings: list[str], industry: list[str]) -> None:
    found = proposals(brand, spellings, industry)
    assert len({each.name for each in found}) == len(found)
    for each in found:
        parse(each.query, fields=TOPIC_FIELDS)


@pytest.mark.parametrize(
    "text",
    ["I love Chengye Tea", "CHENGYE TEA!", "so good #chengyetea", "@chengyetea hello", "澄野茶饮真好喝", "去澄野茶飲"],
)
def test_the_brand_is_found_however_it_is_written(text: str) -> None:
    brand = proposals("澄野茶飲", ["Chengye Tea"])[0]
    assert parse(brand.query, fields=TOPIC_FIELDS).matches(Document(text))


def test_harm_needs_the_brand_and_a_word_of_harm() -> None:
    harm = next(each for each in proposals("澄野茶飲", ["Chengye"]) if each.kind == "harm")
    query = parse(harm.query, fields=TOPIC_FIELDS)
    assert query.matches(Document("Chengye made me ill, I was in hospital"))
    assert query.matches(Document("澄野茶饮下架了"))
    assert not query.matches(Document("Chengye opens a shop"))
    assert not query.matches(Document("recall of cars"))


def test_the_industry_is_only_listened_to() -> None:
    by_kind = {each.kind: each for each in proposals("Acme", (), ["bubble tea"])}
    assert by_kind["industry"].listen_only
    assert not by_kind["brand"].listen_only
    assert [each.kind for each in proposals("", (), ["bubble tea"])] == ["industry"]
    assert proposals("", (), ()) == ()


def test_slips_are_common_ones_and_never_the_brand() -> None:
    assert slips(["Netflix"])
    assert "starbuks" in slips(["Starbucks"])
    assert "netflix" not in slips(["Netflix"])
    assert slips(["Acme"]) == (), "too short to be told apart from other words"
    assert slips(["澄野茶飲"]) == ()


def test_forms_that_find_the_same_stand_once() -> None:
    assert written("Chengye Tea", ["CHENGYE TEA", "chengyetea", "#ChengyeTea"]) == ("Chengye Tea", "chengyetea")
    assert written("澄野茶飲", ["澄野茶饮"]) == ("澄野茶飲",)


@pytest.mark.parametrize(
    ("brand", "name"), [("Chengye Tea", "chengye-tea"), ("澄野茶飲", "澄野茶飲"), ("!!!", "brand")]
)
def test_a_brand_as_the_name_of_a_topic(brand: str, name: str) -> None:
    assert slug(brand) == name


def test_the_brand_is_no_rival_of_its_own() -> None:
    found = {
        each.kind: each.query for each in proposals("Chengye Tea", ["澄野"], ["bubble tea", "chengye tea", "澄野"])
    }
    assert found["industry"] == '"bubble tea"'
    assert "industry" not in {each.kind for each in proposals("Acme", (), ["ACME"])}
