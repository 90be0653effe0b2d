"""Samples in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from earshot.engine.proofs.describing import described
from earshot.web.texts import translated

SAMPLES: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "a post", "貼文", "帖子"),
    (
        {"intent": "question", "lang": "ja", "network": "forum", "topics": ["billing"]},
        "a question in Japanese on forum about billing",
        "關於billing的forum上的日文提問",
        "关于billing的forum上的日语提问",
    ),
    (
        {"intent": "complaint", "kind": "review", "risk": 70, "is": ["addressed", "reply"], "sentiment": "negative"},
        "a complaint in a review that addresses us that is a reply with negative sentiment with risk 70",
        "風險為70的帶負面情緒的屬於回覆的直接找我們的評論裡的客訴",
        "风险为70的带负面情感的属于回复的直接找我们的点评里的投诉",
    ),
    (
        {"lang": "sw", "topics": ["a", "b", "c"], "posted": "2026-11-30T22:00:00+00:00"},
        "a post in sw about a, b, c posted at 2026-11-30 22:00 UTC",
        "UTC2026-11-30 22:00發布的關於a、b、c的sw貼文",
        "UTC2026-11-30 22:00发布的关于a、b、c的sw帖子",
    ),
]


@pytest.mark.parametrize(("sample", "en", "hant", "hans"), SAMPLES, ids=[sample[1] for sample in SAMPLES])
def test_a_sample_reads_in_every_language(sample: dict[str, Any], en: str, hant: str, hans: str) -> None:
    said = described(sample)
    assert said == en
    for language, text in (("zh-hant", hant), ("zh-hans", hans)):
        with translation.override(language):
            assert translated(said) == text
