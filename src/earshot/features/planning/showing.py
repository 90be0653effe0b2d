"""A campaign as pages show it at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from earshot.features.planning.days import day_of, moment
from earshot.features.planning.models import Campaign

State = Literal["running", "coming", "over", "archived"]


@dataclass(frozen=True, slots=True)
class Shown:
    """``day`` (0 where it does not run) of ``days``, as the reader's calendar counts them. ``about``: its topic is one
    of the conversation beside which it is shown."""

    campaign: Campaign
    state: State
    begins: str
    ends: str
    day: int
    days: int
    about: bool = False


def shown(campaign: Campaign, now: datetime, *, about: bool = False) -> Shown:
    """The campaign at ``now``."""
    first, state = day_of(campaign.starts_at), state_of(campaign, now)
    return Shown(
        campaign,
        state,
        moment(campaign.starts_at, now),
        moment(campaign.ends_at, now),
        (day_of(now) - first).days + 1 if state == "running" else 0,
        (day_of(last_moment(campaign)) - first).days + 1,
        about,
    )


def state_of(campaign: Campaign, now: datetime) -> State:
    """Where it stands."""
    if campaign.archived_at is not None:
        return "archived"
    if campaign.ends_at <= now:
        return "over"
    return "running" if campaign.starts_at <= now else "coming"


def last_moment(campaign: Campaign) -> datetime:
    """The last instant at which it runs: one that ends at midnight has no part of the day that begins then."""
    return campaign.ends_at - timedelta(microseconds=1)
