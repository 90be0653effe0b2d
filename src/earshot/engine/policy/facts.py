"""The facts of a conversation, complete: what a post lacks is filled, so the space proved is the space that runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Value = str | int | datetime | frozenset[str]

INTENTS = ("complaint", "question", "praise", "purchase", "press", "job", "spam", "other")
SENTIMENTS = ("negative", "neutral", "positive")
KINDS = ("post", "comment", "message", "review", "mail", "news")

_CLOSED = {"intent": (INTENTS, "other"), "sentiment": (SENTIMENTS, "neutral"), "kind": (KINDS, "post")}
_WORDS = ("network", "channel", "brand", "market", "author", "country", "site", "campaign", "emotion")
_FLAGS = ("addressed", "advocate", "question", "reply", "repost", "quote", "verified")


@dataclass(frozen=True, slots=True)
class Facts:
    """``values`` by field of the query language; ``turn_since``: since when an answer is owed (aware), if known."""

    values: Mapping[str, Value]
    turn_since: datetime | None = None
    keys: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    """Texts as they are compared: without case, single values as sets of one."""
    numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys, numbers = {}, {}
        for name, value in self.values.items():
            if isinstance(value, str):
                keys[name] = _key(value)
            elif isinstance(value, frozenset):
                keys[name] = frozenset([word.strip().casefold() for word in value])
            elif isinstance(value, int):
                numbers[name] = value
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "numbers", numbers)


@lru_cache(maxsize=1024)
def _key(value: str) -> frozenset[str]:
    """Most facts take one of a few values, conversation after conversation."""
    return frozenset((value.strip().casefold(),))


def fill_facts(given: Mapping[str, Any] | Facts, zone: str = "UTC") -> Facts:
    """Facts from a mapping: a conversation's facts, or a post of the shell's JSON (``topics``, ``tags`` and flags of
    their own are read too). Times without zone are in ``zone``.

    Total: a value outside a closed vocabulary counts as its neutral one (other, neutral, post), numbers are cut to
    whole numbers and to their range, what can not be read is lacking.
    """
    if isinstance(given, Facts):
        return given
    values: dict[str, Value] = {
        "risk": min(100, _whole(given.get("risk"))),
        "followers": _whole(given.get("followers")),
        "lang": _word(given.get("lang")) or "und",
        "topic": _words(given.get("topic")) | _words(given.get("topics")),
        "tag": _words(given.get("tag")) | _words(given.get("tags")),
        "is": _flags(given),
        "has": _words(given.get("has")) | _media(given.get("media")),
    }
    for name, (vocabulary, neutral) in _CLOSED.items():
        word = _word(given.get(name)).lower()
        values[name] = word if word in vocabulary else neutral
    for name in _WORDS:
        if word := _word(given.get(name)):
            values[name] = word
    posted = _moment(given.get("posted"), zone)
    if posted is not None:
        values["posted"] = posted
    return Facts(values, _moment(given.get("turn_since"), zone))


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


_NONE: frozenset[str] = frozenset()


def _words(value: object) -> frozenset[str]:
    if value is None:  # most facts are lacking, and asking what they are would cost more than all the rest
        return _NONE
    if type(value) is list:
        return frozenset([word for word in value if isinstance(word, str)])
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
        return frozenset(word for word in value if isinstance(word, str))
    return frozenset()


def _media(value: object) -> frozenset[str]:
    kinds = _words(value)
    return kinds | {"media"} if kinds else kinds


def _flags(given: Mapping[str, Any]) -> frozenset[str]:
    flags = {word.lower() for word in _words(given.get("is"))}
    flags.update([name for name in _FLAGS if given.get(name) is True])
    if given.get("reply_to"):
        flags.add("reply")
    return frozenset(flags)


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
