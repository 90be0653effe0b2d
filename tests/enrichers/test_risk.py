"""The risk enricher: words of harm, idioms, negation, mood."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.enrichers.risk import enricher
from earshot.ports.enricher import Enricher, Finding, Understood
from tests.enrichers.real import understand


def risk(text: str) -> int:
    return int(understand(text)["risk"].value)


def test_it_is_an_enricher() -> None:
    plug_in: Enricher = enricher
    finding = plug_in.enrich(Understood("I got food poisoning and will call my lawyer"))
    assert finding is not None
    assert (finding.kind, finding.by) == ("risk", "risk@1")
    assert finding.reasons == ("food poisoning", "my lawyer")
    assert int(finding.value) == 85


@pytest.mark.parametrize(
    "text",
    [
        "The charger caught fire and burned my hand",
        "My daughter is in hospital after eating your salad",
        "Two of us got food poisoning at your restaurant",
        "I will sue you, my lawyer is writing already",
        "Your staff was openly racist to my mother",
        "There has been a data breach, my account was hacked",
        "These toys should be recalled, my son was choking",
        "吃完你們的便當全家拉肚子送急診",
        "我的手机充电的时候爆炸了",
        "個資外洩，信用卡被盜刷",
        "个人信息泄露，已经报警",
        "你們員工歧視外籍移工，我要提告",
        "喝出异物，已经打12315投诉",
        "異物混入していました",
    ],
)
def test_harm_is_heard(text: str) -> None:
    assert risk(text) >= 70


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("I am going to the press with this", 60),
        ("Boycott this brand", 55),
        ("我要爆料給記者", 60),
        ("大家一起抵制", 55),
        ("找媒体曝光你们", 60),
    ],
)
def test_threats_weigh_less_than_harm(text: str, least: int) -> None:
    assert least <= risk(text) < 80


@pytest.mark.parametrize(
    "text",
    [
        "This cake is to die for",
        "My phone died on the way",
        "That drop is straight fire",
        "nobody was injured",
        "It is a safe product without any toxic coating",
        "I can't recall the name",
        "笑死我了",
        "今天吃火鍋跟炸雞",
        "沒有受傷",
        "Lovely weather today",
        "請問營業時間",
        "",
    ],
)
def test_idioms_and_denials_are_no_harm(text: str) -> None:
    assert risk(text) == 0


def test_several_kinds_of_harm_weigh_more() -> None:
    assert (
        risk("food poisoning")
        < risk("food poisoning, I call my lawyer")
        < risk("food poisoning, injured, lawyer, press: boycott")
    )


def test_it_never_leaves_its_scale() -> None:
    assert (
        risk("killed injured food poisoning exploded recall of lawsuit racist assault data breach scandal boycott scam")
        == 100
    )


def test_mood_moves_it() -> None:
    def with_mood(mood: str) -> int:
        before = {"sentiment": Finding("sentiment", mood, 0.9, "test@1")}
        return int(
            enricher.enrich(
                Understood("we passed the safety hazard test, dangerous things kept out", before=before)
            ).value
        )

    assert with_mood("positive") < with_mood("neutral") < with_mood("negative")


def test_both_scripts_weigh_the_same() -> None:
    assert risk("食物中毒送急診") == risk("食物中毒送急诊") > 0


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    finding = enricher.enrich(Understood(text))
    assert 0 <= int(finding.value) <= 100
    assert finding.reasons or finding.value == "0"


@pytest.mark.realdata
def test_ordinary_tweets_are_rarely_called_harm(realdata: Path) -> None:
    with (realdata / "airline" / "Tweets.csv").open(encoding="utf-8", errors="replace") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::3]
    high = sum(risk(text) >= 70 for text in texts)
    assert 0 < high / len(texts) < 0.02
