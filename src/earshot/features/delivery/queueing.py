"""What every reply goes through on its way into the outbox: may one, is it our turn, can it be said there."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.errors import Collision
from earshot.features.delivery.keys import KeyMaker
from earshot.features.delivery.lengths import over
from earshot.features.delivery.models import Publication
from earshot.features.delivery.moves import tell
from earshot.features.delivery.queries import answer_to_newest, limit_of, speaking_channels, under_way
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotFound

UNDO = timedelta(seconds=10)

_keys = KeyMaker()


def may_write(conversation: Conversation, by: Membership) -> None:
    """Raises NotFound for a conversation of another workspace, NotAllowed for a viewer."""
    if conversation.workspace_id != by.workspace_id:
        raise NotFound(_("There is no such conversation in this workspace."), _("Open the inbox and choose one."))
    require(by, Role.MEMBER)


def check_turn(conversation: Conversation, revision: int) -> None:
    """One answer a turn: a second one is stopped, with the words of the first.

    Raises:
        Collision: somebody has answered it; carries their text.
        Conflict: there is something that the writer, who saw ``revision``, has not read.
    """
    first = under_way(conversation)
    news = conversation.has_news_since(revision)
    if first is None and news:
        first = answer_to_newest(conversation)
    if first is not None:
        raise Collision(
            _("%s has already answered this.") % first.by.name,
            _("Compare the two texts; your words are kept as a draft."),
            text=first.text,
            by_name=first.by.name,
            state=first.state,
        )
    if news:
        raise Conflict(
            _("The conversation has changed since you looked."), _("Read what is new, then send your reply again.")
        )


def checked(text: str, conversation: Conversation, channel: Channel) -> str:
    """The text, if it can be said there by this channel. Raises BadInput, or Conflict where the post is gone."""
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


def queue(conversation: Conversation, text: str, by: Membership, channel: Channel, clock: Clock) -> Publication:
    """Into the outbox, as an answer to the newest outside post; until :data:`UNDO` is over it can be taken back.
    Whoever calls has asked the gate of ``approving``."""
    now = clock.now()
    publication = Publication.objects.create(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        channel=channel,
        parent=conversation.newest_post,
        text=text,
        lang=conversation.lang if conversation.lang != "und" else "",
        by=by,
        key=_new_key(clock),
        due_at=now + UNDO,
        not_before=now + UNDO,
        created_at=now,
    )
    tell(publication, clock)
    return publication


def _new_key(clock: Clock) -> str:
    key = _keys.make(clock.now())
    while Publication.objects.filter(key=key).exists():
        key = _keys.make(clock.now())
    return key
