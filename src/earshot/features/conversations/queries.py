"""Every read of the feature. ``access_*`` are the only doors to its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from earshot.features.conversations.facts import facts_of
from earshot.features.conversations.models import Conversation, Entry, Merged, Note, State
from earshot.features.people.models import Membership

__all__ = [
    "access_belonging",
    "access_conversations",
    "access_notes",
    "all_deleted",
    "conversations_of_posts",
    "facts_of",
    "open_conversations",
]

Row = TypeVar("Row", bound=Model)


def access_conversations(membership: Membership) -> QuerySet[Conversation]:
    """The conversations that this seat may see: those of its workspace, none once it is inactive."""
    if not membership.active:
        return Conversation.objects.none()
    return Conversation.objects.filter(workspace_id=membership.workspace_id)


def access_belonging(rows: QuerySet[Row], membership: Membership) -> QuerySet[Row]:
    """Those rows whose ``conversation`` this seat may see.

    By a join: for ``conversation__in`` SQLite writes down every conversation of the workspace first.
    """
    return rows.filter(conversation__workspace=membership.workspace_id) if membership.active else rows.none()


def merged_into(membership: Membership, conversation_id: int) -> int | None:
    """The number of the conversation that this one has become part of; None where it has not."""
    found = Merged.objects.filter(workspace=membership.workspace_id, pk=conversation_id)
    return found.values_list("into_id", flat=True).first()


def access_notes(membership: Membership) -> QuerySet[Note]:
    """The notes on those conversations, oldest first."""
    return access_belonging(Note.objects.order_by("id"), membership)


def open_conversations(workspace_id: int) -> QuerySet[Conversation]:
    """``state:open``: everything that is not resolved, for the machine (no membership)."""
    return Conversation.objects.filter(workspace_id=workspace_id).exclude(state=State.RESOLVED)


def all_deleted(conversation_ids: Collection[int]) -> set[int]:
    """Those of these conversations of which no post is left: all were deleted on the network."""
    left = Entry.objects.filter(conversation_id__in=conversation_ids, post__deleted_at=None)
    return set(conversation_ids) - set(left.values_list("conversation_id", flat=True))


def conversations_of_posts(membership: Membership, post_ids: Iterable[int]) -> dict[int, int]:
    """The conversation of each post that has one."""
    # Two readings of an index: as one join SQLite walks through every conversation of the workspace.
    rows = Entry.objects.filter(post_id__in=list(post_ids)).order_by("id").values_list("post_id", "conversation_id")
    owner = dict(rows)
    seen = set(access_conversations(membership).filter(pk__in=set(owner.values())).values_list("pk", flat=True))
    return {post_id: pk for post_id, pk in owner.items() if pk in seen}
