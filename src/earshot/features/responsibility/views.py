"""Pages about the policy: map and text, versions, templates."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.engine.policy import PolicyInvalid, Problem, load, template, templates
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility import actions
from earshot.features.responsibility.chart import chart
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.queries import access_policies, active_policy, duty_now
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.texts import translated

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem as the page shows it."""

    line: int
    column: int
    message: str
    mend: str


def _problems(text: str) -> list[Shown]:
    try:
        load(text)
    except PolicyInvalid as error:
        return [_shown(problem) for problem in error.problems]
    return []


def _shown(problem: Problem) -> Shown:
    return Shown(problem.line, problem.column, translated(problem.message), translated(problem.mend))


@require_http_methods(["GET", "POST"])
def policy(request: MemberRequest) -> HttpResponse:
    """The map of the policy in force, and its text, to be changed, checked and put in force."""
    if request.method == "POST":
        return _changed(request)
    version, __ = active_policy(request.workspace.pk)
    wanted = request.GET.get("template", "")
    text = _template_text(wanted) if wanted else version.text
    return _page(request, text, checked=bool(wanted), template_name=wanted)


def _template_text(name: str) -> str:
    try:
        return template(name, language=get_language() or "en")
    except (KeyError, ValueError, LookupError):
        raise Http404(f"There is no template {name!r}.") from None


@needs(Role.ADMIN)
def _changed(request: MemberRequest) -> HttpResponse:
    text = request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n")
    if "check" in request.POST or _problems(text):
        return _page(request, text, checked=True, status=200 if "check" in request.POST else 422)
    clock = services().clock
    version = actions.save_policy(request.workspace, request.membership, text, clock)
    actions.activate_policy(version, request.membership, clock)
    messages.success(request, _("Version %(number)d is in force.") % {"number": version.number})
    return redirect(url(request, "policy"))


def _page(
    request: MemberRequest, text: str, *, checked: bool, template_name: str = "", status: int = 200
) -> HttpResponse:
    version, loaded = active_policy(request.workspace.pk)
    roles, rows = chart(loaded)
    return render(
        request,
        "responsibility/policy.html",
        {
            "version": version,
            "roles": roles,
            "rows": rows,
            "text": text,
            "height": min(60, max(18, text.count("\n") + 2)),
            "problems": _problems(text) if checked else [],
            "checked": checked,
            "template_name": template_name,
            "duty": duty_now(request.workspace.pk, services().clock.now()).items(),
            "backstop": loaded.backstop,
            "may_change": may(request.membership, Role.ADMIN),
            "tabs": _tabs(request, "policy"),
        },
        status=status,
    )


def _tabs(request: MemberRequest, current: str) -> list[tuple[str, str, bool]]:
    return [
        (_("Map and policy"), url(request, "policy"), current == "policy"),
        (_("Versions"), url(request, "policy-versions"), current == "versions"),
        (_("Templates"), url(request, "policy-templates"), current == "templates"),
    ]


@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """What is wrong in a text, as a fragment, while somebody types."""
    problems = _problems(request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n"))
    return render(request, "responsibility/problems.html", {"problems": problems, "checked": True})


@require_GET
def versions(request: MemberRequest) -> HttpResponse:
    """Every version, newest first."""
    rows = access_policies(request.membership).order_by("-number")
    return render(request, "responsibility/versions.html", {"versions": rows, "tabs": _tabs(request, "versions")})


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
            "tabs": _tabs(request, "versions"),
        },
    )


@needs(Role.ADMIN)
def _again(request: MemberRequest, found: PolicyVersion) -> HttpResponse:
    actions.activate_policy(found, request.membership, services().clock)
    messages.success(request, _("Version %(number)d is in force.") % {"number": found.number})
    return redirect(url(request, "policy"))


@require_GET
def policy_templates(request: MemberRequest) -> HttpResponse:
    """Starting points by size and market, with what each cannot guarantee."""
    language = get_language() or "en"
    shown = [{"name": one.name, "title": one.title[language], "cannot": one.cannot[language]} for one in templates()]
    return render(request, "responsibility/templates.html", {"shown": shown, "tabs": _tabs(request, "templates")})
