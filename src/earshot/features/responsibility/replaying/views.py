"""Pages about backtests: begun from the policy's page, watched, stopped, found again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from earshot.engine.policy import PolicyInvalid
from earshot.features.people.models import Role
from earshot.features.people.permissions import needs
from earshot.features.people.requests import MemberRequest
from earshot.features.responsibility.models import Backtest
from earshot.features.responsibility.queries import access_backtests
from earshot.features.responsibility.replaying import launching
from earshot.features.responsibility.replaying.running import begin, cancel
from earshot.features.responsibility.replaying.showing import Shown, shown
from earshot.features.responsibility.tabs import tabs
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.times import duration


@needs(Role.ADMIN)
@require_safe
def backtests(request: MemberRequest) -> HttpResponse:
    """Those that are kept, newest first."""
    rows = access_backtests(request.membership).order_by("-pk")
    now = services().clock.now()
    listed = [shown(row, request.membership, now) for row in rows.defer("text")]
    return render(request, "responsibility/backtests.html", {"backtests": listed, "tabs": tabs(request, "policy")})


@needs(Role.ADMIN)
@require_safe
def backtest(request: MemberRequest, backtest_id: int) -> HttpResponse:
    """How far one is, or what came out."""
    row = _found(request, backtest_id)
    context = {**context_of(request, row), "tabs": tabs(request, "policy")}
    return render(request, "responsibility/backtest_page.html", context)


@needs(Role.ADMIN)
@require_POST
def stop(request: MemberRequest, backtest_id: int) -> HttpResponse:
    """Stop one."""
    row = _found(request, backtest_id)
    cancel(row, request.membership, services().clock)
    return redirect(f"{url(request, 'policy')}?backtest={row.pk}#policy-backtest")


@needs(Role.ADMIN)
@require_POST
def again(request: MemberRequest, backtest_id: int) -> HttpResponse:
    """The same text once more, against what is in force now."""
    try:
        row = _found(request, backtest_id)
        return begun(request, row.text, row.base.number)
    except PolicyInvalid:
        return redirect(f"{url(request, 'policy')}?backtest={backtest_id}")


def begun(request: MemberRequest, text: str, base: int) -> HttpResponse:
    """Begin a backtest of a text, and go where it is watched. ``base``: the version from which the text began.

    Raises:
        PolicyInvalid: the text cannot be read.
        Conflict: another one is running.
    """
    row, new = begin(text, request.membership, services().clock)
    if new:
        launching.launch(row.pk)
    began = f"&base={base}" if base and base != row.base.number else ""
    return redirect(f"{url(request, 'policy')}?backtest={row.pk}{began}#policy-backtest")


def context_of(request: MemberRequest, row: Backtest) -> dict[str, object]:
    """What the section's template needs."""
    about: Shown = shown(row, request.membership, services().clock.now())
    return {"backtest": about, "left": duration(about.left) if about.left is not None else ""}


def _found(request: MemberRequest, backtest_id: int) -> Backtest:
    row = access_backtests(request.membership).select_related("base").filter(pk=backtest_id).first()
    if row is None:
        raise Http404("There is no such backtest.")
    return row
