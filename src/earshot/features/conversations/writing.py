"""Writes cases, all at once: new conversations and entries, and whatever changed of stored ones."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation
from earshot.web import bulk

_FIXED = {"id", "workspace", "author", "network", "thread_key", "direct", "episode", "opened_at"}
_CHANGING = [field.attname for field in Conversation._meta.concrete_fields if field.name not in _FIXED]


def write(cases: Sequence[Case]) -> None:
    """Store the conversations and entries of cases, inside the caller's transaction. Every case has been decided."""
    planned = [case.conversation for case in cases if case.planned]
    changed = [_counted(case) for case in cases if not case.planned]
    bulk.insert_new(planned)
    bulk.update(changed, _CHANGING)
    _write_entries(cases)


def _counted(case: Case) -> Conversation:
    """The stored conversation with its next revision."""
    conversation = case.conversation
    conversation.revision += 1
    if case.is_news:
        conversation.news_revision = conversation.revision
    return conversation


def _write_entries(cases: Sequence[Case]) -> None:
    kept = [told.entry for case in cases if case.entries_changed for told in case.told if told.entry.pk is not None]
    new = [(case, told.entry) for case in cases for told in case.told if told.entry.pk is None]
    for case, entry in new:
        entry.conversation_id = case.conversation.pk
    bulk.insert_new([entry for _, entry in new])
    bulk.update(kept, ("received_at", "answered_at", "done_at"))
