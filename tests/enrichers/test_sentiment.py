"""The sentiment enricher: words, negation, degree, doubt; and floors on real texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.enrichers.sentiment import enricher
from earshot.enrichers.sentiment.judge import judge
from earshot.ports.enricher import Enricher, Understood
from tests.enrichers.real import accuracy, airline, decided, macro_f1, reviews, score


def value(text: str) -> str:
    return enricher.enrich(Understood(text)).value


def test_it_is_an_enricher() -> None:
    plug_in: Enricher = enricher
    finding = plug_in.enrich(Understood("Terrible service"))
    assert finding is not None
    assert (finding.kind, finding.value, finding.by) == ("sentiment", "negative", "sentiment@1")
    assert "Terrible service" in finding.reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love this place, the staff is so friendly!", "positive"),
        ("Worst customer service ever.", "negative"),
        ("The train leaves at nine.", "neutral"),
        ("", "neutral"),
        ("not good at all", "negative"),
        ("I don't love it", "negative"),
        ("never had a problem, great airline", "positive"),
        ("no problem", "neutral"),
        ("Can you please help me with my booking?", "neutral"),
        ("#disappointed", "negative"),
        ("😡😡", "negative"),
        ("Great flight but they lost my bag and ruined my trip", "negative"),
        ("這家店的服務很好，餐點也很好吃", "positive"),
        ("服務態度很差，等了一個小時", "negative"),
        ("這個不好吃", "negative"),
        ("没有想象中好", "negative"),
        ("质量不错，推荐购买", "positive"),
        ("太垃圾了，再也不会买", "negative"),
        ("請問幾點開門", "neutral"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert value(text) == expected


def test_the_same_in_both_scripts() -> None:
    assert judge("服務態度惡劣，餐點難吃").score == judge("服务态度恶劣，餐点难吃").score


def test_degree_strengthens_and_weakens() -> None:
    assert judge("slightly bad").score > judge("bad").score > judge("very bad").score
    assert judge("很好").score > judge("好").score


def test_a_negation_does_not_reach_beyond_a_stop() -> None:
    assert judge("No. Terrible.").score == judge("Terrible.").score


def test_it_is_less_sure_of_little() -> None:
    little, much = (
        enricher.enrich(Understood(text)).confidence for text in ("bad", "horrible, awful, the worst, disgusting")
    )
    assert little < much <= 0.9
    assert enricher.enrich(Understood("The train leaves at nine.")).confidence < 0.5


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    finding = enricher.enrich(Understood(text))
    assert finding.value in ("negative", "neutral", "positive")
    assert 0.0 <= finding.confidence <= 1.0


@pytest.mark.realdata
def test_on_real_tweets(realdata: Path) -> None:
    pairs = airline(realdata)
    assert accuracy(pairs) >= 0.67
    assert macro_f1(pairs) >= 0.64
    assert score(pairs, "negative").precision >= 0.88


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "step", "floor"),
    [("ChnSentiCorp_htl_all", 3, 0.80), ("waimai_10k", 4, 0.82), ("online_shopping_9_cats", 20, 0.87)],
)
def test_on_real_chinese_reviews(realdata: Path, name: str, step: int, floor: float) -> None:
    pairs = reviews(realdata, name, step)
    sure = decided(pairs)
    assert len(sure) / len(pairs) >= 0.75
    assert accuracy(sure) >= floor


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("is the osmanthus jelly safe to eat today?", "neutral"),
        ("請問今天的桂花凍可以吃嗎？", "neutral"),
        ("I love it! can you ship to Leeds?", "positive"),
        ("why is it always broken?", "negative"),
    ],
)
def test_good_words_in_a_question_are_asked_for_not_praised(text: str, value: str) -> None:
    assert enricher.enrich(Understood(text)).value == value
