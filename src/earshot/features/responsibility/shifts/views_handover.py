"""The change of duty: a page for each role, and its notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.features.conversations.models import Conversation
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.role_titles import role_title
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts import notes, words
from earshot.features.responsibility.shifts.forms import NoteForm
from earshot.features.responsibility.shifts.handover import changing_roles, first_role, hand_over_page
from earshot.features.responsibility.shifts.names import Seats, person_of
from earshot.features.responsibility.shifts.queries import access_shift_notes
from earshot.features.responsibility.shifts.rules import colleagues
from earshot.features.responsibility.shifts.spans import Stretch
from earshot.features.responsibility.tabs import tabs
from earshot.kernel.errors import EarshotError
from earshot.ports.services import services
from earshot.web import slots
from earshot.web.addresses import safe_next, url
from earshot.web.texts import told
from earshot.web.times import Fuse, fuse


@require_safe
def hand_over(request: MemberRequest) -> HttpResponse:
    """What whoever comes on duty for a role needs to know."""
    policy = present_policy(request.workspace.pk)
    seats, person = Seats(policy, request.workspace.pk), person_of(policy, request.membership)
    role = request.GET.get("role", "") or first_role(policy, person)
    if role not in policy.roles:
        raise Http404("There is no such role.")
    now = services().clock.now()
    page = hand_over_page(request.membership, policy, role, now)
    belongs = person in colleagues(policy, role)
    context = {
        "role": role,
        "roles": [(role_title(each), f"?{urlencode({'role': each})}", each == role) for each in changing_roles(policy)],
        "page_of": page,
        "due": _fused(page.due, now),
        "open": _fused(page.open, now),
        "runs": _told(page.change.now, seats),
        "comes": _told(page.change.next, seats),
        "notes": [(note, request.membership.pk in note.read_by, len(note.read_by) - 1) for note in page.notes],
        "may_write": may(request.membership, Role.MEMBER) and (belongs or may(request.membership, Role.ADMIN)),
        "may_read": may(request.membership, Role.MEMBER),
        "form": NoteForm(initial={"role": role}),
        "panels": slots.panels("hand-over", request, page),
        "tabs": tabs(request, "rota"),
    }
    return render(request, "responsibility/rota_handover.html", context)


def _fused(talks: Sequence[Conversation], now: datetime) -> list[tuple[Conversation, Fuse | None]]:
    """Each with what is left of its time."""
    return [(talk, fuse(talk.turn_since, talk.deadline_at, now) if talk.deadline_at else None) for talk in talks]


def _told(stretch: Stretch | None, seats: Seats) -> dict[str, object] | None:
    if stretch is None:
        return None
    return {
        "people": seats.names(stretch.people),
        "when": words.span(stretch.start, stretch.end),
        "start": words.moment(stretch.start),
        "end": words.moment(stretch.end),
    }


@needs(Role.MEMBER)
@require_POST
def shift_note(request: MemberRequest) -> HttpResponse:
    """Leave a note."""
    form = NoteForm(request.POST)
    role = request.POST.get("role", "")
    if not form.is_valid():
        messages.error(request, _("Write what the next shift needs to know."))
    else:
        try:
            notes.leave_note(request.membership, role, form.cleaned_data["text"], services().clock)
        except EarshotError as error:
            messages.error(request, told(error))
        else:
            messages.success(request, _("Noted. Whoever comes on duty sees it on “My turn”."))
    return redirect(
        f"{url(request, 'hand-over')}?{urlencode({'role': role})}" if form.is_valid() else url(request, "hand-over")
    )


@needs(Role.MEMBER)
@require_POST
def shift_note_read(request: MemberRequest, note_id: int) -> HttpResponse:
    """Say that I have read it."""
    found = access_shift_notes(request.membership).filter(pk=note_id).first()
    if found is None:
        raise Http404("There is no such note.")
    notes.read_note(found, request.membership, services().clock)
    fallback = f"{url(request, 'hand-over')}?{urlencode({'role': found.role})}"
    return redirect(safe_next(request, fallback))
