"""Every read of the feature. ``access_*`` are the only doors to its rows for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from earshot.features.listening.queries import access_channels, access_topics
from earshot.features.people.models import Membership
from earshot.features.planning.models import Campaign
from earshot.kernel.errors import NotFound
from earshot.web.prepared import Prepared

SHOWN = (*(field.attname for field in Campaign._meta.concrete_fields), "owner__name", "topic__name", "topic__title")
"""What the panels show; whole owners and topics would take as long to read as the campaigns."""


def access_campaigns(membership: Membership) -> QuerySet[Campaign]:
    """The workspace's campaigns with owner and topic, archived ones too, by their beginning."""
    mine = Campaign.objects.filter(workspace=membership.workspace_id)
    return mine.select_related("owner", "topic").order_by("starts_at", "id")


def access_campaign(membership: Membership, campaign_id: int) -> Campaign:
    """One campaign of the workspace, archived or not. Raises NotFound."""
    found = access_campaigns(membership).filter(pk=campaign_id).first()
    if found is None:
        raise NotFound(_("There is no such campaign in this workspace."), _("Open the list and choose one."))
    return found


def running(workspace_id: int, at: datetime) -> list[Campaign]:
    """The campaigns that run at that instant, those that end first in front; with owner and topic."""
    return running_between(workspace_id, at, at)


def running_between(workspace_id: int, start: datetime, end: datetime) -> list[Campaign]:
    """Those that run at some time from ``start`` to ``end``, the latter included."""
    return _between(workspace_id, end, start)


@Prepared
def _between(workspace_id: int, end: datetime, start: datetime) -> QuerySet[Campaign]:
    mine = Campaign.objects.filter(workspace=workspace_id, archived_at=None, starts_at__lte=end, ends_at__gt=start)
    return mine.select_related("owner", "topic").only(*SHOWN).order_by("ends_at", "id")


def meant(
    campaigns: Iterable[Campaign], brands: Collection[str], market: str, topics: Collection[str]
) -> list[Campaign]:
    """Those that may be meant in a talk about these brands, in that market; first those of its topics.

    Where either side names no brand (no market), nothing is ruled out by it.
    """
    named = {brand.casefold() for brand in brands if brand}
    kept = [
        each
        for each in campaigns
        if (not each.brand or not named or each.brand.casefold() in named)
        and (not each.market or not market or each.market.casefold() == market.casefold())
    ]
    return sorted(kept, key=lambda each: not of_topics(each, topics))


def of_topics(campaign: Campaign, topics: Collection[str]) -> bool:
    """Whether the campaign's topic is one of these, by name."""
    return campaign.topic is not None and campaign.topic.name.casefold() in {topic.casefold() for topic in topics}


def known_names(membership: Membership) -> tuple[list[str], list[str]]:
    """The names of brands and of markets that channels and topics name, to choose from."""
    channels = list(access_channels(membership).values_list("brand", "market"))
    topics = access_topics(membership).values_list("brand", flat=True)
    brands = {brand for brand, _market in channels} | set(topics)
    return sorted(brands - {""}), sorted({market for _brand, market in channels} - {""})
