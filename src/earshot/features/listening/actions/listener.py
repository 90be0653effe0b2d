"""What the machine writes while it listens: cursors, counts, states, profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from earshot.features.listening.actions.imports import keep_position
from earshot.features.listening.authors import learn_profiles
from earshot.features.listening.events import FactsChanged
from earshot.features.listening.intake import UNKNOWN_DELETED
from earshot.features.listening.matching import UNMATCHED
from earshot.features.listening.models import Author, Channel, Heard, Post
from earshot.features.listening.reservoir import forget_deleted, sample_unmatched
from earshot.kernel.clock import Clock
from earshot.kernel.texts import shortened
from earshot.ports.bus import publish
from earshot.ports.connector import Account
from earshot.ports.envelope import Envelope, Source
from earshot.ports.heard import Batch, HeardAuthor
from earshot.web import live

PROFILE_POSTS = 500
"""Newest posts of authors whose profile arrived; their conversations are decided again (followers, verified)."""


def advance_cursor(
    source: Source, batch: Batch, kept: int, dropped: Sequence[tuple[Envelope, str]], clock: Clock
) -> None:
    """Store the batch's cursor and counts with the batch itself, in its transaction."""
    now = clock.now()
    heard = batch.counted or len(batch.events)
    news: dict[str, object] = {"heard": F("heard") + heard, "kept": F("kept") + kept, "last_contact_at": now}
    if batch.cursor:
        news["cursor"] = batch.cursor
    if batch.events:
        news["last_item_at"] = now
    Channel.objects.filter(pk=source.channel_id).update(**news)
    if heard:
        _count(source.channel_id, heard, kept, now)
    if source.mode == "stream":
        _sample(source, dropped, clock)
    elif source.mode in ("work", "history"):
        keep_position(source.channel_id, batch.cursor, kept)


def _count(channel_id: int, heard: int, kept: int, now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    row = Heard.objects.filter(channel_id=channel_id, hour=hour)
    if not row.update(heard=F("heard") + heard, kept=F("kept") + kept):
        Heard.objects.create(channel_id=channel_id, hour=hour, heard=heard, kept=kept)


def _sample(source: Source, dropped: Sequence[tuple[Envelope, str]], clock: Clock) -> None:
    unmatched = [envelope for envelope, reason in dropped if reason is UNMATCHED.reason]
    gone = [(e.event.network, e.event.canonical_id) for e, reason in dropped if reason is UNKNOWN_DELETED.reason]
    sample_unmatched(source, unmatched, clock)
    forget_deleted(source.workspace_id, gone)


@transaction.atomic
def channel_state(
    channel_id: int, state: str, clock: Clock, error: str = "", mend: str = "", retry_at: datetime | None = None
) -> None:
    """What the listener says of a channel: ``live``, ``waiting`` (until ``retry_at``), ``refused`` or ``off``.

    Pages hear of it only where the state or the words differ.
    """
    channel = Channel.objects.select_for_update().filter(pk=channel_id).first()
    if channel is None or channel.removed_at is not None:
        return
    before = (channel.state, channel.error, channel.mend)
    channel.state, channel.error, channel.mend, channel.retry_at = state, shortened(error), shortened(mend), retry_at
    if state == "live":
        channel.last_contact_at = clock.now()
    channel.save(update_fields=["state", "error", "mend", "retry_at", "last_contact_at"])
    if before != (channel.state, channel.error, channel.mend):
        live.publish(clock, channel.workspace_id, "channel.changed", channel.pk)


@transaction.atomic
def channel_account(channel_id: int, account: Account, clock: Clock) -> None:
    """The network told which account the channel's credentials belong to; its posts are ours from now on."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is None:
        return
    news = (account.external_id, account.handle, account.name)
    if news == (channel.account_id, channel.account_handle, channel.account_name):
        return
    channel.account_id, channel.account_handle, channel.account_name = news
    channel.save(update_fields=["account_id", "account_handle", "account_name"])
    Author.objects.filter(
        workspace_id=channel.workspace_id, network=channel.kind, external_id=account.external_id
    ).update(ours=True)
    live.publish(clock, channel.workspace_id, "channel.changed", channel.pk)


@transaction.atomic
def store_profiles(channel_id: int, heard_authors: Sequence[HeardAuthor], clock: Clock) -> int:
    """Names and numbers fetched for authors of the channel's network; how many authors they were for."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is None or not heard_authors:
        return 0
    authors = learn_profiles(channel.workspace_id, channel.kind, heard_authors, clock.now())
    newest = Post.objects.filter(author__in=authors, history=False).order_by("-id")
    post_ids = tuple(newest.values_list("id", flat=True)[:PROFILE_POSTS])
    if post_ids:
        publish(FactsChanged(channel.workspace_id, post_ids, "profile"))
    return len(authors)


def no_profiles(channel_id: int, external_ids: Sequence[str], clock: Clock) -> None:
    """The network had nothing to tell about these authors; they are not asked about again."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is not None:
        Author.objects.filter(
            workspace_id=channel.workspace_id, network=channel.kind, external_id__in=external_ids, profile_at=None
        ).update(profile_at=clock.now())
