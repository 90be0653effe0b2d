"""What the database can already tell of a query: necessary conditions on columns, never more."""

from __future__ import annotations

from django.db.models import Q

from earshot.engine.query import Query
from earshot.engine.query.ast import And, Field, Node, Value
from earshot.features.conversations.models import State
from earshot.features.people.models import Membership

COLUMNS = {
    "network": "network__iexact",
    "sentiment": "sentiment__iexact",
    "intent": "intent__iexact",
    "kind": "kind__iexact",
    "brand": "brand__iexact",
    "team": "role__iexact",
}


def narrowed(query: Query, membership: Membership) -> Q:
    """A condition that every matching conversation fulfils; the evaluator decides about the rest."""
    condition = Q()
    for node in _necessary(query.tree):
        if isinstance(node, Field):
            condition &= _of(node, membership)
    return condition


def _necessary(node: Node) -> tuple[Node, ...]:
    return tuple(part for child in node.children for part in _necessary(child)) if isinstance(node, And) else (node,)


def _of(field: Field, membership: Membership) -> Q:
    words = [value.text.casefold() for value in field.values if isinstance(value, Value)]
    if len(words) != len(field.values):
        return Q()
    condition = Q(pk__in=[])
    for word in words:
        condition |= _one(field.name, word, membership)
    return condition


def _one(name: str, word: str, membership: Membership) -> Q:
    """One value; an empty condition (anything) where the database cannot tell."""
    if name == "state":
        return ~Q(state=State.RESOLVED) if word == "open" else Q(state=word)
    if name == "assignee":
        word = membership.handle if word == "me" else word
        return Q(accountable__handle__iexact=word) | Q(covering__handle__iexact=word)
    if name in COLUMNS:
        return Q(**{COLUMNS[name]: word})
    return ~Q(pk__in=[])
