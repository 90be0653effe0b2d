"""What people do here: write, send, take back, and decide where the machine cannot tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.features.audit.actions import Actor, record
from earshot.features.conversations.actions import mark_writing
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.errors import Collision
from earshot.features.delivery.keys import KeyMaker
from earshot.features.delivery.lengths import over
from earshot.features.delivery.models import Draft, Publication, State
from earshot.features.delivery.moves import load, move, restore_draft, tell
from earshot.features.delivery.outbox import obey
from earshot.features.delivery.queries import answer_to_newest, limit_of, speaking_channels, under_way
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotFound

UNDO = timedelta(seconds=10)
Word = Literal["send", "sent", "drop"]

_keys = KeyMaker()


@transaction.atomic
def save_draft(conversation: Conversation, text: str, by: Membership, clock: Clock) -> Draft | None:
    """Keep what ``by`` is writing; an empty text removes it. Drafts are no acts: nothing is audited or published.

    Raises:
        NotFound: the conversation is of another workspace.
        NotAllowed: a viewer.
    """
    _may_write(conversation, by)
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
        Collision: somebody else has answered this turn; carries their text.
        Conflict: the conversation has changed since the writer looked.
        BadInput: empty, too long, or this channel cannot answer here.
        NotFound: the conversation is of another workspace.
        NotAllowed: a viewer.
    """
    _may_write(conversation, by)
    now = clock.now()
    current = Conversation.objects.select_for_update().select_related("newest_post").get(pk=conversation.pk)
    _check_turn(current, revision)
    words = _checked(text.strip(), current, channel)
    publication = Publication.objects.create(
        workspace_id=current.workspace_id,
        conversation=current,
        channel=channel,
        parent=current.newest_post,
        text=words,
        lang="" if current.lang == "und" else current.lang,
        by=by,
        key=_new_key(clock),
        due_at=now + UNDO,
        not_before=now + UNDO,
        created_at=now,
    )
    Draft.objects.filter(conversation=current, by=by).delete()
    _audit(by, "reply.send", publication, clock, channel=channel.name)
    tell(publication, clock)
    return publication


@transaction.atomic
def take_back(publication: Publication, by: Membership, clock: Clock) -> Publication:
    """Stop a reply that has not been claimed yet; its words go back into its writer's draft.

    Raises:
        Conflict: it is on its way already, or has arrived.
    """
    _may_write(publication.conversation, by)
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
        Conflict: it no longer waits for a decision.
        BadInput: another word.
    """
    _may_write(publication.conversation, by)
    if word not in ("send", "sent", "drop"):
        raise BadInput(_("There is no such answer."), _("Choose to send it, to drop it, or that it has arrived."))
    held = load(publication.pk, State.HELD)
    if held is None:
        raise Conflict(_("This reply no longer waits for a decision."), _("Look at where it stands now."))
    obey(held, word, by.name, clock)
    _audit(by, f"reply.{word}_held", held, clock)
    return held


def _may_write(conversation: Conversation, by: Membership) -> None:
    if conversation.workspace_id != by.workspace_id:
        raise NotFound(_("There is no such conversation in this workspace."), _("Open the inbox and choose one."))
    require(by, Role.MEMBER)


def _check_turn(conversation: Conversation, revision: int) -> None:
    """One answer a turn: a second one is stopped, with the words of the first."""
    first = under_way(conversation)
    if first is None and revision != conversation.revision:
        first = answer_to_newest(conversation)
    if first is not None:
        raise Collision(
            _("%s has already answered this.") % first.by.name,
            _("Compare the two texts; your words are kept as a draft."),
            text=first.text,
            by_name=first.by.name,
            state=first.state,
        )
    if revision != conversation.revision:
        raise Conflict(
            _("The conversation has changed since you looked."), _("Read what is new, then send your reply again.")
        )


def _checked(text: str, conversation: Conversation, channel: Channel) -> str:
    if not text:
        raise BadInput(_("The reply is empty."), _("Write a few words first."))
    if conversation.newest_post.deleted_at is not None:
        raise Conflict(_("The post you are answering has been deleted on the network."), _("There is nothing to send."))
    if channel.pk not in {each.pk for each in speaking_channels(conversation)}:
        raise BadInput(
            _("“%s” cannot answer in this conversation.") % channel.name,
            _("Choose one of our accounts on that network, or connect one."),
        )
    limit = limit_of(channel)
    if limit is not None and (excess := over(text, limit)):
        raise BadInput(
            ngettext("The reply is %d character too long.", "The reply is %d characters too long.", excess) % excess,
            _("“%(channel)s” takes at most %(limit)d.") % {"channel": channel.name, "limit": limit.length},
        )
    return text


def _new_key(clock: Clock) -> str:
    key = _keys.make(clock.now())
    while Publication.objects.filter(key=key).exists():
        key = _keys.make(clock.now())
    return key


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
