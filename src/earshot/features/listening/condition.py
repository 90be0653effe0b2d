"""Whether a workspace really hears what it listens to, in one word and in a sentence that is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Min
from django.utils.translation import gettext as _

from earshot.features.listening.models import Channel, Gap
from earshot.web import times
from earshot.web.texts import listed

Kind = Literal["off", "starting", "listening", "partly", "deaf"]


@dataclass(frozen=True, slots=True)
class Condition:
    """``kind``: nothing is switched on (``off``), no channel has been tried yet (``starting``), all hear
    (``listening``), some do (``partly``), none does (``deaf``). ``failing`` are the channels that do not hear;
    ``since`` then the first of them has heard nothing."""

    kind: Kind
    failing: tuple[Channel, ...] = ()
    since: datetime | None = None

    @property
    def hears(self) -> bool:
        """Whether posts can arrive now."""
        return self.kind in ("listening", "partly")

    @property
    def title(self) -> str:
        """The headline."""
        return _TITLES[self.kind]()

    @property
    def detail(self) -> str:
        """What cannot be heard, and since when; "" where there is nothing to be said."""
        if not self.failing:
            return ""
        said = {"channels": listed(self.failing), "time": times.short(self.since) if self.since else ""}
        if self.since is None:
            return _("Not heard: %(channels)s.") % said
        return _("Not heard since %(time)s: %(channels)s.") % said


_TITLES = {
    "off": lambda: _("Every channel is switched off"),
    "starting": lambda: _("Earshot begins to listen"),
    "listening": lambda: _("Earshot is listening"),
    "partly": lambda: _("Earshot is listening, but not everywhere"),
    "deaf": lambda: _("Earshot cannot hear anything now"),
}


def condition(channels: Sequence[Channel]) -> Condition:
    """Of the channels of a workspace; one question, and only where one of them fails."""
    active = [channel for channel in channels if channel.active]
    failing = tuple(channel for channel in active if channel.troubled)
    if not active:
        return Condition("off")
    live = any(channel.state == "live" for channel in active)
    if not failing:
        return Condition("listening" if live else "starting")
    return Condition("partly" if live else "deaf", failing, _since(failing))


def _since(failing: Sequence[Channel]) -> datetime | None:
    """Since when the first of them has not been heard; a channel that never was, since it was connected."""
    open_since = Gap.objects.filter(channel__in=[each.pk for each in failing], to_at=None).aggregate(at=Min("from_at"))
    never = [each.created_at for each in failing if each.last_contact_at is None]
    known = [at for at in (open_since["at"], *never) if at is not None]
    return min(known, default=None)
