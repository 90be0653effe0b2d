"""What is proposed for a brand can be read as a topic, finds the brand, and finds nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.query import TOPIC_FIELDS, Document, parse
from earshot.engine.text import fold
from earshot.features.start.proposing import MOST_SLIPS, is_word_of_its_own, proposals, slips, slug, written


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


def test_slips_of_chinese_names_sound_or_look_alike() -> None:
    typed = slips(["澄野", "Chengye", "澄野茶飲"])
    assert {"燈野", "橙野", "成野"} <= set(typed), "as people write the sample company"
    assert sum("茶飲" in each for each in typed) == 0, "the short name finds the long one"
    assert "澄野" not in slips(["澄野", "燈野"])
    assert "燈野" not in slips(["澄野", "燈野"]), "known already"


@given(st.lists(st.text(alphabet="澄野茶飲霧峰青abcChengye 饮", max_size=12), max_size=5))
@settings(deadline=None)
def test_slips_are_bounded_and_none_is_a_name(names: list[str]) -> None:
    typed = slips(names)
    assert len(typed) <= 2 * MOST_SLIPS
    assert not {fold(each) for each in typed} & {fold(each) for each in names}
    assert len({fold(each) for each in typed}) == len(typed)
    assert slips(names) == typed


def test_words_of_their_own_are_left_out_of_a_proposal() -> None:
    proposal = next(each for each in proposals("澄野") if each.kind == "slips")
    assert set(proposal.words) == set(slips(["澄野"]))
    less = proposal.without(["成野", "城野"])
    assert not parse(less.query, fields=TOPIC_FIELDS).matches(Document("成野")), less.query
    assert parse(less.query, fields=TOPIC_FIELDS).matches(Document("去燈野茶飲"))
    assert proposal.without(proposal.words) is proposal, "none left: all of them, for a person to judge"
    assert proposal.without([]) == proposal


@pytest.mark.parametrize(
    ("found", "names", "own"), [(3, 0, False), (4, 0, True), (40, 40, False), (41, 40, True), (0, 0, False)]
)
def test_a_slip_is_rarer_than_the_name(found: int, names: int, own: bool) -> None:
    assert is_word_of_its_own(found, names) is own


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
