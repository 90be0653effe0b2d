"""Times as files write them: ISO 8601, seconds or milliseconds since 1970, and day, month and year in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.files import DateOrder
from earshot.ports.heard import Precision

_NUMBERS = re.compile(
    r"(\d{1,4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,4})日?"
    r"(?:[T\s,]+(?:(上午|下午|AM|PM)\s*)?(\d{1,2})[:.時时](\d{1,2})分?(?:[:.](\d{1,2})秒?(?:[.,]\d+)?)?\s*(AM|PM|a\.m\.|p\.m\.)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}|\d{15,16}")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_NAMED = re.compile(r"[A-Za-z]{3}")
UNREADABLE = N_("the time cannot be read")
NO_SUCH_TIME = N_("there is no such time")
NO_YEAR = N_("the date has no year")
AFTERNOON = frozenset({"下午", "pm", "p.m."})
FORENOON = frozenset({"上午", "am", "a.m."})


def zone_of(name: str) -> tzinfo:
    """The zone named ``Asia/Taipei`` or ``+08:00``.

    Raises:
        BadInput: there is no such zone.
    """
    if offset := _OFFSET.fullmatch(name.strip()):
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)))
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):
        raise BadInput(
            say("There is no time zone “%(name)s”.", name=name),
            say("Write one like Asia/Taipei, America/Los_Angeles or +08:00."),
        ) from None


def parse_time(text: str, zone: tzinfo, order: DateOrder) -> tuple[datetime, Precision]:
    """The instant in UTC and how precisely the file knew it; ``zone`` holds where the text states none.

    Raises:
        ValueError: with the reason, for people.
    """
    text = text.strip()
    if _EPOCH.fullmatch(text):
        return _from_epoch(text), "second"
    if found := _NUMBERS.fullmatch(text):
        return _from_numbers(found, zone, order)
    if _NAMED.search(text):
        return _from_words(text, zone)
    raise ValueError(UNREADABLE)


def guess_order(texts: Iterable[str]) -> tuple[DateOrder, bool]:
    """Which order the dates of a column are in, and whether that is certain (some number is above 12)."""
    first = second = False
    dashed = slashed = 0
    for text in texts:
        found = _NUMBERS.match(text.strip())
        if found is None or len(found[1]) == 4:
            continue
        first, second = first or int(found[1]) > 12, second or int(found[2]) > 12
        slashed, dashed = slashed + ("/" in text), dashed + ("/" not in text)
    if not slashed and not dashed:
        return "ymd", True
    if first != second:
        return ("dmy" if first else "mdy"), True
    return ("mdy" if slashed > dashed else "dmy"), False


def _from_epoch(text: str) -> datetime:
    value = float(text)
    while value > 1e11:  # milliseconds or microseconds
        value /= 1000
    return datetime.fromtimestamp(value, UTC)


def _from_numbers(found: re.Match[str], zone: tzinfo, order: DateOrder) -> tuple[datetime, Precision]:
    year, month, day = _date(found[1], found[2], found[3], order)
    hour, minute, second = (int(found[group] or 0) for group in (5, 6, 7))
    half = (found[4] or found[8] or "").lower()
    if half:
        hour = _hour(hour, half)
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=_stated(found[9]) or zone)
    except ValueError as error:
        raise ValueError(NO_SUCH_TIME) from error
    return at.astimezone(UTC), _precision(found)


def _precision(found: re.Match[str]) -> Precision:
    if found[5] is None:
        return "day"
    return "minute" if found[7] is None else "second"


def _date(first: str, second: str, third: str, order: DateOrder) -> tuple[int, int, int]:
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(third) not in (2, 4):
        raise ValueError(NO_YEAR)
    year = int(third) + (2000 if len(third) == 2 else 0)
    if order == "mdy":
        return year, int(first), int(second)
    return year, int(second), int(first)


def _hour(hour: int, half: str) -> int:
    if half in AFTERNOON and hour < 12:
        return hour + 12
    return 0 if half in FORENOON and hour == 12 else hour


def _stated(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    return UTC if zone.upper() in ("Z", "UTC", "GMT") else zone_of(zone)


_WORDY = (
    "%a %b %d %H:%M:%S %z %Y",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%b %d, %Y %H:%M",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %b %Y %I:%M %p",
    "%d %b %Y %I:%M%p",
    "%d %b %Y %I:%M:%S %p",
    "%b %d %Y %I:%M %p",
    "%b %d %Y %I:%M:%S %p",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y, %I:%M %p",
)
_DASHED = re.compile(r"^(\d{1,2})-([A-Za-z]{3,9})-(\d{4})")


def _from_words(text: str, zone: tzinfo) -> tuple[datetime, Precision]:
    """``Tue Feb 24 11:35:52 +0000 2015``, ``24 Feb 2015 11:35``, mail dates."""
    text = _DASHED.sub(r"\1 \2 \3", text)
    for shape in _WORDY:
        try:
            at = datetime.strptime(text, shape)  # noqa: DTZ007  (the zone is given on the next line)
        except ValueError:
            continue
        precision: Precision = "second" if "%S" in shape else "minute" if "%M" in shape else "day"
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC), precision
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        raise ValueError(UNREADABLE) from None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC), "second"
