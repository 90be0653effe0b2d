"""Why a condition does not hold: the parts that would have to be otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from earshot.engine.policy.conditions import Condition, Part
from earshot.engine.policy.facts import Facts
from earshot.engine.query.ast import Field, Not


def failures(condition: Condition, facts: Facts, zone: str) -> list[dict[str, Any]]:
    """The parts that keep a condition from holding, each with what the facts have there; empty where it holds.

    Of parts joined by AND those that fail, of parts joined by OR all (any of them would do); below NOT those that hold
    although they should not (``negated``).
    """
    return [*_failures(condition.whole, True, condition.text, facts, ZoneInfo(zone))]


def _failures(part: Part, wanted: bool, text: str, facts: Facts, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    if part.holds(facts) == wanted:
        return
    node = part.node
    if isinstance(node, Field):
        yield _failure(node, wanted, text, facts, zone)
        return
    below = not wanted if isinstance(node, Not) else wanted
    for child in part.below:
        yield from _failures(child, below, text, facts, zone)


def _failure(node: Field, wanted: bool, text: str, facts: Facts, zone: ZoneInfo) -> dict[str, Any]:
    start, end = node.span
    asked = text[start:end] if wanted else f"NOT {text[start:end]}"
    failure = {"condition": asked, "field": node.name, "value": _value(node.name, facts, zone)}
    return failure if wanted else {**failure, "negated": True}


def _value(name: str, facts: Facts, zone: ZoneInfo) -> object:
    """What the facts have in a field, as JSON knows it; None where they have nothing."""
    value = facts.values.get("posted" if name == "hour" else name)
    if isinstance(value, datetime):
        return value.astimezone(zone).hour if name == "hour" else value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value
