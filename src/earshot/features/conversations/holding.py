"""What every act on a conversation begins and ends with: may the person, is it still what they saw, tell the pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.conversations.models import Conversation
from earshot.features.notices.actions import acknowledge
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict, NotFound
from earshot.web import live


def hold(conversation: Conversation, actor: Membership, revision: int | None = None) -> Conversation:
    """The conversation as it stands now, held until the transaction ends.

    Raises:
        NotAllowed: a viewer only looks.
        NotFound: it is of another workspace, or gone.
        Conflict: there is something to read that came after ``revision``.
    """
    require(actor, Role.MEMBER)
    rows = Conversation.objects.filter(workspace_id=actor.workspace_id, pk=conversation.pk)
    held = rows.select_for_update().first()
    if held is None or not actor.active:
        raise NotFound(_("There is no such conversation here."), _("Go back to the inbox and choose one."))
    if revision is not None and held.has_news_since(revision):
        raise Conflict(
            _("This conversation has changed since you looked."), _("Look at what is new, then decide again.")
        )
    return held


def keep(held: Conversation, clock: Clock, *columns: str) -> None:
    """Store these columns with a new revision, and tell the pages."""
    held.revision += 1
    held.news_revision = held.revision
    held.save(update_fields=[*columns, "revision", "news_revision"])
    tell(held, clock)


def tell(conversation: Conversation, clock: Clock) -> None:
    """Tell open pages that the conversation differs."""
    live.publish(
        clock,
        conversation.workspace_id,
        "conversation.changed",
        conversation.pk,
        state=conversation.state,
        accountable=conversation.accountable_id,
        revision=conversation.revision,
        thread=conversation.thread_key,
    )


def write_down(conversation: Conversation, actor: Membership, verb: str, clock: Clock, **detail: object) -> None:
    """Keep a person's act in the audit trail. Whoever acts on a conversation has taken it up."""
    acknowledge(actor.pk, ("conversation", conversation.pk), clock)
    record(
        actor_of(actor), f"conversation.{verb}", clock, actor.workspace_id, "conversation", conversation.pk, **detail
    )
