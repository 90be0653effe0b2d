"""Posts as queries see them. A post that is heard and the same post once stored give the same document, so that live
and historic evaluation agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from earshot.engine.query import Document
from earshot.engine.query.document import FieldValue
from earshot.features.listening.models import Author, Channel, Post, PostVersion
from earshot.ports.envelope import Envelope


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a channel adds to its posts."""

    name: str = ""
    brand: str = ""
    market: str = ""
    topic: str = ""
    """A topic that everything in this channel belongs to (imports)."""


def channel_facts(channel_id: int) -> ChannelFacts:
    """One query; nothing where the channel is gone."""
    row = Channel.objects.filter(pk=channel_id).values_list("name", "brand", "market", "config").first()
    return ChannelFacts(row[0], row[1], row[2], str(row[3].get("topic", ""))) if row else ChannelFacts()


def document_of_heard(envelope: Envelope, lang: str, facts: ChannelFacts) -> Document:
    """The document of a post on its way."""
    post, author = envelope.post, envelope.post.author
    values: dict[str, FieldValue] = {
        "network": post.network,
        "channel": facts.name,
        "brand": str(post.findings.get("brand") or facts.brand),
        "market": str(post.findings.get("market") or facts.market),
        "kind": post.kind,
        "author": author.handle,
        "author_name": author.name,
        "lang": lang,
        "country": post.country,
        "followers": author.followers,
        "posted": envelope.received_at if envelope.clamped else post.posted_at or envelope.received_at,
        "is": states_of(
            reply=post.is_reply,
            repost=post.is_repost,
            quote=post.is_quote,
            verified=bool(author.verified),
            addressed=envelope.addressed,
        ),
        "has": frozenset(item.kind for item in post.media),
        "url": post.url,
        "links": frozenset(post.links),
    }
    return Document(post.text, post.title, author.bio, values)


def document_of(post: Post, version: PostVersion) -> Document:
    """The document of a stored post as one of its versions told it, with what was found about it.

    Reads ``post.author`` and ``post.channel`` (select them) and the post's mentions (prefetch ``mentions__topic``).
    """
    author: Author = post.author
    found = version.findings
    values: dict[str, FieldValue] = {
        "network": post.network,
        "channel": post.channel.name,
        "brand": told(found, "brand") or post.channel.brand,
        "market": told(found, "market") or post.channel.market,
        "kind": post.kind,
        "author": author.handle,
        "author_name": author.name,
        "lang": post.lang,
        "country": post.country,
        "followers": author.followers,
        "posted": post.posted_at,
        "is": states_of(
            reply=bool(post.parent_id),
            repost=post.is_repost,
            quote=post.is_quote,
            verified=bool(author.verified),
            addressed=post.addressed,
            advocate=bool(told(found, "advocate")),
        ),
        "has": frozenset(str(item.get("kind", "")) for item in version.media),
        "url": post.url,
        "links": frozenset(version.links),
        "topic": frozenset(mention.topic.name for mention in post.mentions.all()),
        "tag": frozenset(told(found, "tags").split()),
        "sentiment": post.sentiment,
        "intent": post.intent,
        "emotion": told(found, "emotion"),
        "risk": post.risk,
    }
    return Document(version.text, version.title, author.bio, values)


def told(findings: Mapping[str, Mapping[str, object]], kind: str) -> str:
    """What was found, or told by an import, as text; "" where nothing was."""
    return str(findings.get(kind, {}).get("value", ""))


def states_of(**holds: bool) -> frozenset[str]:
    """``is:``; that a post asks a question is read from its text by the query itself."""
    return frozenset(name for name, true in holds.items() if true)
