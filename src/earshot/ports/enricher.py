"""The plug-in point for understanding: text in, findings out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing understood about one version of a post.

    ``kind`` is ``language``, ``sentiment``, ``intent``, ``risk``...; ``value`` its value as text (risk: a whole
    number 0..100); ``confidence`` 0..1; ``by`` is ``name@version``; ``reasons`` are the pieces of text or words it
    rests on, shown to people.
    """

    kind: str
    value: str
    confidence: float
    by: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What an enricher may look at: the text, its declared language, and the findings made before it."""

    text: str
    title: str = ""
    lang: str = ""
    network: str = ""
    before: Mapping[str, Finding] = field(default_factory=dict)


class Enricher(Protocol):
    """Pure and quick: no network, no clock. Runs on every kept post, in ``order``."""

    name: str
    version: str
    order: int

    def enrich(self, post: Understood) -> Finding | None:
        """The finding, or None where it honestly cannot tell."""
        ...
