"""An independent, plain reading of the conditions of policies: the part of ``tests.oracle_policy`` that asks facts.

``holds(when, facts)`` with the names of the query language. A condition may use fields, comparisons with ``>=``, groups, AND, OR,
NOT and juxtaposition; that is what policies in tests need. ``posted`` is asked by whole days, ``hour`` of the document's zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"\s*(\(|\)|[^\s()]+:\(|[^\s()]+)")
_DEFAULTS = {"intent": "other", "sentiment": "neutral", "risk": 0, "followers": 0, "lang": "und", "kind": "post"}


def holds(when: str, facts: Mapping[str, Any], zone: str = "UTC") -> bool:
    """Whether a condition is true of the facts; NOT binds tighter than AND (or nothing), AND than OR. ``zone``: that of days and
    hours in the condition. What a conversation lacks makes a condition false."""
    known = _DEFAULTS | {name: value for name, value in facts.items() if value not in (None, "")}
    if "posted" in known:
        known["posted"] = datetime.fromisoformat(known["posted"]).astimezone(ZoneInfo(zone))
    tokens = _TOKEN.findall(when)
    result = _either(tokens, known)
    assert not tokens, f"the oracle does not read {when!r}"
    return result


def _either(tokens: list[str], facts: Mapping[str, Any]) -> bool:
    result = _both(tokens, facts)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        result = _both(tokens, facts) or result
    return result


def _both(tokens: list[str], facts: Mapping[str, Any]) -> bool:
    result = _one(tokens, facts)
    while tokens and tokens[0] not in ("OR", ")"):
        if tokens[0] == "AND":
            tokens.pop(0)
        result = _one(tokens, facts) and result
    return result


def _one(tokens: list[str], facts: Mapping[str, Any]) -> bool:
    token = tokens.pop(0)
    if token == "NOT":
        return not _one(tokens, facts)
    if token == "(":
        result = _either(tokens, facts)
        assert tokens.pop(0) == ")"
        return result
    if token.endswith(":("):
        words = list(_until_closed(tokens))
        return any(_has(facts, token[:-2], word) for word in words if word != "OR")
    if ">=" in token:
        name, _, least = token.partition(">=")
        return _reaches(facts, name, least)
    name, _, word = token.partition(":")
    return _has(facts, name, word)


def _until_closed(tokens: list[str]) -> Iterator[str]:
    while (token := tokens.pop(0)) != ")":
        yield token


def _reaches(facts: Mapping[str, Any], name: str, least: str) -> bool:
    if name in ("posted", "hour"):
        posted: datetime | None = facts.get("posted")
        if posted is None:
            return False
        return posted.hour >= int(least) if name == "hour" else posted.date().isoformat() >= least
    return int(facts.get(name, 0)) >= int(least)


def _has(facts: Mapping[str, Any], name: str, word: str) -> bool:
    """Case never matters; ``lang:zh`` covers ``zh-Hant``, ``site:`` what lies below it, ``has:media``
    whatever is attached, and ``author:`` is with @ or without."""
    value = facts.get(name, [])
    words = [each.casefold() for each in ([value] if isinstance(value, str) else value)]
    word = word.casefold()
    if name == "has" and word == "media":
        return any(one in ("media", "image", "video") for one in words)
    if name == "lang":
        return any(one == word or one.startswith(f"{word}-") for one in words)
    if name == "site":
        return any(one == word or one.endswith(f".{word}") for one in words)
    return (word.lstrip("@") if name == "author" else word) in words
