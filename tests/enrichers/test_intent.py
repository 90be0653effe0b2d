"""The intent enricher: its rules, their order, and a floor for complaints on real tweets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.enrichers.intent import enricher
from earshot.ports.enricher import Enricher, Understood
from tests.enrichers.real import complaints, score, understand

INTENTS = {"complaint", "question", "praise", "purchase", "press", "job", "spam", "other"}


def test_it_is_an_enricher() -> None:
    plug_in: Enricher = enricher
    finding = plug_in.enrich(Understood("Where can I buy this?"))
    assert finding is not None
    assert (finding.kind, finding.value, finding.by) == ("intent", "purchase", "intent@1")
    assert finding.reasons == ("Where can I buy",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My order never arrived and nobody answers. I want a refund!", "complaint"),
        ("退款等了一個月，客服不回覆，太誇張了", "complaint"),
        ("退款等了一个月，客服一直不处理，太差了", "complaint"),
        ("What time do you open on Sunday?", "question"),
        ("does it work with older phones", "question"),
        ("@shop do you know when it starts", "question"),
        ("請問台北門市幾點開門", "question"),
        ("这个怎么用", "question"),
        ("営業時間は何時からですか", "question"),
        ("Thank you so much, your team is amazing!", "praise"),
        ("服務超棒，餐點很好吃，大推！", "praise"),
        ("Where can I buy the blue one?", "purchase"),
        ("請問哪裡買得到？這款還有貨嗎", "purchase"),
        ("这个多少钱，包邮吗", "purchase"),
        ("どこで買えますか", "purchase"),
        ("I'm a reporter at the Times, working on a story about your fees. Who can comment?", "press"),
        ("您好，我是記者，想採訪貴公司", "press"),
        ("Are you hiring? I'd like to send my CV", "job"),
        ("請問還有實習職缺嗎", "job"),
        ("Earn cash from home, DM me to earn, click here", "spam"),
        ("加微信領紅包 日結 躺賺", "spam"),
        ("Sitting on the train.", "other"),
        ("", "other"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert understand(text)["intent"].value == expected


def test_a_polite_question_with_one_cue_is_no_complaint() -> None:
    assert understand("How do refunds work?")["intent"].value == "question"


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    finding = enricher.enrich(Understood(text))
    assert finding.value in INTENTS
    assert 0.0 < finding.confidence <= 1.0


@pytest.mark.realdata
def test_complaints_on_real_tweets(realdata: Path) -> None:
    found = score(complaints(realdata), "complaint")
    assert found.precision >= 0.70
    assert found.recall >= 0.33
