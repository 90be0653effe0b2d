"""Every read of the feature. ``access_*`` are the only doors to its rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.models import UNDER_WAY as UNDER_WAY  # offered to upper features
from earshot.features.delivery.models import Attempt
from earshot.features.delivery.models import Draft as Draft  # offered to upper features, for types
from earshot.features.delivery.models import Publication as Publication  # offered to upper features, for types
from earshot.features.delivery.models import State as State
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.errors import NotFound
from earshot.ports.connector import SpeaksHow, TextLimit
from earshot.ports.services import services
from earshot.web.prepared import Prepared


def access_publications(membership: Membership) -> QuerySet[Publication]:
    """Every publication of the workspace, newest first."""
    return (
        Publication.objects.filter(workspace=membership.workspace_id)
        .select_related("channel", "by", "conversation", "parent")
        .order_by("-id")
    )


def access_publication(membership: Membership, publication_id: int) -> Publication:
    """One of them. Raises NotFound."""
    found = access_publications(membership).filter(pk=publication_id).first()
    if found is None:
        raise NotFound(_("There is no such reply in this workspace."), _("Open the conversation again."))
    return found


def access_drafts(membership: Membership) -> QuerySet[Draft]:
    """What the person themselves is writing, everywhere in the workspace."""
    return Draft.objects.filter(by=membership, conversation__workspace=membership.workspace_id)


def access_writers(membership: Membership, conversation: Conversation) -> QuerySet[Draft]:
    """Drafts of others in one conversation: who else is writing."""
    return (
        Draft.objects.filter(conversation=conversation, conversation__workspace=membership.workspace_id)
        .exclude(by=membership)
        .exclude(text="")
        .select_related("by")
    )


def access_ledger(membership: Membership, publication: Publication) -> QuerySet[Attempt]:
    """Every try, look-up and person's word about one publication, in order."""
    return Attempt.objects.filter(publication=publication, publication__workspace=membership.workspace_id).order_by(
        "id"
    )


def under_way(conversation: Conversation) -> Publication | None:
    """The publication of this conversation that may still become, or already be, a post."""
    return (
        Publication.objects.filter(conversation=conversation, state__in=UNDER_WAY)
        .select_related("by", "channel")
        .first()
    )


def answer_to_newest(conversation: Conversation) -> Publication | None:
    """The sent reply to the newest outside post, if there is one: this turn's answer."""
    return (
        Publication.objects.filter(conversation=conversation, state=State.SENT, parent=conversation.newest_post_id)
        .select_related("by")
        .order_by("-id")
        .first()
    )


def speaking_channels(conversation: Conversation) -> list[Channel]:
    """The channels that can answer this conversation, best first: its own, then those of its brand and market.

    What was heard by a channel that stands in for a network is answered by that channel alone, and that channel answers
    nothing else: no real account speaks into what is not on its network, no real reply goes nowhere.
    """
    found = _channels(conversation.workspace_id)
    channels = [each for each in found if each.network == conversation.network and speaks_how(each.kind) is not None]
    if own := [each for each in channels if each.pk == conversation.channel_id and each.stands_in]:
        return own
    channels = [each for each in channels if not each.stands_in]

    def fitness(channel: Channel) -> tuple[bool, bool, bool, int]:
        return (
            channel.pk != conversation.channel_id,
            channel.brand != conversation.brand,
            channel.market != conversation.market,
            channel.pk,
        )

    return sorted(channels, key=fitness)


@Prepared
def _channels(workspace_id: int) -> QuerySet[Channel]:
    """All that have an account to speak by."""
    return Channel.objects.filter(workspace=workspace_id, active=True).exclude(account_id="")


def speaks_how(kind: str) -> SpeaksHow | None:
    """How connectors of this kind publish; None where they only listen or are not installed."""
    connector = services().connectors.get(kind)
    return connector.speaks if connector else None


def limit_of(channel: Channel) -> TextLimit | None:
    """How long a text may be there, for the composer; None where the channel cannot speak."""
    how = speaks_how(channel.kind)
    return how.limit if how else None


def undo_seconds(publication: Publication, clock: Clock) -> float:
    """How long it can surely still be taken back; 0 once it is on its way."""
    if publication.state != State.QUEUED:
        return 0.0
    return max(0.0, (publication.not_before - clock.now()).total_seconds())


def due(at: datetime, besides: set[int], full: set[int], limit: int) -> list[Publication]:
    """What the worker shall turn to now, oldest first: to be sent, or to be looked up. ``besides`` are publications in
    hand, ``full`` channels that can take no more."""
    return list(
        Publication.objects.filter(state__in=(State.QUEUED, State.UNKNOWN), not_before__lte=at)
        .exclude(pk__in=besides)
        .exclude(channel__in=full)
        .select_related("channel")
        .order_by("not_before", "id")[:limit]
    )


def next_due(besides: set[int]) -> datetime | None:
    """When the next one will be due."""
    return (
        Publication.objects.filter(state__in=(State.QUEUED, State.UNKNOWN))
        .exclude(pk__in=besides)
        .order_by("not_before")
        .values_list("not_before", flat=True)
        .first()
    )
