"""Pages about the policy: map and text, versions, templates."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.engine.policy import Policy, PolicyInvalid, template, templates
from earshot.engine.policy.model import OTHERWISE
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility import actions
from earshot.features.responsibility.chart import chart
from earshot.features.responsibility.drafting import Draft, take_on, try_out
from earshot.features.responsibility.growing import reviewing
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import Overtaken
from earshot.features.responsibility.proving import SECONDS, TYPING_SECONDS, Unproved, proof_of_today, stay_ready
from earshot.features.responsibility.queries import access_backtests, access_policies, active_policy, duty_now
from earshot.features.responsibility.replaying import views as replaying
from earshot.features.responsibility.tabs import tabs
from earshot.features.responsibility.taking import TakenOnForOthers, in_the_name_of
from earshot.features.responsibility.wording import STEPS, choices, stepped
from earshot.kernel.errors import Conflict
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.texts import told

LONGEST = 200_000
_DIGITS = 19
"""More than any id has."""
_ASIDE = frozenset(("check", "accept", "mine", "try", "sample", "backtest")) | STEPS
"""What is asked for beside putting the text in force."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The version in force and what it says, read once for a page."""

    version: PolicyVersion
    policy: Policy


@require_http_methods(["GET", "POST"])
def policy(request: MemberRequest) -> HttpResponse:
    """The map of the policy in force, and its text, to be changed, checked and put in force."""
    in_force = InForce(*active_policy(request.workspace.pk))
    if request.method == "POST":
        return _changed(request, in_force)
    draft = _asked_for(request, in_force)
    if draft is not None:
        draft.base = draft.base or in_force.version.number
        if draft.check() is not None:
            draft.compare(in_force.version)
    else:
        draft = Draft(in_force.version.text, base=in_force.version.number)
        draft.show(proof_of_today(in_force.version, services().clock), in_force.policy)
    return _page(request, draft, in_force)


def _asked_for(request: MemberRequest, in_force: InForce) -> Draft | None:
    """The text that the address asks for: a template, the next size, an older version, that of a backtest. None: it
    asks for none."""
    if (larger := request.GET.get("grow", "")) and may(request.membership, Role.ADMIN):
        return _grown(request, in_force, larger)
    if wanted := request.GET.get("template", ""):
        return Draft(_template_text(wanted, request.membership), template_name=wanted)
    if older := _number(request.GET, "version"):
        row = access_policies(request.membership).filter(number=older).first()
        return Draft(row.text) if row else None
    if (number := _number(request.GET, "backtest")) and may(request.membership, Role.ADMIN):
        tried = access_backtests(request.membership).select_related("base").filter(pk=number).first()
        base = _number(request.GET, "base")
        return Draft(tried.text, base=base or tried.base.number, backtest=tried) if tried else None
    return None


def _grown(request: MemberRequest, in_force: InForce, name: str) -> Draft:
    try:
        found = reviewing.to_review(in_force.policy, name, request.workspace.pk)
    except KeyError:
        raise Http404(f"There is no template {name!r}.") from None
    text = in_the_name_of(found.text, request.membership.handle, in_force.policy)
    return Draft(text, grown=found, title=reviewing.named(name).title[get_language() or "en"])


def _number(given: Mapping[str, str], name: str) -> int:
    """A number in the address or the form; 0 where there is none."""
    number = given.get(name, "")
    return int(number) if number.isdecimal() and len(number) < _DIGITS else 0


def _template_text(name: str, owner: Membership) -> str:
    """A starting point for that person, who takes its findings on, on the workspace's clock."""
    try:
        text = template(name, owner=owner.handle, zone=owner.workspace.zone, language=get_language() or "en")
        return in_the_name_of(text, owner.handle)
    except (KeyError, ValueError, LookupError):
        raise Http404(f"There is no template {name!r}.") from None


@needs(Role.ADMIN)
def _changed(request: MemberRequest, in_force: InForce) -> HttpResponse:
    given = request.POST
    step = stepped(_text_of(request), given)
    base = _number(given, "over") or _number(given, "base")
    draft = Draft(step.text, base, rule=step.rule, facts=given.get("facts", ""), at=given.get("at", ""))
    if "accept" in given:
        take_on(draft, given, request.membership.handle)
    if "mine" in given:
        with suppress(PolicyInvalid):
            draft.text = in_the_name_of(draft.text, request.membership.handle, in_force.policy)
    put = not _ASIDE & set(given)
    loaded = draft.check(SECONDS if put else TYPING_SECONDS)
    if loaded is None or put:
        return _put(request, draft, in_force) if put else _page(request, draft, in_force)
    draft.compare(in_force.version)
    if "try" in given or "sample" in given:
        try_out(draft, given, loaded)
    if "backtest" in given:
        try:
            return replaying.begun(request, draft.text, draft.base)
        except Conflict as error:
            draft.wrong = told(error)
    return _page(request, draft, in_force)


