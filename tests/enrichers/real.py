"""Labelled real texts, and how well the enrichers do on them; used by the tests (floors) and by ``bench`` (figures)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from earshot.enrichers import intent, language, risk, sentiment
from earshot.ports.enricher import Finding, Understood

ALL = (language.enricher, sentiment.enricher, intent.enricher, risk.enricher)
Pairs = Sequence[tuple[str, str]]
"""(label, found)."""


def understand(text: str, lang: str = "") -> dict[str, Finding]:
    """All four findings, each made with those before it, as on the road of a post."""
    before: dict[str, Finding] = {}
    for enricher in ALL:
        finding = enricher.enrich(Understood(text, lang=lang, before=dict(before)))
        before[finding.kind] = finding
    return before


@dataclass(frozen=True)
class Score:
    """Of one label."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(pairs: Pairs, label: str) -> Score:
    right = sum(wanted == found == label for wanted, found in pairs)
    said = sum(found == label for _, found in pairs)
    there = sum(wanted == label for wanted, _ in pairs)
    return Score(right / said if said else 0.0, right / there if there else 0.0)


def accuracy(pairs: Pairs) -> float:
    return sum(wanted == found for wanted, found in pairs) / len(pairs)


def macro_f1(pairs: Pairs) -> float:
    labels = sorted({wanted for wanted, _ in pairs})
    return sum(score(pairs, label).f1 for label in labels) / len(labels)


def airline(folder: Path) -> Pairs:
    """Sentiment of 14,640 tweets about airlines."""
    with (folder / "airline" / "Tweets.csv").open(encoding="utf-8", errors="replace") as file:
        return [(row["airline_sentiment"], _sentiment(row["text"])) for row in csv.DictReader(file)]


def reviews(folder: Path, name: str, step: int = 1) -> Pairs:
    """Sentiment of Chinese reviews (label 1 positive, 0 negative); every ``step``-th."""
    with (folder / "zh" / f"{name}.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))[::step]
    return [("positive" if row["label"] == "1" else "negative", _sentiment(row["review"])) for row in rows]


def decided(pairs: Pairs) -> Pairs:
    """Those where it did not say neutral."""
    return [(wanted, found) for wanted, found in pairs if found != "neutral"]


def complaints(folder: Path) -> Pairs:
    """Complaint or not, of 3,449 tweets."""
    with (folder / "complaints" / "complaints-data.csv").open(encoding="utf-8", errors="replace") as file:
        rows: Iterable[list[str]] = [row for row in csv.reader(file) if len(row) > 3 and row[2] in "01"]
    return [("complaint" if row[2] == "1" else "other", understand(row[1])["intent"].value) for row in rows]


def _sentiment(text: str) -> str:
    return sentiment.enricher.enrich(Understood(text)).value
