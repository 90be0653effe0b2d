"""Every write of the feature. Acts of people: who acts, the clock; each is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from earshot.features.audit.actions import record
from earshot.features.listening.models import Topic
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.features.planning.models import Campaign
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotFound
from earshot.web import live

LONGEST_TEXT = 4_000
"""Characters of a promise, and of what is not to be said."""


class Overtaken(Conflict):
    """Somebody else has changed the campaign since the person looked."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person says of a campaign. The times are aware; it runs until just before ``ends_at``."""

    name: str
    starts_at: datetime
    ends_at: datetime
    message: str
    owner: Membership
    promise: str = ""
    not_to_say: str = ""
    brand: str = ""
    market: str = ""
    topic: Topic | None = None


@transaction.atomic
def save_campaign(
    actor: Membership, plan: Plan, clock: Clock, *, campaign: Campaign | None = None, seen: datetime | None = None
) -> Campaign:
    """Make a campaign, or change the one given; ``seen`` is its ``changed_at`` as the person saw it (None: not asked).

    Raises:
        BadInput: no name, no message, too long, ends before it begins; owner or topic of another workspace (NotFound).
        Conflict: another campaign has the name, or somebody else has changed this one (Overtaken).
        NotAllowed: the actor may only look.
    """
    require(actor, Role.MEMBER)
    saved = _held(campaign, actor, seen) if campaign is not None else _new(actor, clock)
    _check(plan, actor)
    _write(saved, plan)
    _check_name(saved)
    saved.changed_at = clock.now()
    saved.save()
    _told(saved, actor, "campaign.save", clock)
    return saved


@transaction.atomic
def archive_campaign(campaign: Campaign, actor: Membership, clock: Clock) -> None:
    """Show it to nobody who answers any more; it stays in the list of archived ones. Raises NotAllowed."""
    require(actor, Role.MEMBER)
    held = _held(campaign, actor, None)
    if held.archived_at is None:
        held.archived_at = held.changed_at = clock.now()
        held.save(update_fields=["archived_at", "changed_at"])
        _told(held, actor, "campaign.archive", clock)


@transaction.atomic
def restore_campaign(campaign: Campaign, actor: Membership, clock: Clock) -> None:
    """Take it out of the archive. Raises Conflict where another campaign has its name by now, NotAllowed."""
    require(actor, Role.MEMBER)
    held = _held(campaign, actor, None)
    if held.archived_at is not None:
        held.archived_at, held.changed_at = None, clock.now()
        _check_name(held)
        held.save(update_fields=["archived_at", "changed_at"])
        _told(held, actor, "campaign.restore", clock)


def _new(actor: Membership, clock: Clock) -> Campaign:
    return Campaign(workspace_id=actor.workspace_id, created_at=clock.now())


def _held(campaign: Campaign, actor: Membership, seen: datetime | None) -> Campaign:
    found = Campaign.objects.select_for_update().filter(pk=campaign.pk, workspace_id=actor.workspace_id).first()
    if found is None:
        raise NotFound(_("There is no such campaign in this workspace."), _("Open the list and choose one."))
    if seen is not None and found.changed_at != seen:
        raise Overtaken(
            _("Somebody has changed this campaign since you opened it."),
            _("Open it in another tab to see what changed; saving again now overwrites it."),
        )
    return found


def _check(plan: Plan, actor: Membership) -> None:
    if not plan.name.strip() or not plan.message.strip():
        raise BadInput(_("A campaign has a name and a message."), _("Write both; a few words are enough."))
    for text, most in (
        (plan.name, 120),
        (plan.message, 300),
        (plan.promise, LONGEST_TEXT),
        (plan.not_to_say, LONGEST_TEXT),
        (plan.brand, 80),
        (plan.market, 80),
    ):
        if len(text.strip()) > most:
            raise BadInput(_("A text is longer than %(most)d characters.") % {"most": most}, _("Shorten it."))
    if plan.ends_at <= plan.starts_at:
        raise BadInput(_("The campaign ends before it begins."), _("Choose an end after its beginning."))
    for row in (plan.owner, plan.topic):
        if row is not None and row.workspace_id != actor.workspace_id:
            raise NotFound(_("There is no such thing in this workspace."), _("Choose one from the list."))
    if plan.topic is not None and plan.topic.watcher_id is not None:
        raise BadInput(_("A personal watch cannot belong to a campaign."), _("Choose a topic of everybody's."))


def _write(saved: Campaign, plan: Plan) -> None:
    saved.name, saved.message = plan.name.strip(), plan.message.strip()
    saved.promise, saved.not_to_say = plan.promise.strip(), plan.not_to_say.strip()
    saved.brand, saved.market = plan.brand.strip(), plan.market.strip()
    saved.starts_at, saved.ends_at = plan.starts_at, plan.ends_at
    saved.owner, saved.topic = plan.owner, plan.topic


def _check_name(saved: Campaign) -> None:
    if saved.archived_at is not None:
        return
    others = Campaign.objects.filter(workspace_id=saved.workspace_id, archived_at=None).exclude(pk=saved.pk)
    if others.filter(name__iexact=saved.name).exists():
        raise Conflict(
            _("There is already a campaign %(name)s.") % {"name": saved.name},
            _("Choose another name, for example with the year, or archive the other one."),
        )


def _told(saved: Campaign, actor: Membership, verb: str, clock: Clock) -> None:
    record(actor_of(actor), verb, clock, saved.workspace_id, "campaign", saved.pk, name=saved.name)
    live.publish(clock, saved.workspace_id, "campaign.changed", saved.pk)
