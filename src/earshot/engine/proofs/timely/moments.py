"""Minutes and durations in words, on the wall clock of the document."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from earshot.engine.policy import Policy
from earshot.engine.rota import HOUR, instant_of
from earshot.kernel.texts import Said, say

_DAYS = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)


def moment(policy: Policy, minute: int) -> Said:
    """Day of the week, date and time of a minute, with the zone."""
    return say("%(moment)s (%(zone)s)", moment=_wall(policy, minute), zone=policy.zone)


def span(policy: Policy, start: int, end: int) -> Said:
    """From when to when; the day of the end only where it is another."""
    zone = ZoneInfo(policy.zone)
    begins, ends = instant_of(start).astimezone(zone), instant_of(end).astimezone(zone)
    until = f"{ends:%H:%M}" if begins.date() == ends.date() else _wall(policy, end)
    return say("%(start)s to %(end)s (%(zone)s)", start=_wall(policy, start), end=until, zone=policy.zone)


def length(minutes: int) -> Said:
    """A duration in hours and minutes."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return say("%(minutes)s min", minutes=rest)
    return say("%(hours)s h %(minutes)s min", hours=hours, minutes=rest) if rest else say("%(hours)s h", hours=hours)


def _wall(policy: Policy, minute: int) -> Said:
    wall = instant_of(minute).astimezone(ZoneInfo(policy.zone))
    date, time = f"{wall:%Y-%m-%d}", f"{wall:%H:%M}"
    return say("%(weekday)s %(date)s %(time)s", weekday=_DAYS[wall.weekday()], date=date, time=time)
