"""Chinese names as people mistype them: likely first, never the name, never two that the search takes for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.text import fold
from earshot.engine.text.mistyped import _families, _readings, is_chinese, mistyped, scripts

NAMES = st.text(alphabet=st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.sampled_from("澄野茶飲饮台臺Aa1 の")), max_size=14)  # fmt: skip


@given(NAMES, st.integers(0, 8))
def test_one_character_is_changed_and_never_into_the_same(name: str, most: int) -> None:
    found = mistyped(name, most)
    assert len(found) <= most
    assert len({fold(each) for each in (name, *found)}) == len(found) + 1
    for typed in found:
        changed = [(right, wrong) for right, wrong in zip(name, typed, strict=True) if right != wrong]
        assert len(changed) == 1
        assert all(map(is_chinese, changed[0]))
    assert mistyped(name, most) == found


@given(NAMES)
def test_fewer_are_the_first_of_more(name: str) -> None:
    assert mistyped(name, 3) == mistyped(name, 8)[:3]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("澄野", ["橙野", "成野", "程野", "燈野"]),
        ("诚品书店", ["成品书店", "城品书店"]),
        ("鼎泰豐", ["鼎泰風"]),
        ("蜜雪冰城", ["密雪冰城", "蜜雪冰成"]),
        ("麥當勞", ["賣當勞"]),
        ("泡泡玛特", ["泡泡马特"]),
        ("無印良品", ["無印娘品"]),
        ("小米", ["小迷"]),
    ],
    ids=["sound and look", "bookshop", "dumplings", "both ends", "first", "radical", "radical lost", "two"],
)
def test_what_people_really_write_is_among_the_likeliest(name: str, typed: list[str]) -> None:
    found = mistyped(name, 6)
    assert set(typed) <= set(found), found


def test_the_other_tone_is_likelier_where_tones_are_not_typed() -> None:
    """葉 is the fourth tone of 野, 城 the second of 称."""
    assert mistyped("称心鲜", 40).index("成心鲜") < mistyped("稱心鮮", 40).index("成心鮮")


def test_what_the_company_says_that_it_is_stays() -> None:
    assert {each[-2:] for each in mistyped("澄野茶飲", 20)} == {"茶飲"}
    assert {each[-2:] for each in mistyped("诚品书店", 20)} == {"书店"}
    assert mistyped("咖啡", 3), "a name that is nothing else"


@pytest.mark.parametrize("name", ["", "Acme", "柒", "85度C", "澄野の茶", "澄" * 13], ids=len)
def test_nothing_where_there_is_too_little_or_too_much(name: str) -> None:
    assert mistyped(name, 6) == ()


def test_the_script_is_that_of_the_name_or_of_what_stands_beside() -> None:
    assert (scripts("澄野茶飲"), scripts("澄野茶饮"), scripts("澄野")) == (("hant",), ("hans",), ("hant", "hans"))
    assert "誠野" in mistyped("澄野", 60, beside="茶飲")
    assert "诚野" in mistyped("澄野", 60, beside="茶饮")


def test_the_tables_are_sound() -> None:
    for script in ("hant", "hans"):
        table = _readings(script)  # type: ignore[arg-type]
        assert len(table) > 1_000
        for reading, characters in table.items():
            assert reading[:-1].isalpha(), reading
            assert reading[-1] in "1234", reading
            assert len(set(characters)) == len(characters), reading
            assert all(map(is_chinese, characters)), reading
    for family in _families():
        assert len(set(family)) == len(family) >= 2, family
        assert all(map(is_chinese, family)), family
