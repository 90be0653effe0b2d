"""A calendar as programs read it (iCalendar, RFC 5545). Pure: the same events give the same bytes.

Times are written in UTC, so that no zone needs to be described; whole days as dates. Lines are folded at 75 octets,
never inside a character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """``uid`` stays the same as long as it is the same event. ``start`` and ``end`` are instants (``end`` is the first
    one after it), or both dates, then ``end`` is the last day."""

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    description: str = ""
    url: str = ""
    busy: bool = True


def calendar(name: str, language: str, events: Iterable[Event], changed: datetime, refresh: timedelta) -> bytes:
    """The calendar as a file. ``changed``: when what it is made of changed last; ``refresh``: how often to look."""
    hours = max(1, round(refresh / timedelta(hours=1)))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Earshot//Shifts//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H",
        f"X-PUBLISHED-TTL:PT{hours}H",
    ]
    for event in events:
        lines += _event(event, language, changed)
    lines.append("END:VCALENDAR")
    return b"".join(folded + b"\r\n" for line in lines for folded in _folded(line))


def _event(event: Event, language: str, changed: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(changed)}"
    yield f"DTSTART{_when(event.start)}"
    last = event.end if isinstance(event.end, datetime) else event.end + timedelta(days=1)
    yield f"DTEND{_when(last)}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _when(at: datetime | date) -> str:
    return f":{_moment(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{at:%Y%m%d}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return "".join(each for each in text.translate(_ESCAPED) if each >= " " or each == "\t")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, each but the first behind a space."""
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _LINE:
            yield piece
            piece = b" "
        piece += octets
    yield piece
