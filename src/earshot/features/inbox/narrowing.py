"""What the database can already tell of a query: necessary conditions on columns, never more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from earshot.engine.query import Query
from earshot.engine.query.ast import And, Field, Node, Range, Value
from earshot.features.conversations.models import State
from earshot.features.people.models import Membership

COLUMNS = {
    "network": "network",
    "sentiment": "sentiment",
    "intent": "intent",
    "brand": "brand",
    "market": "market",
    "team": "role",
    "channel": "channel__name",
}
"""Field -> column, where the two hold the same value for the whole conversation."""
NUMBERS = ("risk", "followers")
ANYTHING = Q()


def narrowed(query: Query, membership: Membership, now: datetime) -> Q:
    """A condition that every matching conversation fulfils; the evaluator decides about the rest."""
    condition = ANYTHING
    for node in _necessary(query.tree):
        if isinstance(node, Field):
            condition &= _any_of([_one(node.name, value, membership, now) for value in node.values])
    return condition


def _necessary(node: Node) -> tuple[Node, ...]:
    return tuple(part for child in node.children for part in _necessary(child)) if isinstance(node, And) else (node,)


def _any_of(conditions: list[Q]) -> Q:
    if not conditions or any(condition == ANYTHING for condition in conditions):
        return ANYTHING
    joined = conditions[0]
    for condition in conditions[1:]:
        joined |= condition
    return joined


def _one(name: str, value: Value | Range, membership: Membership, now: datetime) -> Q:
    """One value of a field; anything where the database cannot tell."""
    if isinstance(value, Range):
        return _range(name, value) if name in NUMBERS else ANYTHING
    word = value.text.casefold()
    if name in COLUMNS:
        return Q(**{f"{COLUMNS[name]}__iexact": word})
    known: dict[str, Callable[[], Q]] = {
        "state": lambda: _state(word),
        "assignee": lambda: _assignee(word, membership),
        "is": lambda: _is(word, now),
    }
    return known[name]() if name in known else ANYTHING


def _state(word: str) -> Q:
    return Q(state__in=[each for each in State if each != State.RESOLVED]) if word == "open" else Q(state=word)


def _assignee(word: str, membership: Membership) -> Q:
    handle = membership.handle if word == "me" else word
    return Q(accountable__handle__iexact=handle) | Q(covering__handle__iexact=handle)


def _is(word: str, now: datetime) -> Q:
    if word == "unanswered":
        return Q(turn_since__isnull=False, handling="answer")
    return Q(deadline_at__lte=now) if word == "overdue" else ANYTHING


def _range(name: str, value: Range) -> Q:
    """Generous at both ends; ends that are no whole numbers are left to the evaluator."""
    condition = ANYTHING
    for end, sign in ((value.low, "gte"), (value.high, "lte")):
        if end.isascii() and end.isdigit():
            condition &= Q(**{f"{name}__{sign}": int(end)})
    return condition
