"""The values behind ``field:`` and ``field>=``, read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from earshot.engine.query.ast import Range, Value
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import FieldKind, FieldSpec
from earshot.engine.query.moments import read_age, read_time
from earshot.kernel.texts import Said, say

Values = tuple[Value | Range, ...]
_OR = re.compile(r"\s+OR(?=[\s(\")\[])\s*")
_SPACE = re.compile(r"\s*")
_TO = re.compile(r"\s+TO\s+")
_EXAMPLES: dict[FieldKind, str] = {
    "number": "1000", "hour": "9", "time": "2026-11-01", "age": "2h", "open": "a value", "closed": "a value",
}  # fmt: skip
_RESERVED = frozenset(("AND", "OR", "NOT", "TO"))


def read_field(spec: FieldSpec, text: str, place: int, *, commas: bool, comparison: str = "") -> tuple[Values, int]:
    """(the values that begin at ``place``, the place behind them).

    ``commas``: a comma ends a value (inside ATLEAST). Raises QueryError.
    """
    reader = _Reader(spec, text, commas)
    if comparison:
        return reader.compared(place, comparison)
    if text.startswith("(", place):
        return reader.listed(place)
    value, end = reader.one(place)
    return (value,), end


class _Reader:
    def __init__(self, spec: FieldSpec, text: str, commas: bool) -> None:
        self.spec = spec
        self.text = text
        self.stops = '(),"' if commas else '()"'

    def listed(self, place: int) -> tuple[Values, int]:
        """``(a OR b)``."""
        opened, values = place, []
        place = self._space(place + 1)
        while True:
            value, place = self.one(place)
            values.append(value)
            joined = _OR.match(self.text, place)
            if joined is None:
                break
            place = joined.end()
        place = self._space(place)
        if not self.text.startswith(")", place):
            raise QueryError(
                say("The values of a list are joined by OR and closed by )."),
                opened,
                min(place + 1, len(self.text)),
                "OR or )",
                say("Write %(name)s:(a OR b).", name=self.spec.name),
            )
        return tuple(values), place + 1

    def _space(self, place: int) -> int:
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def one(self, place: int) -> tuple[Value | Range, int]:
        """A single value, quoted value or range."""
        if self.text.startswith("[", place):
            return self._range(place)
        word, end, quoted = self._raw(place)
        if self.spec.kind in ("open", "closed"):
            return self._word(word, place, end, quoted), end
        self._check(word, place, end)
        return Range(word, word), end

    def _raw(self, place: int) -> tuple[str, int, bool]:
        if self.text.startswith('"', place):
            close = self.text.find('"', place + 1)
            if close < 0:
                raise QueryError(
                    say("The quotes that open here are not closed."),
                    place,
                    len(self.text),
                    '"',
                    say('Write " at the end.'),
                )
            return self.text[place + 1 : close], close + 1, True
        end = place
        while end < len(self.text) and not self.text[end].isspace() and self.text[end] not in self.stops:
            if self.text.startswith("<<<", end):
                break
            end += 1
        return self.text[place:end], end, False

    def _word(self, word: str, start: int, end: int, quoted: bool) -> Value:
        if not word.strip():
            raise self._missing(start, end)
        if not quoted and word in _RESERVED:
            raise self._missing(start, end)
        if not quoted and "*" in word:
            raise QueryError(
                say("Wildcards work in words of the text, not in fields."),
                start,
                end,
                "a whole value",
                say("Write the value in full, or a list: %(name)s:(a OR b).", name=self.spec.name),
            )
        if self.spec.kind == "closed" and word.lower() not in self.spec.vocabulary:
            raise self._unknown(word, start, end)
        return Value(word.lower() if self.spec.kind == "closed" else word, quoted and self.spec.kind == "open")

    def _missing(self, start: int, end: int) -> QueryError:
        return QueryError(
            say("The value of %(name)s: is missing.", name=self.spec.name),
            start,
            max(end, min(start + 1, len(self.text))),
            "a value",
            say(
                "Write %(name)s:%(example)s.",
                name=self.spec.name,
                example=_example(self.spec),
            ),
        )

    def _unknown(self, word: str, start: int, end: int) -> QueryError:
        near = get_close_matches(word.lower(), self.spec.vocabulary, n=1)
        mend = say("Did you mean %(name)s?", name=near[0]) if near else say("Use one of the values listed.")
        return QueryError(
            say("%(name)s: knows no value “%(word)s”.", name=self.spec.name, word=word),
            start,
            end,
            "one of: " + ", ".join(self.spec.vocabulary),
            mend,
        )

    def compared(self, place: int, sign: str) -> tuple[Values, int]:
        """What stands behind ``>=`` and its kin."""
        if self.spec.kind in ("open", "closed"):
            raise QueryError(
                say("%(name)s has no order.", name=self.spec.name),
                place - len(sign),
                place,
                ":",
                say("Write %(name)s:%(example)s.", name=self.spec.name, example=_example(self.spec)),
            )
        word, end, _ = self._raw(place)
        self._check(word, place, end, sign)
        ranges = {
            "=": Range(word, word), ">=": Range(word, ""), "<=": Range("", word),
            ">": Range(word, "", low_in=False), "<": Range("", word, high_in=False),
        }  # fmt: skip
        return (_whole(ranges[sign]) if self.spec.kind in ("number", "hour") else ranges[sign],), end

    def _range(self, place: int) -> tuple[Range, int]:
        close = self.text.find("]", place)
        ends = _TO.split(self.text[place + 1 : close].strip()) if close >= 0 else []
        if self.spec.kind in ("open", "closed") or len(ends) != 2:
            raise QueryError(
                say("A range is written [from TO to]."),
                place,
                close + 1 if close >= 0 else len(self.text),
                "[a TO b]",
                say("Write %(name)s:%(form)s.", name=self.spec.name, form=self._form()),
            )
        low, high = ("" if end == "*" else end.strip('"') for end in ends)
        for end in (low, high):
            if end:
                self._check(end, place, close + 1)
        self._check_order(low, high, place, close + 1)
        return Range(low, high), close + 1

    def _form(self) -> str:
        return "value" if self.spec.kind in ("open", "closed") else f"[{_example(self.spec)} TO *]"

    def _check(self, word: str, start: int, end: int, sign: str = "") -> None:
        """Refuse what is no value of the field; the mend is in the spelling that was begun (``sign``)."""
        if self._key(word) is None:
            wanted = _wanted(self.spec)
            form = f"{sign}{_example(self.spec)}" if sign else f":{self._form()}"
            raise QueryError(
                say("“%(word)s” cannot be read as %(what)s.", word=word, what=wanted),
                start,
                max(end, min(start + 1, len(self.text))),
                wanted,
                say("Write %(what)s: %(name)s%(form)s", what=wanted, name=self.spec.name, form=form),
            )

    def _key(self, word: str) -> object:
        return _KEYS[self.spec.kind](word)

    def _check_order(self, low: str, high: str, start: int, end: int) -> None:
        if self.spec.kind == "time" or not low or not high:
            return
        if _sort_key(self.spec.kind, low) > _sort_key(self.spec.kind, high):
            across = say(
                "Turn it round; hours across midnight are hour>=%(low)s OR hour<=%(high)s.", low=low, high=high
            )
            mend = across if self.spec.kind == "hour" else say("Turn it round.")
            raise QueryError(say("The range ends before it begins."), start, end, f"[{high} TO {low}]", mend)


def _example(spec: FieldSpec) -> str:
    """A value that the field may have."""
    if spec.most:
        return str(spec.most * 7 // 10)
    return (*spec.vocabulary, _EXAMPLES[spec.kind])[0]


def _wanted(spec: FieldSpec) -> Said:
    """What a value of the field is, in words."""
    return say("a number from 0 to %(most)s", most=spec.most) if spec.most else _WANTED[spec.kind]


def _whole(given: Range) -> Range:
    """A comparison of whole numbers with both ends included."""
    low = str(int(given.low) + 1) if given.low and not given.low_in else given.low
    high = str(int(given.high) - 1) if given.high and not given.high_in else given.high
    return Range(low, high)


def _sort_key(kind: FieldKind, word: str) -> float:
    age = read_age(word) if kind == "age" else None
    return age.total_seconds() if age is not None else float(word)


def _read_number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 15 else None


def _read_hour(word: str) -> int | None:
    number = _read_number(word)
    return number if number is not None and number < 24 else None


_KEYS: dict[FieldKind, Callable[[str], object]] = {
    "number": _read_number, "hour": _read_hour, "time": read_time, "age": read_age,
}  # fmt: skip
_WANTED: dict[FieldKind, Said] = {
    "number": say("a whole number"), "hour": say("an hour from 0 to 23"), "time": say("a date or time"),
    "age": say("a duration such as 2h"),
}  # fmt: skip
