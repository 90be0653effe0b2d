"""What people do here: write, send, take back, and decide where the machine cannot tell."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.audit.actions import Actor, record
from earshot.features.conversations.actions import mark_writing
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import gate
from earshot.features.delivery.models import Draft, Publication, State
from earshot.features.delivery.moves import load, move, restore_draft
from earshot.features.delivery.outbox import obey
from earshot.features.delivery.queueing import UNDO as UNDO  # its name for the features above
from earshot.features.delivery.queueing import check_turn, checked, may_write, queue
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict

Word = Literal["send", "sent", "drop"]


@transaction.atomic
def save_draft(conversation: Conversation, text: str, by: Membership, clock: Clock) -> Draft | None:
    """Keep what ``by`` is writing; an empty text removes it. Drafts are no acts: nothing is audited or published.

    Raises:
        NotFound: the conversation is of another workspace.
        NotAllowed: a viewer.
    """
    may_write(conversation, by)
    if not text.strip():
        Draft.objects.filter(conversation=conversation, by=by).delete()
        return None
    draft, _made = Draft.objects.update_or_create(
        conversation=conversation, by=by, defaults={"text": text, "updated_at": clock.now()}
    )
    mark_writing(conversation, by, clock)
    return draft


@transaction.atomic
def send(
    conversation: Conversation, text: str, by: Membership, channel: Channel, clock: Clock, revision: int
) -> Publication:
    """Queue a reply to the newest outside post. It goes out after :data:`UNDO`, until then it can be taken back.

    ``revision`` is that of the conversation which the writer saw.

    Raises:
        ApprovalNeeded: the policy wants it approved first (``approving.actions.ask``).
        Collision: somebody else has answered this turn; carries their text.
        Conflict: the conversation has changed since the writer looked.
        BadInput: empty, too long, or this channel cannot answer here.
        NotFound: the conversation is of another workspace.
        NotAllowed: a viewer.
    """
    may_write(conversation, by)
    current = Conversation.objects.select_for_update().select_related("newest_post").get(pk=conversation.pk)
    check_turn(current, revision)
    gate.check_free(current, clock.now())
    publication = queue(current, checked(text.strip(), current, channel), by, channel, clock)
    Draft.objects.filter(conversation=current, by=by).delete()
    _audit(by, "reply.send", publication, clock, channel=channel.name)
    return publication


@transaction.atomic
def take_back(publication: Publication, by: Membership, clock: Clock) -> Publication:
    """Stop a reply that has not been claimed yet; its words go back into its writer's draft.

    Raises:
        Conflict: it is on its way already, or has arrived.
    """
    may_write(publication.conversation, by)
    queued = load(publication.pk, State.QUEUED)
    if queued is None:
        raise Conflict(
            _("It is too late to take this reply back."),
            _("It is on its way. Once it has arrived you can delete it on the network."),
        )
    restore_draft(queued, clock)
    move(queued, State.TAKEN_BACK, clock)
    _audit(by, "reply.take_back", queued, clock)
    return queued


@transaction.atomic
def answer_held(publication: Publication, word: Word, by: Membership, clock: Clock) -> Publication:
    """A person's word where the machine cannot tell.

    ``send``: send it now (again); ``sent``: I have seen it on the network; ``drop``: do not send it.

    Raises:
        ApprovalNeeded: to ``send``, where the policy wants it approved by now.
        Conflict: it no longer waits for a decision.
        BadInput: another word.
    """
    may_write(publication.conversation, by)
    if word not in ("send", "sent", "drop"):
        raise BadInput(_("There is no such answer."), _("Choose to send it, to drop it, or that it has arrived."))
    held = load(publication.pk, State.HELD)
    if held is None:
        raise Conflict(_("This reply no longer waits for a decision."), _("Look at where it stands now."))
    if word == "send":
        gate.check(held, clock.now())
    obey(held, word, by.name, clock)
    _audit(by, f"reply.{word}_held", held, clock)
    return held


def _audit(by: Membership, verb: str, publication: Publication, clock: Clock, **detail: object) -> None:
    record(
        Actor(by.pk, by.name),
        verb,
        clock,
        publication.workspace_id,
        "publication",
        publication.pk,
        conversation=publication.conversation_id,
        **detail,
    )
