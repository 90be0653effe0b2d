"""Pairs of random versions: rules, additions, clocks, ladders and skills over a small space."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.engine.proofs.logic.documents import FIELDS, ROLES, conditions, documents

LADDERS = {
    "up": ([{"after": "10m", "to": "a1"}], [{"after": "10m", "to": "a1"}, {"after": "20m", "to": "b1"}]),
    "far": (
        [{"after": "10m", "to": "a1"}],
        [{"after": "20m", "to": "b1"}],
        [{"after": "10m", "to": "a1"}, {"continue": "top"}],
    ),
    "top": ([{"after": "20m", "to": "b1"}], [{"after": "30m", "to": "c1"}]),
}
"""Name -> what it may be; some of different names are the same."""
HOURS = {
    "day": ({"from": "09:00", "to": "18:00"}, {"from": "10:00", "to": "18:00"}),
    "night": ({"from": "18:00", "to": "09:00"}, {"from": "09:00", "to": "18:00"}),
}
CLOCKS = ("1h", {"day": "1h"}, {"day": "1h", "always": "2h"}, {"always": "1h"}, {"night": "1h"})


@st.composite
def versions(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Two documents, often with rules in common, and the fields of their conditions."""
    fields = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True))
    old, new = (draw(version(fields)) for _ in range(2))
    kept = old["rules"][: draw(st.integers(0, 3))]
    names = {rule["name"] for rule in kept}
    new["rules"] = [*kept, *(rule for rule in new["rules"] if rule["name"] not in names)]
    if draw(st.booleans()):
        new["also"] = [*old["also"][:1], *new["also"]]
    return old, new, fields


@st.composite
def version(draw: st.DrawFn, fields: list[str]) -> dict[str, Any]:
    document, _ = draw(documents(4, fields))
    document["hours"] = {name: {"days": "daily", **draw(st.sampled_from(some))} for name, some in HOURS.items()}
    document["ladders"] = {name: draw(st.sampled_from(some)) for name, some in LADDERS.items()}
    document["people"] = {"a1": {"skills": ["law", "tea"]}}
    for outcome in (*document["rules"], document["otherwise"]):
        draw(more(outcome))
    document["also"] += draw(st.lists(addition(fields), max_size=2))
    return {**document, "guarantees": [], "accepted": []}


@st.composite
def more(draw: st.DrawFn, outcome: dict[str, Any]) -> None:
    if draw(st.integers(0, 3)) == 0:
        outcome["ladder"] = draw(st.sampled_from(sorted(LADDERS)))
    if draw(st.integers(0, 3)) == 0:
        outcome["skill"] = draw(st.sampled_from(["law", "tea"]))
    if draw(st.integers(0, 1)) == 0:
        outcome["answer within"] = draw(st.sampled_from(CLOCKS))
    for letter in ("consulted", "informed"):
        if draw(st.integers(0, 4)) == 0:
            outcome[letter] = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True))


@st.composite
def addition(draw: st.DrawFn, fields: list[str]) -> dict[str, Any]:
    some = st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)
    return {"when": draw(conditions(fields, 1)), draw(st.sampled_from(["consulted", "informed"])): draw(some)}
