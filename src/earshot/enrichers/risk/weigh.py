"""Weighs the words of harm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from earshot.enrichers.lexicon import Hit, Lexicon, prepare
from earshot.ports.enricher import Finding, Understood

NEGATIONS = frozenset(
    {"no", "not", "never", "without", "nobody", "none", "zero", "free", "avoid", "avoided", "prevent"}
) | (frozenset("不沒没無无未免防"))
REACH = 3
"""Tokens that a negation reaches to its right: "nobody was injured"."""
BREAKS = frozenset((*".,;。、…\n!?", "!!", "??", "!?", "?!", "!!!", "???"))
MORE_GROUPS = 5
"""Points for each further group of harm in the same post."""
ANGER = 5
"""Points for a surely negative text."""
PRAISE = 0.6
"""What remains of the score in a positive text: an award for safety, a joke."""
SURE = 0.6


@cache
def lexicon() -> Lexicon:
    """Read when the first text comes."""
    return Lexicon.read(__package__ or "", "words.txt")


def weigh(text: str, title: str, sentiment: str, confidence: float) -> tuple[int, tuple[str, ...]]:
    """(risk 0..100, the words it rests on, gravest first)."""
    prepared = prepare(text, title)
    tokens = prepared.tokens
    groups: dict[str, int] = {}
    found: list[tuple[int, str]] = []
    for hit in lexicon().find(tokens):
        group, _, score = hit.value.partition(":")
        if score and not _negated(tokens, hit):
            groups[group] = int(score)
            found.append((int(score), hit.term))
    if not groups:
        return 0, ()
    risk = max(groups.values()) + MORE_GROUPS * (len(groups) - 1)
    if sentiment == "negative" and confidence >= SURE:
        risk += ANGER
    elif sentiment == "positive" and confidence >= SURE:
        risk = round(risk * PRAISE)
    words = list(dict.fromkeys(term for _, term in sorted(found, key=lambda item: -item[0])))[:5]
    return min(100, risk), tuple(map(prepared.as_written, words))


def _negated(tokens: Sequence[str], hit: Hit) -> bool:
    for token in reversed(tokens[max(0, hit.start - REACH) : hit.start]):
        if token in BREAKS:
            return False
        if token in NEGATIONS or token.endswith("n't"):
            return True
    return False


class RiskEnricher:
    """Finds ``risk``: a whole number 0..100 as text. Looks at the sentiment found before, where there is one."""

    name = "risk"
    version = "1"
    order = 40

    def enrich(self, post: Understood) -> Finding:
        """Never None: 0 where no word of harm occurs, with the modest confidence that word lists deserve."""
        before = post.before.get("sentiment")
        sentiment, confidence = (before.value, before.confidence) if before else ("neutral", 0.0)
        risk, reasons = weigh(post.text, post.title, sentiment, confidence)
        sure = 0.5 if not reasons else min(0.9, 0.55 + 0.1 * len(reasons))
        return Finding("risk", str(risk), round(sure, 2), f"{self.name}@{self.version}", reasons)
