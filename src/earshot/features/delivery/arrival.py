"""What a publication says to the network, and what its arrival means for the house."""

from __future__ import annotations

import logging

from django.db import transaction

from earshot.features.conversations.actions import end_turn
from earshot.features.delivery.models import Publication
from earshot.features.listening.actions import store_own
from earshot.features.listening.queries import heard_post
from earshot.kernel.clock import Clock
from earshot.ports.connector import Outgoing, Published
from earshot.ports.heard import HeardAuthor, HeardPost

log = logging.getLogger(__name__)


def outgoing_of(publication: Publication) -> Outgoing:
    """The same at every attempt and look-up: key, text and times never change."""
    return Outgoing(
        key=publication.key,
        text=publication.text,
        parent=heard_post(publication.parent),
        lang=publication.lang,
        created_at=publication.created_at,
        first_attempt_at=publication.first_attempt_at,
        visibility=_visibility(publication),
    )


def arrived(publication: Publication, receipt: Published | None, clock: Clock) -> None:
    """Store our post in its thread and end the turn, in the caller's transaction. What came in after the reply was
    written is not answered by it.

    Without a receipt (a person saw it arrive) only the turn ends; the stream will bring the post.
    """
    try:
        with transaction.atomic():
            if receipt is not None:
                store_own(publication.channel, _our_post(publication, receipt), clock)
            end_turn(publication.conversation, publication.created_at, clock, "reply")
    except Exception:  # the receipt must be kept whatever goes wrong here, or it would be looked up for ever
        log.exception("Publication %d was sent, but its conversation could not be brought up to date.", publication.pk)


def _our_post(publication: Publication, receipt: Published) -> HeardPost:
    channel, parent = publication.channel, publication.parent
    return HeardPost(
        network=publication.conversation.network,
        canonical_id=receipt.canonical_id,
        author=HeardAuthor(channel.account_id, channel.account_handle, channel.account_name),
        text=publication.text,
        posted_at=publication.finished_at,
        lang=publication.lang,
        kind="message" if parent.kind == "message" else "comment",
        parent_id=parent.canonical_id,
        root_id=parent.thread_key,
        url=receipt.url,
        native=receipt.native,
    )


def _visibility(publication: Publication) -> str:
    """As public as what it answers, never more."""
    if publication.parent.kind == "message":
        return "direct"
    return str(publication.parent.native.get("visibility") or "public")
