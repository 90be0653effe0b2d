"""Adds up what the words say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import tanh

from earshot.enrichers.lexicon import Hit, Lexicon, prepare
from earshot.ports.enricher import Finding, Understood

NEGATIONS = frozenset(
    {"not", "no", "never", "without", "cannot", "neither", "nor", "hardly", "nothing", "isnt", "dont", "cant", "wont"}
) | frozenset("不沒没無无未別别非勿")
"""Turn the word after them round; ``n't`` is looked for at the end of a word."""
DEGREES = {
    **dict.fromkeys(("very", "so", "really", "extremely", "super", "absolutely", "totally", "completely", "too"), 1.4),
    **dict.fromkeys("很太超極极最真好巨特", 1.3),
    **dict.fromkeys(("slightly", "somewhat", "bit", "little", "fairly", "quite"), 0.7),
    **dict.fromkeys("稍略些點点", 0.7),
}
BREAKS = frozenset((*".,;。、…\n!?", "and", "but", "!!", "??", "!?", "?!", "!!!", "???"))
TURNS = frozenset({"but", "however", "though", "yet", "unfortunately", "except"})
"""After them comes what is really meant."""
BEFORE_TURN = 0.6
REACH = 3
"""Tokens that a negation or degree reaches to its right."""
REVERSED = -0.6
"""A negated word says the opposite, less strongly: "not terrible" is no praise."""
ASKED = 0.25
"""What is good in a question is asked for ("is it safe?"), not praised; what is bad stays bad ("why is it broken?")."""
ENDS = frozenset({".", "。", "!", "!!", "!!!", "…", "\n"})
EXCLAIMED = 1.15
SCALE = 3.0
"""Points at which the score is three quarters of the way to certainty."""
NEUTRAL_ZONE = 0.22


@dataclass(frozen=True, slots=True)
class Judged:
    """``score`` from -1 to 1, and the words it rests on, strongest first."""

    score: float
    reasons: tuple[str, ...]

    @property
    def value(self) -> str:
        if abs(self.score) < NEUTRAL_ZONE:
            return "neutral"
        return "positive" if self.score > 0 else "negative"


@cache
def lexicon() -> Lexicon:
    """Read when the first text comes."""
    return Lexicon.read(__package__ or "", "en.txt", "zh.txt")


def judge(text: str, title: str = "") -> Judged:
    """What the words of a text say, added up."""
    prepared = prepare(text, title)
    tokens = prepared.tokens
    turn = _last_turn(tokens)
    weighed: list[tuple[float, str]] = []
    for hit in lexicon().find(tokens):
        weight = float(hit.value) * _context(tokens, hit) * (1.0 if hit.start > turn else BEFORE_TURN)
        if weight > 0 and _is_asked(tokens, hit):
            weight *= ASKED
        if weight:
            weighed.append((weight, hit.term))
    total = sum(weight for weight, _ in weighed)
    if "!" in prepared.folded:
        total *= EXCLAIMED
    strongest = sorted(weighed, key=lambda item: -abs(item[0]))
    reasons = list(dict.fromkeys(term for weight, term in strongest if weight * total > 0))[:5]
    return Judged(tanh(total / SCALE), tuple(map(prepared.as_written, reasons)))


def _last_turn(tokens: Sequence[str]) -> int:
    if TURNS.isdisjoint(tokens):
        return -1
    return max(place for place, token in enumerate(tokens) if token in TURNS)


def _is_asked(tokens: Sequence[str], hit: Hit) -> bool:
    """Whether the sentence of the word ends with a question mark."""
    ending = next((token for token in tokens[hit.start :] if token in ENDS or token[0] in "?？"), "")
    return ending[:1] in ("?", "？")


def _context(tokens: Sequence[str], hit: Hit) -> float:
    factor = 1.0
    for token in reversed(tokens[max(0, hit.start - REACH) : hit.start]):
        if token in BREAKS:
            break
        if token in NEGATIONS or token.endswith("n't"):
            factor *= REVERSED
        elif token in DEGREES:
            factor *= DEGREES[token]
    return factor


class SentimentEnricher:
    """Finds ``sentiment``: negative, neutral or positive."""

    name = "sentiment"
    version = "1"
    order = 20

    def enrich(self, post: Understood) -> Finding:
        """Never None: without a telling word it is neutral, with little confidence."""
        judged = judge(post.text, post.title)
        strength = abs(judged.score)
        if judged.value == "neutral":
            confidence = 0.5 if judged.reasons else 0.4
        else:
            confidence = 0.45 + 0.45 * strength
        return Finding("sentiment", judged.value, round(confidence, 2), f"{self.name}@{self.version}", judged.reasons)
