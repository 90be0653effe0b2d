"""Policies of any size, as a large house might write them: the same for the same size."""

from __future__ import annotations

import json
import random
from typing import Any

_INTENTS = ("complaint", "question", "praise", "purchase", "job")
_LANGUAGES = ("en", "ja", "zh-Hant", "zh-Hans", "ko", "de", "fr", "es")
_NETWORKS = ("bluesky", "mastodon", "reviews", "mail", "forum")
_TEAMS = tuple(f"team-{number:02}" for number in range(24))


def document(rules: int, seed: int = 1) -> str:
    """A document of so many rules (as JSON, which is YAML): what is special comes first, what is general last; one in
    a hundred was written twice."""
    draw = random.Random(seed)
    body = [_special(draw, number, rules) for number in range(rules - rules // 5)]
    general = [_general(draw, number) for number in range(rules // 5 - 2)]
    first = {
        "name": "Harm",
        "when": "risk>=70 OR topic:(recall OR injury)",
        "accountable": "crisis",
        "approve by": ["legal"],
    }
    last = {"name": "All else that addresses us", "when": "is:addressed", "accountable": _TEAMS[0]}
    found = [first, *body, *general, last]
    for number in range(50, rules, 100):
        found[number] = {**found[number], "when": found[number // 2]["when"]}
    return json.dumps(
        {
            "policy": f"{rules} rules",
            "zone": "Asia/Taipei",
            "roles": {
                "crisis": _role("c", "always"),
                "legal": _role("l", "office"),
                **{team: _role(team, _hours(team)) for team in _TEAMS},
            },
            "hours": {
                "office": {"days": "mon-fri", "from": "09:00", "to": "18:00"},
                "shop": {"days": "daily", "from": "09:00", "to": "21:00"},
            },
            "rules": [{**rule, "answer within": _within(draw, str(rule["accountable"]))} for rule in found],
            "also": [{"when": "followers>=50000", "informed": ["crisis"]}],
            "otherwise": {"accountable": _TEAMS[0]},
            "guarantees": [
                {"harm always involves the crisis team": "when risk>=70 then involves crisis"},
                {"injuries are approved by legal": "when topic:injury then approved by legal"},
                {"everybody is answered within a week": "when is:addressed then answer within <= 7d"},
                {"whoever is heard by many is told to the crisis team": "when followers>=90000 then involves crisis"},
            ],
        }
    )


def _role(name: str, hours: str) -> dict[str, Any]:
    people = [f"{name}-{number}" for number in range(3)]
    return {"lead": people[0], "members": people, "hours": hours}


def _hours(team: str) -> str:
    return ("office", "shop")[_TEAMS.index(team) % 2]


def _within(draw: random.Random, team: str) -> dict[str, str]:
    """Answers are owed in the hours of those who give them; one rule in forty overlooks that."""
    hours = "always" if team == "crisis" or draw.random() < 0.025 else _hours(team)
    return {hours: draw.choice(["1h", "2h", "4h", "8h"])}


def _special(draw: random.Random, number: int, rules: int) -> dict[str, Any]:
    """One topic of one brand or market, perhaps in one language or of one intent only."""
    where = draw.choice(
        [f"brand:brand-{draw.randrange(rules // 20 + 2)}", f"market:m{draw.randrange(rules // 40 + 2)}"]
    )
    parts = [f"topic:topic-{number // 2}", where]
    more = {
        f"intent:({' OR '.join(draw.sample(_INTENTS, 2))})": 0.4,
        f"lang:{draw.choice(_LANGUAGES)}": 0.3,
        f"network:{draw.choice(_NETWORKS)}": 0.2,
        f"risk>={draw.randrange(10, 70, 10)}": 0.2,
        f"followers>={draw.choice([1000, 10000])}": 0.1,
        f"NOT is:{draw.choice(['repost', 'reply'])}": 0.2,
    }
    parts += [part for part, chance in more.items() if draw.random() < chance]
    return {"name": f"Special {number}", "when": " AND ".join(parts), "accountable": draw.choice(_TEAMS)}


def _general(draw: random.Random, number: int) -> dict[str, Any]:
    """What concerns one market by intent and language."""
    when = f"market:g{number // 4} AND intent:{_INTENTS[number % 4]}"
    if draw.random() < 0.2:
        when += f" AND lang:{draw.choice(_LANGUAGES)}"
    return {"name": f"General {number}", "when": when, "accountable": draw.choice(_TEAMS)}
