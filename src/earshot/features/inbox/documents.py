"""A conversation as the query language reads it: each of its posts, with the facts of the whole.

A conversation matches where one of its posts does, as topics are matched post by post; ``late -refund`` finds the
post that says late and not refund. What is known of the whole (state, who has it, topics, risk) wins over the post's.
Only what the query asks about is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earshot.engine.query import Document, Query
from earshot.engine.query.document import FieldValue
from earshot.features.conversations.models import Conversation, Entry, State
from earshot.features.listening.reading import current_versions, fields_of, read_documents
from earshot.features.people.models import Membership

FLAGS = ("addressed", "advocate", "verified")
"""What holds of the whole where it holds of one of its posts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and when."""

    membership: Membership
    now: datetime


Row = Mapping[str, Any]
"""Columns of a conversation by name."""
Read = tuple[tuple[str, ...], Callable[[Row, Asked], FieldValue]]
"""The columns that a value is made of, and how. A value that is empty leaves the post's own standing."""


def documents(
    conversation_ids: Collection[int], query: Query, membership: Membership, now: datetime
) -> dict[int, list[tuple[int, Document]]]:
    """By conversation id: each of its posts (id, document)."""
    fields = fields_of(query)
    whole = _values(conversation_ids, fields, Asked(membership, now))
    found: dict[int, list[tuple[int, Document]]] = defaultdict(list)
    # Two short readings of an index each: as one join it is a scan of every version there is.
    entries = Entry.objects.filter(conversation_id__in=conversation_ids)
    owner = dict(entries.values_list("post_id", "conversation_id"))
    for post_id, own in read_documents(current_versions(owner), fields - ALWAYS_OF_THE_WHOLE):
        values = {**own.values, **whole.get(owner[post_id], {})}
        if "is" in values:
            values["is"] = frozenset(own.values["is"]) | values["is"]  # type: ignore[arg-type,operator]  # sets
        found[owner[post_id]].append((post_id, Document(own.text, own.title, own.bio, values)))
    return found


def _values(ids: Collection[int], fields: Collection[str], asked: Asked) -> dict[int, dict[str, FieldValue]]:
    """What is known of each conversation as a whole, as far as it is asked for: one query, or none."""
    reads = {name: OF_THE_WHOLE[name] for name in fields if name in OF_THE_WHOLE}
    if not reads:
        return {}
    columns = sorted({column for some, _ in reads.values() for column in some})
    rows = Conversation.objects.filter(pk__in=ids).values("pk", *columns)
    return {
        row["pk"]: {name: value for name, (_, made) in reads.items() if (value := made(row, asked)) not in ("", None)}
        for row in rows
    }


def _plain(column: str) -> Read:
    return (column,), lambda row, asked: row[column]


def _set(column: str) -> Read:
    return (column,), lambda row, asked: frozenset(row[column])


def _is(row: Row, asked: Asked) -> FieldValue:
    holds = {flag for flag in row["flags"] if flag in FLAGS}
    if row["turn_since"] is not None and row["handling"] == "answer":  # what needs no answer lacks none
        holds.add("unanswered")
    if row["deadline_at"] is not None and row["deadline_at"] <= asked.now:
        holds.add("overdue")
    return frozenset(holds)


def _assignee(row: Row, asked: Asked) -> FieldValue:
    handles = {row["accountable__handle"], row["covering__handle"]} - {None}
    mine = asked.membership.pk in (row["accountable_id"], row["covering_id"])
    return frozenset(handles | {"me"} if mine else handles)


OF_THE_WHOLE: dict[str, Read] = {
    **{name: _plain(name) for name in ("brand", "market", "sentiment", "intent", "risk", "followers")},
    "channel": _plain("channel__name"),
    "team": _plain("role"),
    "topic": _set("topics"),
    "tag": _set("tags"),
    "is": (("flags", "turn_since", "handling", "deadline_at"), _is),
    "assignee": (("accountable_id", "accountable__handle", "covering_id", "covering__handle"), _assignee),
    "state": (
        ("state",),
        lambda row, asked: frozenset({row["state"], *(["open"] if row["state"] != State.RESOLVED else [])}),
    ),
}
ALWAYS_OF_THE_WHOLE = frozenset({"topic", "tag", "risk", "sentiment", "intent", "followers", "channel"})
"""Fields that every conversation has: the post's own value is never asked for."""
