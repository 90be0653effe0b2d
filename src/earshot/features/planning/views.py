"""Pages about campaigns: all by week, one to read, one to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.planning.actions import Overtaken, archive_campaign, restore_campaign, save_campaign
from earshot.features.planning.forms import CampaignForm
from earshot.features.planning.models import Campaign
from earshot.features.planning.queries import access_campaign, access_campaigns, known_names
from earshot.features.planning.showing import last_moment, shown
from earshot.features.planning.weeks import Week, beginning, by_week
from earshot.kernel.errors import Conflict, EarshotError
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.texts import told

A_PAGE = 50
"""Past (or archived) campaigns on one page."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list, and of what its weeks speak."""

    key: str
    title: str
    order: str
    weeks: list[Week]

    @property
    def count(self) -> int:
        return sum(len(week.rows) for week in self.weeks)


@require_safe
def campaigns(request: MemberRequest) -> HttpResponse:
    """Running, to come and past; with ``?archived`` those put away."""
    now, archived = services().clock.now(), "archived" in request.GET
    mine = access_campaigns(request.membership).filter(archived_at__isnull=not archived)
    over = (mine if archived else mine.filter(ends_at__lte=now)).order_by("-ends_at", "-id")
    page = Paginator(over, A_PAGE).get_page(request.GET.get("page"))
    title = _("Archived") if archived else _("Past")
    parts = [Part("past", title, _("by the week of their end"), by_week(page, last_moment, now))]
    if not archived and page.number == 1:
        parts = _present(mine.filter(ends_at__gt=now), now) + parts
    context = {
        "parts": [part for part in parts if part.weeks],
        "page_of": page,
        "archived": archived,
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "planning/campaigns.html", context)


def _present(rows: QuerySet[Campaign], now: datetime) -> list[Part]:
    """What runs, the soonest end in front; then what comes, by its beginning."""
    runs = rows.filter(starts_at__lte=now).order_by("ends_at", "id")
    return [
        Part("running", _("Running"), _("by the week of their end"), by_week(runs, last_moment, now)),
        Part(
            "coming",
            _("To come"),
            _("by the week of their beginning"),
            by_week(rows.filter(starts_at__gt=now), beginning, now),
        ),
    ]


@require_safe
def campaign(request: MemberRequest, campaign_id: int) -> HttpResponse:
    """One campaign, to be read."""
    found = access_campaign(request.membership, campaign_id)
    context = {
        "shown": shown(found, services().clock.now()),
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "planning/campaign.html", context)


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """A new campaign."""
    return _edit(request, None)


@needs(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, campaign_id: int) -> HttpResponse:
    """Change one."""
    return _edit(request, access_campaign(request.membership, campaign_id))


def _edit(request: MemberRequest, found: Campaign | None) -> HttpResponse:
    form = CampaignForm(request.POST or None, member=request.membership, campaign=found)
    if request.method == "POST" and form.is_valid():
        saved = _saved(request, form, found)
        if saved is not None:
            messages.success(request, _("Saved. Whoever answers sees it while it runs."))
            return redirect(url(request, "campaign", saved.pk))
    brands, markets = known_names(request.membership)
    context = {
        "campaign": found,
        "form": form,
        "brands": brands,
        "markets": markets,
        "seen": found and found.changed_at,
    }
    return render(request, "planning/change.html", context, status=422 if form.errors else 200)


def _saved(request: MemberRequest, form: CampaignForm, found: Campaign | None) -> Campaign | None:
    """The campaign as it is stored now; None where it was refused, with the reason in the form."""
    clock = services().clock
    try:
        return save_campaign(request.membership, form.plan(), clock, campaign=found, seen=form.seen)
    except Overtaken as error:
        form.add_error(None, told(error))
    except Conflict as error:
        form.add_error("name", told(error))
    except EarshotError as error:
        form.add_error(None, told(error))
    return None


@needs(Role.MEMBER)
@require_POST
def archive(request: MemberRequest, campaign_id: int) -> HttpResponse:
    """Put it away; with ``restore`` take it back."""
    found, clock = access_campaign(request.membership, campaign_id), services().clock
    act, said = (restore_campaign, _("Restored.")) if "restore" in request.POST else (archive_campaign, _("Archived."))
    try:
        act(found, request.membership, clock)
    except Conflict as error:
        messages.error(request, told(error))
    else:
        messages.success(request, said)
    return redirect(url(request, "campaign", found.pk))
