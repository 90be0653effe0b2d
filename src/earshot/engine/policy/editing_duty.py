"""Changes of duty as text: who covers for once, who is on leave. Nothing else of the document changes.

Each function adds or takes away entries of one list (``overrides`` or ``leave``); every other character stays. What an
entry means follows from the document alone: an override replaces whoever covers its role in its time, the last one
written first; leave is whole days, both included.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from earshot.engine.policy.editing import add_entry, remove_entry
from earshot.engine.policy.loading import load
from earshot.engine.policy.model import Leave, RoleOverride
from earshot.engine.rota import instant_of, minute_of
from earshot.engine.rota.zones import first_at


def cover(text: str, role: str, person: str, start: datetime, end: datetime) -> str:
    """The document in which ``person`` alone covers ``role`` from ``start`` to before ``end`` (whole minutes, aware).

    Raises:
        PolicyInvalid: the text is no valid document, or knows no such role or person.
        ValueError: it ends before it begins.
    """
    if minute_of(end) <= minute_of(start):
        raise ValueError("an override ends after it begins")
    zone = load(text).zone
    parts = {"role": role, "person": person, "from": moment_text(start, zone), "to": moment_text(end, zone)}
    return add_entry(text, "overrides", parts)


def take_off_duty(text: str, person: str, start: datetime, end: datetime) -> str:
    """The document in which no override puts ``person`` on duty from ``start`` to before ``end``: whoever would cover
    without it does. What an override says of the time before and after stays as it is.

    Raises:
        PolicyInvalid: the text is no valid document.
    """
    written = load(text).overrides
    for number, each in reversed(list(enumerate(written))):
        if each.person != person or each.end <= start or end <= each.start:
            continue
        text = remove_entry(text, "overrides", number)
        later = [other for other in written[number + 1 :] if other.role == each.role]
        for first, after in ((each.start, start), (end, each.end)):
            for begins, ends in _without(first, after, later):
                text = cover(text, each.role, person, begins, ends)
    return text


def _without(start: datetime, end: datetime, taken: Sequence[RoleOverride]) -> list[tuple[datetime, datetime]]:
    """What is left of a time without those of these overrides, which were written later and win; none is empty."""
    left = [(start, end)] if start < end else []
    for other in taken:
        cut = [((first, min(after, other.start)), (max(first, other.end), after)) for first, after in left]
        left = [(first, after) for pair in cut for first, after in pair if first < after]
    return left


def add_leave(text: str, person: str, first: date, last: date) -> str:
    """The document in which ``person`` is on leave from ``first`` to ``last``, both whole days included.

    Raises:
        PolicyInvalid: the text is no valid document, or knows no such person.
        ValueError: it ends before it begins.
    """
    if last < first:
        raise ValueError("leave ends on or after the day on which it begins")
    return add_entry(text, "leave", {"person": person, "from": first.isoformat(), "to": last.isoformat()})


def remove_leave(text: str, leave: Leave) -> str:
    """The document without that leave; the first one where it is written twice.

    Raises:
        PolicyInvalid: the text is no valid document.
        LookupError: no such leave is written there (any more).
    """
    written = load(text).leave
    if leave not in written:
        raise LookupError(leave)
    return remove_entry(text, "leave", written.index(leave))


def moment_text(at: datetime, zone: str) -> str:
    """A minute as the document writes it: on its own wall clock, with the distance from UTC only where the clock shows
    that time twice."""
    minute = minute_of(at)
    local = instant_of(minute).astimezone(ZoneInfo(zone))
    plain = local.strftime("%Y-%m-%d %H:%M")
    if first_at(zone, minute_of(local.replace(tzinfo=UTC))) == minute:
        return plain
    return plain + local.strftime("%z")[:3] + ":" + local.strftime("%z")[3:]
