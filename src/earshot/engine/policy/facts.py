"""The facts of a conversation, complete: what a post lacks is filled, so the space proved is the space that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from earshot.engine.query.fieldtests import value_key

Value = str | int | datetime | frozenset[str]

INTENTS = ("complaint", "question", "praise", "purchase", "press", "job", "spam", "other")
SENTIMENTS = ("negative", "neutral", "positive")
KINDS = ("post", "comment", "message", "review", "mail", "news")

_CLOSED = {"intent": (INTENTS, "other"), "sentiment": (SENTIMENTS, "neutral"), "kind": (KINDS, "post")}
_WORDS = ("network", "channel", "brand", "market", "author", "country", "site", "campaign", "emotion")
_FLAGS = ("addressed", "advocate", "question", "reply", "repost", "quote", "verified")


_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """``values`` by field of the query language; ``turn_since``: since when an answer is owed (aware), if known."""

    values: Mapping[str, Value]
    turn_since: datetime | None = None
    keys: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    """Texts as the query language compares them (without case or width), single values as sets of one."""
    numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)

    @property
    def lang(self) -> str:
        """The tag of its language; ``und`` where it is not known."""
        return str(self.values.get("lang", "und"))

    def __post_init__(self) -> None:
        keys, numbers = {}, {}
        for name, value in self.values.items():
            if isinstance(value, str):
                keys[name] = _key(value)
            elif isinstance(value, frozenset):
                keys[name] = _keys(value) if value else _NONE
            elif isinstance(value, int):
                numbers[name] = value
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "numbers", numbers)


@lru_cache(maxsize=1024)
def _key(value: str) -> frozenset[str]:
    """Most facts take one of a few values, conversation after conversation."""
    return frozenset((value_key(value),))


@lru_cache(maxsize=1024)
def _keys(words: frozenset[str]) -> frozenset[str]:
    return frozenset([value_key(word) for word in words])


_LACKING: dict[str, Value] = {
    "risk": 0,
    "followers": 0,
    "lang": "und",
    "topic": _NONE,
    "tag": _NONE,
    "is": _NONE,
    "has": _NONE,
    **{name: neutral for name, (_, neutral) in _CLOSED.items()},
}
"""What a conversation has that says nothing of itself."""


def fill_facts(given: Mapping[str, Any] | Facts, zone: str = "UTC") -> Facts:
    """Facts from a mapping: a conversation's facts, or a post of the shell's JSON (``topics``, ``tags`` and flags of
    their own are read too). Times without zone are in ``zone``.

    Total: a value outside a closed vocabulary counts as its neutral one (other, neutral, post), numbers are cut to
    whole numbers and to their range, what can not be read is lacking.
    """
    if isinstance(given, Facts):
        return given
    values = _LACKING.copy()
    for name, value in given.items():  # what is given is less than what there might be
        reader = _READERS.get(name)
        if reader is not None and value is not None:
            reader(values, name, value)
    posted = given.get("posted")
    if posted is not None and (moment := _moment(posted, zone)) is not None:
        values["posted"] = moment
    since = given.get("turn_since")
    return Facts(values, None if since is None else _moment(since, zone))


def _read_risk(values: dict[str, Value], name: str, value: object) -> None:
    values[name] = min(100, _whole(value))


def _read_number(values: dict[str, Value], name: str, value: object) -> None:
    values[name] = _whole(value)


def _read_closed(values: dict[str, Value], name: str, value: object) -> None:
    """One of a few words; anything else leaves the neutral one."""
    word = _word(value).lower()
    if word in _CLOSED[name][0]:
        values[name] = word


def _read_word(values: dict[str, Value], name: str, value: object) -> None:
    if word := _word(value):
        values[name] = word


def _read_words(values: dict[str, Value], name: str, value: object) -> None:
    """``topics`` and ``tags`` are a post's words for ``topic`` and ``tag``."""
    _add(values, _PLURALS.get(name, name), _words(value))


def _read_media(values: dict[str, Value], _name: str, value: object) -> None:
    kinds = _words(value)
    _add(values, "has", kinds | {"media"} if kinds else kinds)


def _read_flags(values: dict[str, Value], name: str, value: object) -> None:
    _add(values, name, frozenset([word.lower() for word in _words(value)]))


def _read_flag(values: dict[str, Value], name: str, value: object) -> None:
    if value is True:
        _add(values, "is", frozenset((name,)))


def _read_reply(values: dict[str, Value], _name: str, value: object) -> None:
    if value:
        _add(values, "is", frozenset(("reply",)))


def _add(values: dict[str, Value], name: str, words: frozenset[str]) -> None:
    there = values[name]
    values[name] = there | words if isinstance(there, frozenset) and there else words


_PLURALS = {"topics": "topic", "tags": "tag"}

_READERS: dict[str, Callable[[dict[str, Value], str, object], None]] = {
    "risk": _read_risk,
    "followers": _read_number,
    "lang": _read_word,
    **dict.fromkeys(("topic", "tag", "has", *_PLURALS), _read_words),
    **dict.fromkeys(_CLOSED, _read_closed),
    **dict.fromkeys(_WORDS, _read_word),
    **dict.fromkeys(_FLAGS, _read_flag),
    "is": _read_flags,
    "media": _read_media,
    "reply_to": _read_reply,
}


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _words(value: object) -> frozenset[str]:
    if type(value) is list:
        return frozenset([word for word in value if isinstance(word, str)])
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
        return frozenset(word for word in value if isinstance(word, str))
    return _NONE


def _whole(value: object) -> int:
    """A whole number of at least 0; a fraction is cut, so that ``risk>=70`` is true of no 69.9."""
    try:
        return max(0, int(value)) if isinstance(value, int | float) else 0
    except (OverflowError, ValueError):  # infinity and not-a-number
        return 0


def _moment(value: object, zone: str) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
