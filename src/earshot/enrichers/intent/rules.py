"""Cues and sentiment to one intent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from earshot.engine.text.folding import fold
from earshot.enrichers.lexicon import Lexicon, Prepared, prepare
from earshot.ports.enricher import Finding, Understood

CUED = ("press", "job", "spam")
"""Decided by their cues alone, in this order."""
STRONG = 0.6
"""Confidence of a negative sentiment that is a complaint without any cue."""
_BEGINS = (
    r"(?:who|what|when|where|why|how|which|whose|is|are|am|do|does|did|can|could|will|would|should|has|have|may"
    r"|any|anyone|anybody)"
    r" (?:i|you|we|it|this|that|there|the|they|your|my|one|know|to|much|many|long|is|are|do|does|did|can|about)\b"
)
_ASIAN = (
    "吗 請問 想問 求問 求助 怎么 如何 为什么 为何 什么時候 何時 哪里 哪裡 "
    "多久 有没有人 是不是 ですか ますか でしょうか どうやって 教えて"
)
QUESTION = re.compile(
    rf"^(?:\W*@[\w.-]+)*\W*{_BEGINS}|[.!,;\n] *{_BEGINS}|^(?:question|just wondering|wondering)\b"
    rf"|{'|'.join(dict.fromkeys(map(fold, _ASIAN.split())))}"
)
"""A question without its mark, on folded text."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What was found in a text: intent -> cue words, and whether it asks."""

    found: Mapping[str, tuple[str, ...]]
    asks: bool


@cache
def lexicon() -> Lexicon:
    """Read when the first text comes."""
    return Lexicon.read(__package__ or "", "words.txt")


def cues(prepared: Prepared) -> Cues:
    """The cue words of each intent."""
    found: dict[str, list[str]] = {}
    for hit in lexicon().find(prepared.tokens):
        found.setdefault(hit.value, []).append(hit.term)
    asks = "?" in prepared.folded or QUESTION.search(prepared.folded) is not None
    return Cues(
        {intent: tuple(map(prepared.as_written, dict.fromkeys(words))) for intent, words in found.items()}, asks
    )


def decide(found: Cues, sentiment: str, confidence: float) -> tuple[str, float, tuple[str, ...]]:
    """(intent, confidence, cue words)."""
    for intent in CUED:
        if words := found.found.get(intent):
            return intent, _sure(words, 0.6), words
    complaint = found.found.get("complaint", ())
    if sentiment == "negative" and (complaint or confidence >= STRONG):
        return "complaint", _sure(complaint, 0.55), complaint
    if words := found.found.get("purchase"):
        return "purchase", _sure(words, 0.6), words
    if complaint and sentiment != "positive" and len(complaint) > (1 if found.asks else 0):
        return "complaint", _sure(complaint, 0.45), complaint
    if found.asks:
        return "question", 0.7, ("?",)
    if sentiment == "positive" and confidence >= STRONG:
        return "praise", round(min(confidence, 0.8), 2), ()
    return "other", 0.4, ()


def _sure(words: tuple[str, ...], base: float) -> float:
    return round(min(0.9, base + 0.1 * len(words)), 2)


class IntentEnricher:
    """Finds ``intent``. Looks at the sentiment found before, where there is one."""

    name = "intent"
    version = "1"
    order = 30

    def enrich(self, post: Understood) -> Finding:
        """Never None: ``other`` where nothing tells."""
        before = post.before.get("sentiment")
        sentiment, confidence = (before.value, before.confidence) if before else ("neutral", 0.0)
        intent, sure, reasons = decide(cues(prepare(post.text, post.title)), sentiment, confidence)
        return Finding("intent", intent, sure, f"{self.name}@{self.version}", reasons[:5] or ())
