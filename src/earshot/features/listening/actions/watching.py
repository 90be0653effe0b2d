"""What people do with what watches keep."""

from __future__ import annotations

from django.db import transaction

from earshot.features.audit.actions import record
from earshot.features.listening.actions.holding import held
from earshot.features.listening.actions.topics import tell
from earshot.features.listening.models import Post
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock


@transaction.atomic
def ask_about(post: Post, actor: Membership, clock: Clock) -> Post:
    """Let a post be asked about that a watch alone has kept, or that was there before we began to listen: the policy
    decides about it as if a topic had found it. Answers the post as it stands now.

    Raises:
        NotAllowed: the actor may only look.
        NotFound: the post is of another workspace.
    """
    row = held(post, actor)
    row.watch_only = row.history = False
    row.save(update_fields=["watch_only", "history"])
    record(actor_of(actor), "post.ask_about", clock, row.workspace_id, "post", row.pk)
    tell(row.workspace_id, [row.pk], "topic")
    return row
