"""Finds the stored conversations to which own posts speak."""

from __future__ import annotations

from collections.abc import Sequence

from earshot.features.conversations.models import Entry
from earshot.features.listening.models import Post

_ROUNDS = 5
"""How many of our own posts in a row are walked up to the outside post that they answer."""


def spoken_to(workspace_id: int, own: Sequence[Post]) -> set[int]:
    """Ids of the conversations that these own posts answer, through at most ``_ROUNDS`` own posts in a row."""
    if not own:
        return set()
    networks = {post.network for post in own}
    wanted = {post.parent_id for post in own if post.parent_id}
    outside: set[int] = set()
    for _ in range(_ROUNDS):
        if not wanted:
            break
        rows = list(
            Post.objects.filter(workspace_id=workspace_id, network__in=networks, canonical_id__in=wanted).values_list(
                "id", "ours", "parent_id"
            )
        )
        outside |= {post_id for post_id, ours, _ in rows if not ours}
        wanted = {parent_id for _, ours, parent_id in rows if ours and parent_id}
    found = set(Entry.objects.filter(post_id__in=outside).values_list("conversation_id", flat=True))
    return found | _exchanges(workspace_id, own)


def _exchanges(workspace_id: int, own: Sequence[Post]) -> set[int]:
    keys = {post.thread_key for post in own if post.kind == "message"}
    if not keys:
        return set()
    rows = Entry.objects.filter(
        post__workspace_id=workspace_id, post__thread_key__in=keys, conversation__direct=True
    ).values_list("conversation_id", flat=True)
    return set(rows)
