"""Changes of duty as text: who covers for once, who is on leave. Nothing else of the document changes.

Each function adds or takes away one entry of one list (``overrides`` or ``leave``); every other character stays. What
the entry means follows from the document alone: an override replaces whoever covers its role in its time, the last one
written first; leave is whole days, both included.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from earshot.engine.policy.editing import add_entry, remove_entry
from earshot.engine.policy.loading import load
from earshot.engine.policy.model import Leave
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
