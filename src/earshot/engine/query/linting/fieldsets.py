"""What one field says about another: values within values, ranges within ranges, and those that exclude each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from earshot.engine.query.ast import Field, Range, Value
from earshot.engine.query.fields import ALL
from earshot.engine.query.fieldtests import host_of, value_key
from earshot.engine.query.moments import read_age, read_time

SINGLE = frozenset(
    ("lang", "network", "channel", "brand", "market", "kind", "country", "sentiment", "intent", "emotion")
)
"""Fields of which a post has one value at most."""
_MEDIA = ("image", "video")


def field_implies(narrow: Field, wide: Field) -> bool:
    """Whether a post for which ``narrow`` is true surely is one for which ``wide`` is. False: not known."""
    if narrow.name != wide.name:
        return False
    return all(any(_value_implies(narrow.name, one, other) for other in wide.values) for one in narrow.values)


def field_excludes(one: Field, other: Field) -> bool:
    """Whether no post can have both. False: not known."""
    if one.name != other.name:
        return False
    return all(_value_excludes(one.name, mine, yours) for mine in one.values for yours in other.values)


def field_never(node: Field) -> bool:
    """Whether the field asks for an empty range only."""
    return all(
        isinstance(value, Range) and (span := interval(node.name, value)) is not None and span.empty
        for value in node.values
    )


def _value_implies(name: str, narrow: Value | Range, wide: Value | Range) -> bool:
    if isinstance(narrow, Value) and isinstance(wide, Value):
        return _text_implies(name, narrow, wide)
    if isinstance(narrow, Range) and isinstance(wide, Range):
        inner, outer = interval(name, narrow), interval(name, wide)
        return inner is not None and outer is not None and outer.kind == inner.kind and outer.covers(inner)
    return False


def _text_implies(name: str, narrow: Value, wide: Value) -> bool:
    one, other = value_key(narrow.text), value_key(wide.text)
    match name:
        case "author":
            return one.removeprefix("@") == other.removeprefix("@") and (wide.quoted or not narrow.quoted)
        case "lang":
            return _within_language(one, other)
        case "site":
            host, above = host_of(one), host_of(other)
            return bool(above) and (host == above or host.endswith("." + above))
        case "url":
            return other in one
        case "has":
            return one == other or (other == "media" and one in _MEDIA)
    return one == other


def _within_language(narrow: str, wide: str) -> bool:
    one, other = narrow.replace("_", "-"), wide.replace("_", "-")
    return one == other or one.startswith(other + "-")


def _value_excludes(name: str, one: Value | Range, other: Value | Range) -> bool:
    if isinstance(one, Value) and isinstance(other, Value):
        if name not in SINGLE:
            return False
        mine, yours = value_key(one.text), value_key(other.text)
        if name == "lang":
            return not (_within_language(mine, yours) or _within_language(yours, mine))
        return mine != yours
    if isinstance(one, Range) and isinstance(other, Range):
        mine_span, yours_span = interval(name, one), interval(name, other)
        if mine_span is None or yours_span is None or mine_span.kind != yours_span.kind:
            return False
        return mine_span.apart(yours_span)
    return False


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high`` on one axis; ``*_in``: the end itself belongs to it. ``kind``: what is counted."""

    kind: str
    low: float
    high: float
    low_in: bool = True
    high_in: bool = True

    @property
    def empty(self) -> bool:
        """Nothing lies in it."""
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    def covers(self, inner: Interval) -> bool:
        """Whether all of ``inner`` lies in it."""
        return not Interval.above(self.low, self.low_in, inner.low, inner.low_in) and not Interval.above(
            inner.high, not inner.high_in, self.high, not self.high_in
        )

    def apart(self, other: Interval) -> bool:
        """Whether the two have nothing in common."""
        return _met(self, other).empty

    @staticmethod
    def above(low: float, low_in: bool, other: float, other_in: bool) -> bool:
        """Whether a lower end lies above another: what is excluded lies above what is included."""
        return low > other or (low == other and other_in and not low_in)


def _met(one: Interval, other: Interval) -> Interval:
    low, out = max((one.low, not one.low_in), (other.low, not other.low_in))
    high, within = min((one.high, one.high_in), (other.high, other.high_in))
    return Interval(one.kind, low, high, not out, within)


def interval(name: str, given: Range) -> Interval | None:
    """The range as numbers; None where it cannot be compared: a time without a zone may fall in a clock change."""
    match ALL[name].kind:
        case "number" | "hour" as kind:
            least, most = (0, 23) if kind == "hour" else (-math.inf, math.inf)
            low = int(given.low) if given.low else least
            high = int(given.high) if given.high else most
            return Interval(kind, max(low, least), min(high, most))
        case "age":
            return Interval("age", _age(given.low, -1), _age(given.high, 1), given.low_in, given.high_in)
        case "time":
            return _time(given)
    return None


def _age(text: str, sign: int) -> float:
    age = read_age(text)
    return sign * math.inf if age is None else age.total_seconds()


def _time(given: Range) -> Interval | None:
    """Days against days, instants against instants."""
    ends = [end for end in (read_time(given.low), read_time(given.high)) if end is not None]
    if all(end.day for end in ends):
        low, high = read_time(given.low), read_time(given.high)
        first = -math.inf if low is None else low.at.toordinal() + (not given.low_in)
        last = math.inf if high is None else high.at.toordinal() - (not given.high_in)
        return Interval("day", first, last)
    if all(end.at.tzinfo is not None for end in ends):
        return Interval("instant", _instant(given.low, -1), _instant(given.high, 1), given.low_in, given.high_in)
    return None


def _instant(text: str, sign: int) -> float:
    found = read_time(text)
    if found is None:
        return sign * math.inf
    return (found.at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
