"""``enrich``: what the posts that are kept mean, by the plug-ins and by what an import already says."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from earshot.features.listening.lessons_taken import take_lessons
from earshot.kernel.clock import Clock
from earshot.ports.enricher import Enricher, Finding, Understood
from earshot.ports.envelope import Dropped, Envelope
from earshot.ports.services import services

log = logging.getLogger(__name__)

TOLD = ("intent", "sentiment", "emotion", "risk", "topics", "tags", "advocate", "brand", "market")
"""What an import may say about a post."""
LANGUAGE = "language"


def enrich(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Findings for new posts and new texts. What came with an import wins over the machine, and says that it did; what
    people taught of posts like it wins over the machine, too (``lessons``)."""
    enrichers = services().enrichers
    for envelope in batch:
        if envelope.outcome not in ("new", "edited"):
            continue
        for finding in _told(envelope):
            envelope.findings[finding.kind] = finding
        language_of(envelope)
        understood = _understood(envelope)
        for enricher in enrichers:
            if enricher.name != LANGUAGE:
                _add(envelope, understood, enricher)
    take_lessons(batch)
    return batch


def language_of(envelope: Envelope) -> str:
    """The post's language (BCP 47, ``und`` where unknown): found when first asked for, and kept."""
    if not envelope.lang:
        for enricher in services().enrichers:
            if enricher.name == LANGUAGE:
                _add(envelope, _understood(envelope), enricher)
        found = envelope.findings.get(LANGUAGE)
        envelope.lang = found.value if found is not None else envelope.post.lang or "und"
    return envelope.lang


def _understood(envelope: Envelope) -> Understood:
    """What enrichers look at; the findings of those before grow in it."""
    post = envelope.post
    return Understood(post.text, post.title, post.lang, post.network, envelope.findings)


def _add(envelope: Envelope, understood: Understood, enricher: Enricher) -> None:
    if enricher.name in envelope.findings:
        return
    try:
        finding = enricher.enrich(understood)
    except Exception:  # a plug-in that fails on one post must stop neither the batch nor the other plug-ins
        log.exception("The enricher %s failed on %s.", enricher.name, envelope.post.canonical_id)
        return
    if finding is not None:
        envelope.findings.setdefault(finding.kind, finding)


def _told(envelope: Envelope) -> Iterator[Finding]:
    """Findings that came with an import, by ``import@<channel>``."""
    told = envelope.post.findings
    for kind in TOLD:
        value = told.get(kind)
        if value is None or value == "":
            continue
        text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        yield Finding(kind, text, 1.0, f"import@{envelope.source.channel_id}")
