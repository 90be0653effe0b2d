"""The facts of a conversation, read the slow and obvious way: the oracle of ``fill_facts``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from earshot.engine.policy.facts import INTENTS, KINDS, SENTIMENTS, Facts, Value

_CLOSED = {"intent": (INTENTS, "other"), "sentiment": (SENTIMENTS, "neutral"), "kind": (KINDS, "post")}
_WORDS = ("network", "channel", "brand", "market", "author", "country", "site", "campaign", "emotion")
_FLAGS = ("addressed", "advocate", "question", "reply", "repost", "quote", "verified")


def plain_facts(given: Mapping[str, Any], zone: str = "UTC") -> Facts:
    """What ``fill_facts`` must answer: every field asked for, one after the other."""
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


def _words(value: object) -> frozenset[str]:
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
