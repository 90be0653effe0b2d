"""Pages about the policy: map and text, versions, templates."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.engine.policy import template, templates
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility import actions
from earshot.features.responsibility.backtest import archive, backtest
from earshot.features.responsibility.chart import chart
from earshot.features.responsibility.drafting import Draft, take_on, try_out
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.proving import SECONDS, TYPING_SECONDS, Unproved, proof_of_today
from earshot.features.responsibility.queries import access_policies, active_policy, duty_now
from earshot.features.responsibility.tabs import tabs
from earshot.ports.services import services
from earshot.web.addresses import url

LONGEST = 200_000


@require_http_methods(["GET", "POST"])
def policy(request: MemberRequest) -> HttpResponse:
    """The map of the policy in force, and its text, to be changed, checked and put in force."""
    if request.method == "POST":
        return _changed(request)
    version, loaded = active_policy(request.workspace.pk)
    wanted = request.GET.get("template", "")
    older = _older(request)
    draft = Draft(_template_text(wanted) if wanted else older or version.text, template_name=wanted)
    if wanted or older:
        if (read := draft.check()) is not None:
            draft.compare(read, version)
    else:
        draft.show(proof_of_today(version, services().clock), loaded)
    return _page(request, draft)


def _older(request: MemberRequest) -> str:
    """The text of the version that the address asks for, "" where it asks for none."""
    number = request.GET.get("version", "")
    rows = access_policies(request.membership).filter(number=int(number) if number.isdecimal() else 0)
    return rows.values_list("text", flat=True).first() or ""


def _template_text(name: str) -> str:
    try:
        return template(name, language=get_language() or "en")
    except (KeyError, ValueError, LookupError):
        raise Http404(f"There is no template {name!r}.") from None


@needs(Role.ADMIN)
def _changed(request: MemberRequest) -> HttpResponse:
    given = request.POST
    draft = Draft(
        given.get("text", "")[:LONGEST].replace("\r\n", "\n"), facts=given.get("facts", ""), at=given.get("at", "")
    )
    if "accept" in given:
        take_on(draft, given, request.membership.handle)
    loaded = draft.check(SECONDS if "put" in given else TYPING_SECONDS)
    if loaded is not None and "put" not in given:
        draft.compare(loaded, active_policy(request.workspace.pk)[0])
    if loaded is not None and ("try" in given or "sample" in given):
        try_out(draft, given, loaded)
    if loaded is not None and "backtest" in given:
        now = services().clock.now()
        cases, left_out = archive(request.membership, now)
        draft.backtest = backtest(active_policy(request.workspace.pk)[1], loaded, cases, now, left_out)
    if not {"check", "accept", "try", "sample", "backtest"} & set(given):
        if loaded is not None and not draft.blocking:
            return _in_force(request, draft)
        draft.status = 422
    return _page(request, draft)


def _text_of(request: MemberRequest) -> str:
    return request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n")


def _in_force(request: MemberRequest, draft: Draft) -> HttpResponse:
    clock = services().clock
    version = actions.save_policy(request.workspace, request.membership, draft.text, clock)
    actions.put_in_force(version, request.membership, clock)
    messages.success(request, _("Version %(number)d is in force.") % {"number": version.number})
    return redirect(url(request, "policy"))


def _page(request: MemberRequest, draft: Draft) -> HttpResponse:
    version, loaded = active_policy(request.workspace.pk)
    roles, rows = chart(loaded)
    return render(
        request,
        "responsibility/policy.html",
        {
            "version": version,
            "roles": roles,
            "rows": rows,
            "draft": draft,
            "height": min(60, max(18, draft.text.count("\n") + 2)),
            "zone_of_policy": loaded.zone,
            "duty": duty_now(request.workspace.pk, services().clock.now()).items(),
            "backstop": loaded.backstop,
            "may_change": may(request.membership, Role.ADMIN),
            "tabs": tabs(request, "policy"),
        },
        status=draft.status,
    )


@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """What is wrong in a text and what a proof finds, as a fragment, while somebody types."""
    draft = Draft(_text_of(request))
    if (loaded := draft.check()) is not None:
        draft.compare(loaded, active_policy(request.workspace.pk)[0])
    context = {"draft": draft, "may_change": may(request.membership, Role.ADMIN)}
    return render(request, "responsibility/problems.html", context)


@require_GET
def versions(request: MemberRequest) -> HttpResponse:
    """Every version, newest first."""
    rows = access_policies(request.membership).order_by("-number")
    return render(request, "responsibility/versions.html", {"versions": rows, "tabs": tabs(request, "policy-versions")})


@require_http_methods(["GET", "POST"])
def version(request: MemberRequest, number: int) -> HttpResponse:
    """One version as it was written; an administrator may put it in force again."""
    found = access_policies(request.membership).filter(number=number).first()
    if found is None:
        raise Http404("There is no such version.")
    if request.method == "POST":
        return _again(request, found)
    return render(
        request,
        "responsibility/version.html",
        {
            "version": found,
            "lines": enumerate(found.text.splitlines(), 1),
            "may_change": may(request.membership, Role.ADMIN),
            "tabs": tabs(request, "policy-versions"),
        },
    )


@needs(Role.ADMIN)
def _again(request: MemberRequest, found: PolicyVersion) -> HttpResponse:
    try:
        actions.put_in_force(found, request.membership, services().clock)
    except Unproved:
        messages.error(request, _("This version has findings that nobody has taken on. Here is its text."))
        return redirect(f"{url(request, 'policy')}?version={found.number}")
    messages.success(request, _("Version %(number)d is in force.") % {"number": found.number})
    return redirect(url(request, "policy"))


@require_GET
def policy_templates(request: MemberRequest) -> HttpResponse:
    """Starting points by size and market, with what each cannot guarantee."""
    language = get_language() or "en"
    shown = [{"name": one.name, "title": one.title[language], "cannot": one.cannot[language]} for one in templates()]
    return render(request, "responsibility/templates.html", {"shown": shown, "tabs": tabs(request, "policy-templates")})
