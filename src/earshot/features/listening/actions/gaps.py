"""What the machine writes of times in which a channel heard nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from earshot.features.listening.models import Channel, Gap
from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_, say
from earshot.web import live

KEPT = 100
"""Gaps of one channel that are remembered, the newest."""
FORGETS = N_("the network does not keep what was missed")


@transaction.atomic
def interrupted(cause: str, since: datetime, until: datetime, clock: Clock) -> int:
    """Nothing ran from ``since`` to ``until``: a gap for every channel that had begun to hear by then and was not in
    trouble already. Answers how many."""
    noted = 0
    hearing = Channel.objects.filter(active=True, removed_at=None, source_file=None, last_contact_at__isnull=False)
    for channel in hearing.exclude(gaps__in=Gap.objects.filter(to_at=None)):
        _add(channel, cause, since, until, clock)
        noted += 1
    return noted


@transaction.atomic
def lost_contact(channel_id: int, cause: str, since: datetime, clock: Clock) -> None:
    """A channel hears nothing since ``since``, and that goes on. One that is known already stays as it is."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is not None and not Gap.objects.filter(channel=channel, to_at=None).exists():
        _add(channel, cause, since, None, clock)


@transaction.atomic
def contact_again(channel_id: int, clock: Clock) -> None:
    """The channel hears again; what was missed is yet to be fetched."""
    now = clock.now()
    for gap in Gap.objects.filter(channel=channel_id, to_at=None):
        gap.to_at = max(now, gap.from_at)  # a clock that was set back makes no negative time
        gap.save(update_fields=["to_at"])


@transaction.atomic
def caught_up(channel_id: int, connected_at: datetime, reach: timedelta | None, forgets: bool, clock: Clock) -> int:
    """Everything that the network still had is heard. Answers how many gaps that closed.

    ``reach``: how far back the network could go when we came back at ``connected_at``; None: as far as we asked.
    ``forgets``: it keeps nothing at all.
    """
    waiting = list(Gap.objects.filter(channel=channel_id, caught_up_at=None, to_at__isnull=False))
    for gap in waiting:
        gap.why = _lost(connected_at - gap.from_at, reach, forgets)
        gap.filled, gap.caught_up_at = not gap.why, max(clock.now(), gap.from_at)
        gap.save(update_fields=["why", "filled", "caught_up_at"])
    if waiting:
        workspace_id = Channel.objects.values_list("workspace_id", flat=True).get(pk=channel_id)
        live.publish(clock, workspace_id, "channel.changed", channel_id)
    return len(waiting)


def _lost(back: timedelta, reach: timedelta | None, forgets: bool) -> str:
    """Why a gap that began so long ago cannot have been filled; "" where it was."""
    if forgets:
        return say(FORGETS)
    if reach is not None and back > reach:
        return say("the network keeps %(hours)s hours", hours=int(reach / timedelta(hours=1)))
    return ""


def _add(channel: Channel, cause: str, since: datetime, until: datetime | None, clock: Clock) -> None:
    Gap.objects.create(channel=channel, cause=cause, from_at=since, to_at=until)
    old = Gap.objects.filter(channel=channel).order_by("-id").values_list("id", flat=True)[KEPT : KEPT + 1]
    for newest_old in old:
        Gap.objects.filter(channel=channel, id__lte=newest_old).delete()
    live.publish(clock, channel.workspace_id, "channel.changed", channel.pk)
