"""The page of the auditor: what it looks at, when it looked last, and each promise that is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import access_conversations
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.auditor import Finding, Looked, look
from earshot.features.responsibility.models import AuditorLook
from earshot.features.responsibility.sentences import in_words
from earshot.features.responsibility.shifts import words
from earshot.features.responsibility.shifts.shown_gaps import ShownGap, shown_gaps
from earshot.features.responsibility.tabs import tabs
from earshot.ports.services import services
from earshot.web import live, times
from earshot.web.templatetags.earshot import grouped

SHOWN = 100
"""Findings on the page; the others are counted."""
SILENT_AFTER = timedelta(minutes=3)
"""It looks every minute: after this, nobody does."""


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: what it says, what a finding of it says (with ``detail``), and what to do then."""

    kind: str
    promise: str | Promise
    broken: str | Promise
    mend: str | Promise


CHECKS = (
    Check(
        "unowned",
        gettext_lazy("Every open conversation has exactly one accountable person."),
        gettext_lazy("Nobody is accountable."),
        gettext_lazy("Claim it, or hand it over to somebody."),
    ),
    Check(
        "inactive",
        gettext_lazy("Whoever is accountable has a seat that is active."),
        gettext_lazy("%(detail)s is accountable, and the seat is deactivated."),
        gettext_lazy("Hand it over, or activate the seat again."),
    ),
    Check(
        "undecided",
        gettext_lazy("Every open conversation is decided by the policy in force."),
        gettext_lazy("It was decided by version %(detail)s, which is no longer in force."),
        gettext_lazy("It is decided again within a minute. If it stays, see whether Earshot’s work process runs."),
    ),
    Check(
        "gap",
        gettext_lazy("Where nobody is on duty at a deadline, that is shown."),
        gettext_lazy("Nobody is on duty when its deadline falls, and it does not say so."),
        gettext_lazy("Answer it before, and fill the gap in the rota."),
    ),
    Check(
        "unclimbed",
        gettext_lazy("Where a rule asks for a ladder, it is being climbed."),
        gettext_lazy("The ladder “%(detail)s” is asked for, and was not begun."),
        gettext_lazy("Take it up. It begins within a minute; if not, see whether Earshot’s work process runs."),
    ),
    Check(
        "ladder",
        gettext_lazy("Every step of a ladder runs within a minute of its time."),
        gettext_lazy("A step of the ladder “%(detail)s” was due and has not run."),
        gettext_lazy("Take it up yourself, and see whether Earshot’s work process runs."),
    ),
    Check(
        "mute",
        gettext_lazy("Whoever owes an answer is reminded until they, or somebody on a ladder, have taken it up."),
        gettext_lazy("%(detail)s owes an answer, has not taken it up, and is not reminded any more."),
        gettext_lazy(
            "Tell them. Reminders begin again within a minute; if not, see whether Earshot’s work process runs."
        ),
    ),
)
_BY_KIND = {check.kind: check for check in CHECKS}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as the page tells it."""

    conversation: Conversation | None
    said: str
    mend: str | Promise


@require_safe
def auditor(request: MemberRequest) -> HttpResponse:
    """Looks now, and says when the machine looked last."""
    live.mark(request)
    now = services().clock.now()
    looked = look(request.workspace.pk, now)
    last = AuditorLook.objects.filter(pk=request.workspace.pk).first()
    context = {
        "tabs": tabs(request, "auditor"),
        "broken": _broken(len(looked.findings)),
        "covered": _covered(looked),
        "last": last,
        "ago": times.duration(now - last.at) if last else "",
        "silent": last is None or now - last.at > SILENT_AFTER,
        "checks": [(check.promise, looked.counts.get(check.kind, 0)) for check in CHECKS],
        "lines": _lines(request, looked.findings[:SHOWN]),
        "gaps": _gaps(request, now),
        "more": max(0, len(looked.findings) - SHOWN),
    }
    return render(request, "responsibility/auditor.html", context)


def _broken(number: int) -> str:
    """How many promises are not kept; "" where all are."""
    said = ngettext("%(number)s promise is not kept.", "%(number)s promises are not kept.", number)
    return said % {"number": number} if number else ""


def _covered(looked: Looked) -> str:
    """What this look covered, in one sentence."""
    conversations = ngettext("%(number)s open conversation", "%(number)s open conversations", looked.conversations)
    deadlines = ngettext("%(number)s deadline", "%(number)s deadlines", looked.deadlines)
    ladders = ngettext("%(number)s ladder that is climbed", "%(number)s ladders that are climbed", looked.ladders)
    return _("Looked at %(conversations)s, %(deadlines)s and %(ladders)s.") % {
        "conversations": conversations % {"number": grouped(looked.conversations)},
        "deadlines": deadlines % {"number": grouped(looked.deadlines)},
        "ladders": ladders % {"number": grouped(looked.ladders)},
    }


def _lines(request: MemberRequest, findings: tuple[Finding, ...]) -> list[Line]:
    rows = access_conversations(request.membership).select_related("author")
    shown = rows.in_bulk({finding.conversation_id for finding in findings})
    return [_line(finding, shown.get(finding.conversation_id)) for finding in findings]


def _gaps(request: MemberRequest, now: datetime) -> list[tuple[ShownGap, list[str], list[tuple[str, str]]]]:
    """Gaps that were shown and confirmed: each with the promises that break, and what is uncovered still."""
    return [
        (gap, [in_words(each) for each in gap.broken], [(one.role, words.span(one.start, one.end)) for one in gap.open])
        for gap in shown_gaps(request.membership, now)
    ]


def _line(finding: Finding, conversation: Conversation | None) -> Line:
    check = _BY_KIND.get(finding.kind)
    if check is None:
        return Line(conversation, _("Not as promised: %(detail)s") % {"detail": finding.kind}, "")
    return Line(conversation, str(check.broken) % {"detail": finding.detail}, check.mend)
