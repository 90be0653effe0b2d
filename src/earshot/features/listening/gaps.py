"""Times in which a channel heard nothing, as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from earshot.features.listening.models import Channel, Gap
from earshot.features.people.models import Membership
from earshot.web import times
from earshot.web.texts import translated

SHOWN = 20
RECENT = timedelta(days=1)
"""For so long the list of channels names a gap that was filled; one that was not stays for a week."""
UNFILLED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GapLine:
    """``kind``: good (filled), warn (goes on, or being fetched), bad (something is lost for good)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Sleep:
    """What came of the gaps of one sleep in a workspace. ``caught_up_at`` is None until the last channel has."""

    channels: int
    caught_up_at: datetime | None
    unfilled: tuple[str, ...]
    """Names of channels for which something is lost."""


def gaps_of(channel: Channel) -> list[GapLine]:
    """The newest gaps of one channel."""
    return [line(gap) for gap in channel.gaps.order_by("-from_at", "-id")[:SHOWN]]


def recent_gaps(channels: Iterable[Channel], now: datetime) -> dict[int, GapLine]:
    """The newest gap by channel, where it is worth a line in the list."""
    worth = Q(from_at__gt=now - RECENT) | Q(to_at=None) | Q(filled=False, from_at__gt=now - UNFILLED)
    rows = Gap.objects.filter(worth, channel__in=[channel.pk for channel in channels]).order_by("from_at", "id")
    return {gap.channel_id: line(gap) for gap in rows}


def slept(membership: Membership, since: datetime, until: datetime) -> Sleep:
    """What came of a sleep of the machine, in one workspace."""
    rows = Gap.objects.filter(
        channel__workspace=membership.workspace_id, cause="asleep", from_at=since, to_at=until
    ).select_related("channel")
    ends = [gap.caught_up_at for gap in rows]
    known = [at for at in ends if at is not None]
    unfilled = tuple(gap.channel.name for gap in rows if gap.filled is False)
    return Sleep(len(rows), max(known) if known and len(known) == len(ends) else None, unfilled)


def line(gap: Gap) -> GapLine:
    """A gap in words: what was, from when to when, and what came of it."""
    if gap.to_at is None:
        return GapLine("warn", _going_on(gap.cause) % {"time": times.short(gap.from_at)})
    what = _over(gap.cause) % {"span": span(gap.from_at, gap.to_at)}
    if gap.caught_up_at is None:
        return GapLine("warn", _joined(what, _("What was said meanwhile is being fetched.")))
    if gap.filled is False:
        return GapLine("bad", _joined(what, _("Not filled: %(why)s.") % {"why": translated(gap.why)}))
    caught = _("Caught up at %(time)s.") % {"time": times.short(gap.caught_up_at)}
    return GapLine("good", _joined(what, caught))


def span(since: datetime, until: datetime) -> str:
    """``08:10-09:42`` today, with the day where it is another one."""
    same_day = timezone.localtime(since).date() == timezone.localtime(until).date()
    return f"{times.short(since)}-{timezone.localtime(until):%H:%M}" if same_day else _far(since, until)


def _far(since: datetime, until: datetime) -> str:
    return f"{times.short(since)} - {times.short(until)}"


def _over(cause: str) -> str:
    if cause == "asleep":
        return _("This machine was asleep: %(span)s.")
    if cause == "stopped":
        return _("Earshot was not running: %(span)s.")
    if cause == "room":
        return _("Nothing could be stored: %(span)s.")
    return _("The network could not be reached: %(span)s.")


def _going_on(cause: str) -> str:
    if cause == "room":
        return _("Nothing can be stored since %(time)s.")
    return _("The network cannot be reached since %(time)s.")


def _joined(one: str, other: str) -> str:
    """Chinese sentences follow each other without a space."""
    return f"{one}{other}" if one.endswith("。") else f"{one} {other}"
