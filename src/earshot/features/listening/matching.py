"""``match``: which topics a post belongs to, and whether it is kept at all (data-model.md, 10).

The quick look of ``likely`` comes first: on a public stream nearly every post ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from earshot.features.listening.documents import ChannelFacts, channel_facts, document_of_heard
from earshot.features.listening.likely import Likely, likely_topics
from earshot.features.listening.standing import Standing, ask, standing_queries
from earshot.features.listening.understanding import language_of
from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_
from earshot.ports.envelope import Dropped, Envelope, TopicMatch

_NOT_ASKED = ("deleted", "seen")
UNMATCHED = Dropped(N_("no topic matches"))


def match(batch: Sequence[Envelope], clock: Clock) -> Sequence[Envelope | Dropped]:
    """Find the topics of each post; of a public stream keep only what data-model.md, 10 names."""
    source = batch[0].source
    topics = likely_topics(source.workspace_id, standing_queries(source.workspace_id))
    facts = channel_facts(source.channel_id)
    return _match_stream(batch, topics, facts) if source.mode == "stream" else _match_all(batch, topics, facts)


def _match_all(batch: Sequence[Envelope], topics: Likely, facts: ChannelFacts) -> Sequence[Envelope | Dropped]:
    asked = [envelope for envelope in batch if envelope.outcome in ("new", "edited")]
    for envelope, likely in zip(asked, topics.of_all([each.post for each in asked]), strict=True):
        _find_topics(envelope, likely, topics.topics, facts)
    return batch


def _match_stream(batch: Sequence[Envelope], topics: Likely, facts: ChannelFacts) -> list[Envelope | Dropped]:
    answers: list[Envelope | Dropped] = []
    kept: dict[str, bool] = {}
    asked = [envelope.post for envelope in batch if envelope.outcome not in _NOT_ASKED]
    found = iter(topics.of_all(asked))
    for envelope in batch:
        if envelope.outcome in _NOT_ASKED:
            answers.append(envelope)
            continue
        likely = next(found)
        post = envelope.post
        if likely:
            _find_topics(envelope, likely, topics.topics, facts)
        above = [kept[each] for each in (post.parent_id, post.root_id) if each in kept]
        if above:
            envelope.known, envelope.engaged = True, envelope.engaged or any(above)
        if envelope.matches or envelope.known:
            kept[post.canonical_id] = _is_asked_about(envelope)
            answers.append(envelope)
        else:
            answers.append(UNMATCHED)
    return answers


def _is_asked_about(envelope: Envelope) -> bool:
    """Whether more than a watch keeps it."""
    named = any(not match.watch for match in envelope.matches)
    return named or envelope.engaged or envelope.addressed or envelope.ours


def _find_topics(
    envelope: Envelope, likely: Sequence[Standing], topics: Sequence[Standing], facts: ChannelFacts
) -> None:
    if envelope.clamped:
        envelope.event = replace(envelope.post, posted_at=envelope.received_at)
    if likely:
        envelope.document = document_of_heard(envelope, language_of(envelope), facts)
    found = {match.topic_id: match for topic in likely if (match := ask(topic, envelope.document)) is not None}
    for topic in topics:
        if topic.topic_id not in found and _was_told(topic, envelope, facts):
            found[topic.topic_id] = TopicMatch(topic.topic_id, topic.name, watch=topic.watch)
    envelope.matches = tuple(found.values())


def _was_told(topic: Standing, envelope: Envelope, facts: ChannelFacts) -> bool:
    """Whether an import files the post under the topic, by a column or for the whole file."""
    name = topic.name.casefold()
    if facts.topic and facts.topic.casefold() == name:
        return True
    told = envelope.post.findings.get("topics")
    return isinstance(told, list | tuple) and any(isinstance(word, str) and word.casefold() == name for word in told)
