"""The page "heard, not matched": how much passes by, how little of it matches, and what to do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from earshot.features.listening.hearing import hearing, passing_by, topics_heard
from earshot.features.listening.queries import access_topic_by_id
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.start import advice
from earshot.features.start.forms import NamesField
from earshot.kernel.errors import BadInput
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.context import wanted_parts
from earshot.web.texts import told

FIGURES = frozenset(("heard-now", "heard-state"))
"""What a script asks for again and again: figures, and whether anything is heard at all."""


@require_safe
def heard(request: MemberRequest) -> HttpResponse:
    """The figures, which a script asks for again and again, and below them what can be done."""
    member = request.membership
    found = hearing(member, services().clock.now())
    wanted = wanted_parts(request)
    if wanted and wanted <= FIGURES:
        return render(request, "start/heard.html", {"hearing": found})
    topics = topics_heard(member)
    advised = advice.Advice(found, topics, advice.widenings(member, topics) if found.all else [])
    passing = passing_by(member, _draw(request.GET.get("above", "")))
    context = {
        "hearing": found,
        "advice": advised,
        "passing": passing,
        "above": str(passing[-1].draw) if passing else "",
        "industry": ", ".join(advice.industry_words(member)),
        "may_change": may(member, Role.MEMBER),
        "may_connect": may(member, Role.ADMIN),
    }
    return render(request, "start/heard.html", context)


def _draw(text: str) -> float:
    """What a page gave as the draw to go on behind; 0 where it is none."""
    try:
        draw = float(text)
    except ValueError:
        return 0.0
    return draw if 0 <= draw < 1 else 0.0


@require_POST
@needs(Role.MEMBER)
def widen(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Let a topic find more spellings."""
    topic = access_topic_by_id(request.membership, topic_id)
    try:
        advice.widen(topic.pk, request.membership, request.POST.getlist("spelling"), services().clock)
    except BadInput as error:
        messages.error(request, told(error))
    else:
        messages.success(request, _("%(topic)s finds them from now on.") % {"topic": topic})
    return redirect(url(request, "heard"))


@require_POST
@needs(Role.MEMBER)
def industry(request: MemberRequest) -> HttpResponse:
    """Listen to the industry, so that there is something to hear."""
    words = NamesField().to_python(request.POST.get("words", ""))
    try:
        advice.watch_industry(request.membership, words, services().clock)
    except BadInput as error:
        messages.error(request, told(error))
        return redirect(url(request, "heard"))
    messages.success(request, _("The industry is listened to. Nobody has to answer what is found."))
    return redirect(url(request, "watches"))
