"""Near-duplicates: what is alike, and that the index finds exactly that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.text.likeness import ALIKE, ENOUGH, Shape, Shapes, alike, likeness, shape

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=24)
SHAPES = st.builds(lambda words: shape(" ".join(words)), WORDS) | st.text(max_size=60).map(shape)
TALE = "The gingerbread house on the corner has closed its doors for good, says the baker’s daughter"


@given(SHAPES, SHAPES)
def test_it_is_symmetric_and_bounded(one: Shape, other: Shape) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= likeness(one, other) <= 1


@given(SHAPES)
def test_a_shape_is_like_itself_unless_it_is_empty(one: Shape) -> None:
    assert alike(one, one) == (1.0 if one else 0.0)


@given(st.lists(SHAPES, max_size=12), SHAPES)
def test_the_index_finds_exactly_what_is_alike(held: list[Shape], asked: Shape) -> None:
    expected = {key: much for key, each in enumerate(held) if (much := alike(each, asked))}
    assert Shapes(dict(enumerate(held))).alike(asked) == expected


@given(st.lists(SHAPES, max_size=8, unique=True), SHAPES)
def test_the_order_of_what_is_held_changes_nothing(held: list[Shape], asked: Shape) -> None:
    there, back = dict(enumerate(held)), dict(reversed([*enumerate(held)]))
    assert Shapes(there).alike(asked) == Shapes(back).alike(asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TALE, TALE.upper() + "!!! https://news.example/7"),
        (TALE, "@press breaking: " + TALE),
        (
            "Order 7141 of the blue kettle came without a lid again",
            "order 9 of the blue kettle came without a lid again",
        ),
        ("桂花凍裡面有鐵絲，請大家不要再買了", "桂花冻里面有铁丝，请大家不要再买了！！"),
        ("thank you so much", "Thank you so much! @tea"),
    ],
    ids=["case-link", "name-before", "numbers", "scripts", "short-same"],
)
def test_near_duplicates_are_alike(one: str, other: str) -> None:
    assert alike(shape(one), shape(other)) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TALE, "The gingerbread recipe of my grandmother needs neither butter nor eggs, says the baker"),
        ("thank you", "thank you for nothing"),
        ("I love this tea house", "I love this tea not"),
        ("桂花凍很好吃", "桂花凍很難吃"),
        ("https://a.example @tea", "https://a.example @tea"),
        ("thank you", "thank you"),
        ("", ""),
    ],
    ids=["same-beginning", "short", "turned", "chinese-short", "nothing-said", "too-short", "empty"],
)
def test_what_only_sounds_alike_is_not(one: str, other: str) -> None:
    assert alike(shape(one), shape(other)) == 0


def test_only_so_many_are_measured_and_those_that_come_first() -> None:
    many = {number: shape(TALE) for number in range(50)}
    assert list(Shapes(many, most=3).alike(shape(TALE))) == [0, 1, 2]


def test_sharing_enough_means_a_sentence() -> None:
    one = " ".join(f"w{letter}" for letter in "abcdefghi")
    assert len(shape(one)) == ENOUGH
    assert alike(shape(one), shape(one + " more")) > 0
    assert alike(shape(one.removesuffix(" wi")), shape(one)) == 0
