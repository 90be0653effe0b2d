"""Machine code cuts texts as ``engine/text`` does: the same tokens, tags, beginnings and letters, for any characters."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from earshot.engine.query import Document
from earshot.engine.query.document import Words
from earshot.engine.query.kernel.machine import machine
from earshot.engine.query.kernel.numbers import GRAM, MARK, PREFIX, Numbers
from earshot.engine.query.kernel.reading import cut_all
from earshot.engine.query.kernel.shapes import DONE
from earshot.engine.text.tokens import kind_of
from tests.engine.query.strategies import texts

signs = st.text(
    "aé1_'’#@$＃＠ ½…手物ガｶﾞー🇹🇼👍🏽🏻❤️\u20e3\u200d\u200b\u0301\u00ad\x01\x02\x05:/.w©™ﬁßİΣςー・", max_size=14
)


def everything(words: Words, numbers: Numbers) -> tuple[list[tuple[int, int]], list[int]]:
    """The numbers of all that stands in the words, as the document itself knows it."""
    tags = [(tag.sign, tag.text) for tag in words.tags]
    others = [*numbers.of_letters(words.terms), *numbers.of_tags(tags)]
    return numbers.of_terms(words.terms), sorted(others)


def name_all(words: Words, numbers: Numbers) -> None:
    for term in words.positions:
        numbers.number(term)
        if kind_of(term) == "word":  # nothing else has wildcards
            numbers.number(PREFIX + term[:3])
            numbers.number(GRAM + term[-2:])
    for tag in words.tags:
        for key in (tag.sign + tag.text, MARK + tag.sign, PREFIX + tag.sign + tag.text[:2]):
            numbers.number(key)


@settings(max_examples=1_500, deadline=None)
@given(st.lists(signs | texts | st.text(max_size=20), min_size=1, max_size=4))
@example(["#ab#cd", "#ab'cd#ef", "x#ab ##ab## @ab#cd# é#tag", "#物'ab'c#x"])
@example(["https://a.example/#tag www.x.example's #tag", "a\x01b \x02tag #\x03x"])
@example(["👍🏽🏽 🏽👍 🇹🇼🇹🇼🇹 👨‍👩‍👧 1️⃣ #️⃣ ❤️🏽", "ﷺ ﷺ ½ … Ａｃｍｅ™ ①"])
def test_the_same_tokens(found: list[str]) -> None:
    numbers = Numbers(machine())
    words = [Words(text) for text in found]
    for each in words:
        name_all(each, numbers)
    cut = cut_all([Document(text) for text in found], numbers, machine(), bio=False)
    for post, each in enumerate(words):
        first, last, others, behind = cut.bounds[3 * post + 1].tolist()
        whole, bare = cut.whole[first:last].tolist(), cut.bare[first:last].tolist()
        tokens, rest = everything(each, numbers)
        assert list(zip(whole, bare, strict=True)) == tokens
        assert set(cut.others[others:behind].tolist()) == set(rest)


def test_everyday_texts_are_cut_by_machine_code() -> None:
    found = (
        "My parcel's late… #tag @bob 👍🏽 https://x.example/a",
        "物流很慢，手機壞了！#物流#",
        "Ça va, café ﬁsh ½ Straße",
    )
    cut = cut_all([Document(text) for text in found], Numbers(machine()), machine(), bio=False)
    assert (cut.status == DONE).all()
