"""Writes cases, all at once: new conversations and entries, and whatever changed of stored ones."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.features.conversations.bulk import insert_models
from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation, Entry

_FIXED = {"id", "workspace", "author", "network", "thread_key", "direct", "episode", "opened_at"}
_CHANGING = [field.name for field in Conversation._meta.concrete_fields if field.name not in _FIXED]


def write(cases: Sequence[Case]) -> None:
    """Store the conversations and entries of cases, inside the caller's transaction. Every case has been decided.

    Stored conversations are written by one "insert or update" statement, which costs a fifth of Django's bulk update.
    """
    planned = [case for case in cases if case.planned]
    changed = [case for case in cases if not case.planned]
    insert_models(Conversation, [case.conversation for case in planned])
    for case in changed:
        case.conversation.revision += 1
    if changed:
        Conversation.objects.bulk_create(
            [case.conversation for case in changed],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_CHANGING,
            batch_size=500,
        )
    _write_entries(cases)


def _write_entries(cases: Sequence[Case]) -> None:
    kept = [told.entry for case in cases if case.entries_changed for told in case.told if told.entry.pk is not None]
    new = [(case, told.entry) for case in cases for told in case.told if told.entry.pk is None]
    for case, entry in new:
        entry.conversation_id = case.conversation.pk
    insert_models(Entry, [entry for _, entry in new])
    if kept:
        Entry.objects.bulk_update(kept, ["received_at", "answered_at", "done_at"], batch_size=500)
