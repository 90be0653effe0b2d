"""What passes by: how much the channels hear, how much of it matches a topic, and what a sample of the rest says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from earshot.engine.query import Document, Query
from earshot.engine.text import fold
from earshot.features.listening.condition import Condition, condition
from earshot.features.listening.models import Channel, Mention, Post, Topic, Unmatched
from earshot.features.listening.queries import access_channels, access_topics, heard_lately
from earshot.features.listening.reservoir import is_whole, uniform_sample
from earshot.features.people.models import Membership

MANY = 1_000
"""Mentions are counted up to here."""
SHOWN = 5
COMPARED = 20_000
"""Sampled posts, newest first, in which spellings are looked for."""
ASKED_OF = 2_000
"""Sampled posts, newest first, of which queries are asked while somebody waits."""
DAY = timedelta(days=1)
QUIET_AT_LEAST = timedelta(minutes=30)
QUIET_GAPS = 20
"""A silence of so many usual gaps between two posts is no chance any more."""


@dataclass(frozen=True, slots=True)
class Listening:
    """One channel: what it heard today and in the last 24 hours, and whether it fell silent against its habit."""

    channel: Channel
    today: int
    quiet: bool

    @property
    def refused(self) -> bool:
        """A person has to act."""
        return self.channel.active and self.channel.state == "refused"


@dataclass(frozen=True, slots=True)
class Hearing:
    """Posts heard and mentions found, today (in the workspace's zone) and since the first channel was connected.

    ``*_more``: counting the mentions stopped at :data:`MANY`.
    """

    channels: tuple[Listening, ...]
    condition: Condition
    since: datetime | None
    today: int
    all: int
    matched_today: int
    matched_today_more: bool
    matched: int
    matched_more: bool


def hearing(membership: Membership, now: datetime) -> Hearing:
    """Five questions, however much has been heard, and one more where a channel fails."""
    channels = list(access_channels(membership))
    midnight = _midnight(membership, now)
    ids = [channel.pk for channel in channels]
    today = heard_lately(ids, now, now - midnight + timedelta(seconds=1))
    last_day = heard_lately(ids, now)
    rows = tuple(
        Listening(
            channel,
            today.get(channel.pk, (0, 0))[0],
            channel.active
            and channel.state == "live"
            and is_quiet(last_day.get(channel.pk, (0, 0))[0], channel.last_item_at, now),
        )
        for channel in channels
    )
    # Posts, not mentions: one may match several topics. And only what these channels brought: imports were not heard.
    named = Mention.objects.filter(topic__in=access_topics(membership).values("pk"), post__channel__in=ids)
    mentions = named.values("post_id").distinct()
    matched = mentions[: MANY + 1].count()
    posts = Post.objects.filter(workspace=membership.workspace_id, channel__in=ids)
    newest = posts.order_by("-id").values_list("id", "received_at")
    ids_today = [pk for pk, at in newest[: MANY + 1] if at >= midnight]
    matched_today = mentions.filter(post_id__in=ids_today).count() if ids_today and matched else 0
    return Hearing(
        channels=rows,
        condition=condition(channels),
        since=min((channel.created_at for channel in channels), default=None),
        today=sum(row.today for row in rows),
        all=sum(channel.heard for channel in channels),
        matched_today=min(matched_today, MANY),
        matched_today_more=matched_today > MANY,
        matched=min(matched, MANY),
        matched_more=matched > MANY,
    )


@dataclass(frozen=True, slots=True)
class Topics:
    """The workspace's topics: those that nothing has matched so far, whether there is a watch, whether any asks."""

    unmatched: tuple[Topic, ...]
    watched: bool
    any: bool


def topics_heard(membership: Membership) -> Topics:
    """One question."""
    mentions = Mention.objects.filter(topic=OuterRef("pk"))
    rows = list(access_topics(membership).annotate(found=Exists(mentions)))
    return Topics(
        unmatched=tuple(row for row in rows if not row.watch and not row.found),
        watched=any(row.watch for row in rows),
        any=any(not row.watch for row in rows),
    )


def is_quiet(heard_in_a_day: int, last: datetime | None, now: datetime) -> bool:
    """Whether a channel that usually speaks has said nothing for :data:`QUIET_GAPS` of its usual gaps, and half an
    hour at least. One that hears little is never called quiet: a day without a word is usual for it."""
    if last is None or heard_in_a_day < QUIET_GAPS:
        return False
    return now - last > max(QUIET_AT_LEAST, QUIET_GAPS * DAY / heard_in_a_day)


def _midnight(membership: Membership, now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(membership.workspace.zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def passing_by(membership: Membership, above: float = 0.0) -> list[Unmatched]:
    """A few sampled posts that nothing asked for, drawn by lot; ``above`` (a draw) goes on with others."""
    sample = uniform_sample(membership.workspace_id).filter(draw__gt=above)
    return list(sample.order_by("draw")[:SHOWN])


def in_sample(membership: Membership, spellings: Sequence[str]) -> tuple[dict[str, int], int]:
    """(spelling -> in how many sampled posts it stands, how many were compared)."""
    folded = {spelling: fold(spelling) for spelling in spellings}
    found = dict.fromkeys(spellings, 0)
    texts = uniform_sample(membership.workspace_id).order_by("-id").values_list("text", flat=True)[:COMPARED]
    compared = 0
    for text in texts.iterator(chunk_size=2_000):
        compared += 1
        said = text.lower() if text.isascii() else fold(text)
        for spelling, plain in folded.items():
            if plain in said:
                found[spelling] += 1
    return found, compared


@dataclass(frozen=True, slots=True)
class Sampled:
    """Ids of the sampled posts that each query finds. ``all``: nothing that passed by was left out of the sample, nor
    of what was looked at, so that the figures are no lower bounds."""

    found: Mapping[str, frozenset[int]]
    all: bool


def matching_sample(membership: Membership, queries: Mapping[str, Query]) -> Sampled:
    """What each query finds among the newest sampled posts, of which only the text is known."""
    found: dict[str, set[int]] = {name: set() for name in queries}
    literals = {name: query.literals() for name, query in queries.items()}
    rows = uniform_sample(membership.workspace_id).order_by("-id").values_list("id", "text")[: ASKED_OF + 1]
    looked = list(rows)
    for pk, text in looked[:ASKED_OF]:
        document = Document(text)
        for name, query in queries.items():
            if literals[name].may_match(document.folded) and query.matches(document):
                found[name].add(pk)
    whole = len(looked) <= ASKED_OF and is_whole(membership.workspace_id)
    return Sampled({name: frozenset(ids) for name, ids in found.items()}, whole)
