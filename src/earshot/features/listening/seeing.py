"""Which stored posts a member may see: all of the workspace, but for what only somebody else's own watch keeps.

Such a post is kept for watches alone (``Post.watch_only``), and no mention in its thread is of a topic, of a watch for
everybody, or of one of the member's own. A reply that was kept because its thread is watched is seen with the thread.
Where nobody else in the workspace has ever had a watch of their own, nothing is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from earshot.features.listening.models import Mention, Post, Topic
from earshot.features.people.models import Membership


def seen_by(membership: Membership) -> Q:
    """The condition on posts of the member's workspace."""
    thread = {f"post__{name}": OuterRef(name) for name in ("workspace", "network", "thread_key")}
    told = Mention.objects.filter(Q(topic__watcher=None) | Q(topic__watcher=membership), **thread)
    return Q(watch_only=False) | ~Exists(_of_others(membership)) | Exists(told)


def _of_others(membership: Membership) -> QuerySet[Topic]:
    """Watches that others have for themselves, the archived ones too: what they kept stays theirs."""
    own = Topic.objects.filter(workspace=membership.workspace_id, watcher__isnull=False)
    return own.exclude(watcher=membership)


class Seeing:
    """What one member may see, for whoever goes through many posts: where nothing is hidden, one question in all."""

    def __init__(self, membership: Membership) -> None:
        self._membership = membership
        self._hides: bool | None = None

    def only(self, post_ids: Sequence[int]) -> list[int]:
        """Those of the posts that the member may see, in the same order."""
        if self._hides is None:
            self._hides = _of_others(self._membership).exists()
        if not self._hides:
            return list(post_ids)
        rows = Post.objects.filter(seen_by(self._membership), pk__in=post_ids)
        seen = set(rows.values_list("pk", flat=True))
        return [pk for pk in post_ids if pk in seen]