def _put(request: MemberRequest, draft: Draft, in_force: InForce) -> HttpResponse:
    """Put the text in force, or say why not; the text stays in the form."""
    draft.status = 422
    if draft.problems or draft.blocking or (draft.rule and draft.rule.wrong):
        return _page(request, draft, in_force)
    try:
        version = actions.put_text_in_force(request.membership, draft.text, draft.base, services().clock)
    except Overtaken:
        draft.status = 409
        in_force = InForce(*active_policy(request.workspace.pk))
        draft.compare(in_force.version)
    except TakenOnForOthers as error:
        draft.wrong, draft.others = told(error), True
    else:
        messages.success(request, _("Version %(number)d is in force.") % {"number": version.number})
        return redirect(url(request, "policy"))
    return _page(request, draft, in_force)


def _text_of(request: MemberRequest) -> str:
    return request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n")


def _page(request: MemberRequest, draft: Draft, in_force: InForce) -> HttpResponse:
    version, loaded = in_force.version, in_force.policy
    roles, rows = chart(loaded)
    draft.overtaken = draft.base != version.number
    known = draft.base if draft.overtaken else 0
    began = access_policies(request.membership).filter(number=known).first() if known else None
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
            "duty": duty_now(request.workspace.pk, services().clock.now(), loaded).items(),
            "backstop": loaded.backstop,
            "may_change": may(request.membership, Role.ADMIN),
            "tabs": tabs(request, "policy"),
            **_choices(draft),
            "changes": reviewing.changes(version.text, draft.text),
            "differs": draft.overtaken or draft.grown is not None,
            "began": began,
            "meanwhile": reviewing.changes(began.text, version.text) if began else [],
            **(replaying.context_of(request, draft.backtest) if draft.backtest else {}),
        },
        status=draft.status,
    )


def _choices(draft: Draft) -> dict[str, object]:
    """What can be chosen in the form of a rule; nothing where the text cannot be read."""
    found = choices(draft.text)
    if found is None:
        return {}
    within = draft.rule.within if draft.rule else {}
    return {
        "choices": found,
        "clocks": [(hours, within.get(hours, "")) for hours in found.hours],
        "worded": [(rule, draft.told_of(rule.name)) for rule in found.rules],
        "worded_otherwise": draft.told_of(OTHERWISE),
        "worded_open": draft.told_of(draft.rule.was) if draft.rule else "",
    }


@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """What a proof finds in a text, as a fragment, while somebody types; and then, when it is asked for, what would
    change hands: finding that out takes longer, and nobody shall wait for findings because of it."""
    text = _text_of(request)
    step = stepped(text, request.POST)
    draft = Draft(step.text, rule=step.rule)
    in_force, _policy = active_policy(request.workspace.pk)
    may_change = may(request.membership, Role.ADMIN)
    if "moves" in request.POST:
        with suppress(PolicyInvalid):
            draft.compare(in_force)
        return render(request, "responsibility/moved.html", {"draft": draft, "may_change": may_change})
    draft.to_compare = draft.check() is not None and draft.text != in_force.text
    context = {"draft": draft, "may_change": may_change, "written": step.text != text}
    answer = render(request, "responsibility/problems.html", context)
    stay_ready()
    return answer


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
    return _version_page(request, found)


def _version_page(request: MemberRequest, found: PolicyVersion, wrong: str = "") -> HttpResponse:
    in_force, _policy = active_policy(request.workspace.pk)
    context = {
        "version": found,
        "lines": enumerate(found.text.splitlines(), 1),
        "may_change": may(request.membership, Role.ADMIN),
        "tabs": tabs(request, "policy-versions"),
        "in_force": in_force,
        "changes": reviewing.changes(in_force.text, found.text),
        "same": in_force.text == found.text,
        "wrong": wrong,
    }
    return render(request, "responsibility/version.html", context, status=409 if wrong else 200)


@needs(Role.ADMIN)
def _again(request: MemberRequest, found: PolicyVersion) -> HttpResponse:
    try:
        actions.put_in_force(found, request.membership, services().clock, _number(request.POST, "base"))
    except Overtaken as error:
        return _version_page(request, found, told(error))
    except Unproved:
        messages.error(request, _("This version has findings that nobody has taken on. Here is its text."))
    except TakenOnForOthers as error:
        messages.error(request, told(error))
    else:
        messages.success(request, _("Version %(number)d is in force.") % {"number": found.number})
        return redirect(url(request, "policy"))
    return redirect(f"{url(request, 'policy')}?version={found.number}")


@require_GET
def policy_templates(request: MemberRequest) -> HttpResponse:
    """Starting points by size and market, with what each cannot guarantee."""
    language = get_language() or "en"
    shown = [{"name": one.name, "title": one.title[language], "cannot": one.cannot[language]} for one in templates()]
    return render(request, "responsibility/templates.html", {"shown": shown, "tabs": tabs(request, "policy-templates")})
