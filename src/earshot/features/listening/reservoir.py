"""The reservoir: a uniform sample of what public streams said and nobody asked for, so that recall can be estimated.

Every unmatched post draws a number between 0 and 1 and is sampled where the number lies below the level. When the
sample is full, the level is lowered and the rows above it go: what remains is what would have been sampled at the
lower level from the start, so it stays uniform. After seven quiet days the level may rise again; until seven more have
passed, only numbers below ``floor`` count. So a post costs one random number, and a row is written only for the few.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from earshot.features.listening.events import PostsForgotten
from earshot.features.listening.intake import storable
from earshot.features.listening.models import Reservoir, Unmatched
from earshot.kernel.clock import Clock
from earshot.ports.bus import publish
from earshot.ports.envelope import Envelope, Source
from earshot.web import bulk

MOST = 50_000
KEPT_FOR = timedelta(days=7)
AGED_EVERY = timedelta(minutes=10)
FIRST = 2_000
LOWERED_TO = 0.7
"""Share of the sample that survives a lowering."""
COLUMNS = ("workspace_id", "channel_id", "network", "canonical_id", "lang", "text", "draw", "at")

_chance = random.Random()  # noqa: S311  (a sample, no secret)


def sample_unmatched(source: Source, unmatched: Sequence[Envelope], clock: Clock) -> None:
    """Let these posts draw, and store those that are drawn; in the batch's transaction."""
    if not unmatched:
        return
    now = clock.now()
    reservoir, _ = Reservoir.objects.get_or_create(
        workspace_id=source.workspace_id, defaults={"raised_at": now, "aged_at": now}
    )
    level, draw = reservoir.level, _chance.random
    drawn = [(envelope, number) for envelope in unmatched if (number := draw()) < level]
    if drawn:
        bulk.insert(Unmatched, COLUMNS, [_row(source, envelope, number) for envelope, number in drawn])
        reservoir.size += len(drawn)
        Reservoir.objects.filter(pk=reservoir.pk).update(size=F("size") + len(drawn))
    if reservoir.size > _allowed(reservoir, now) or now - reservoir.aged_at >= AGED_EVERY:
        _keep_bounds(reservoir, clock)


def forget_deleted(workspace_id: int, deletions: Sequence[tuple[str, str]]) -> None:
    """The network deleted these posts (network, canonical id): a sample of them goes too."""
    if not deletions:
        return
    ids: dict[str, list[str]] = {}
    for network, canonical_id in deletions:
        ids.setdefault(network, []).append(canonical_id)
    for network, canonical in ids.items():
        Unmatched.objects.filter(workspace_id=workspace_id, network=network, canonical_id__in=canonical).delete()
    publish(PostsForgotten(workspace_id, tuple(deletions)))


def uniform_sample(workspace_id: int) -> QuerySet[Unmatched]:
    """The sample, uniform over everything unmatched of the last seven days."""
    reservoir = Reservoir.objects.filter(workspace_id=workspace_id).first()
    floor = reservoir.floor if reservoir is not None else 0.0
    return Unmatched.objects.filter(workspace_id=workspace_id, draw__lt=floor)


def is_whole(workspace_id: int) -> bool:
    """Whether all that was unmatched so far has been sampled: no stream was so wide yet."""
    return not Reservoir.objects.filter(workspace_id=workspace_id, level__lt=1.0).exists()


def _row(source: Source, envelope: Envelope, number: float) -> tuple[object, ...]:
    post = envelope.post
    text = f"{post.title}\n{post.text}" if post.title else post.text
    lang = storable(post.lang)[:12]
    return (
        source.workspace_id,
        source.channel_id,
        post.network,
        post.canonical_id,
        lang,
        text,
        number,
        envelope.received_at,
    )


def _allowed(reservoir: Reservoir, now: datetime) -> int:
    """How full the sample may be by now. It fills over seven days, so that a stream of millions does not first write
    fifty thousand rows only to throw them away."""
    share = min(1.0, (now - reservoir.raised_at) / KEPT_FOR)
    return max(FIRST, int(MOST * share))


def _keep_bounds(reservoir: Reservoir, clock: Clock) -> None:
    """Drop what is older than seven days; lower a level that keeps too many, raise one that keeps few."""
    now = clock.now()
    mine = Unmatched.objects.filter(workspace_id=reservoir.workspace_id)
    mine.filter(at__lt=now - KEPT_FOR).delete()
    size = mine.count()
    while size > _allowed(reservoir, now):
        reservoir.level *= LOWERED_TO
        mine.filter(draw__gte=reservoir.level).delete()
        size = mine.count()
    if now - reservoir.raised_at >= KEPT_FOR:
        reservoir.floor = reservoir.level
        if size < MOST / 2 and reservoir.level < 1:
            reservoir.level, reservoir.raised_at = min(1.0, reservoir.level * 1.5), now
    reservoir.floor = min(reservoir.floor, reservoir.level)
    reservoir.size, reservoir.aged_at = size, now
    reservoir.save()
