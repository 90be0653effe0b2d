"""Backtests as rows: begun, carried on, cancelled, ended. One runs at a time in a workspace."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from earshot.engine.policy import Policy, load
from earshot.features.audit.actions import record
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import require
from earshot.features.responsibility.models import Backtest
from earshot.features.responsibility.policies import active_policy, loaded
from earshot.features.responsibility.replaying.archive import DAYS, ids_of, portions
from earshot.features.responsibility.replaying.reckoning import Reckoning
from earshot.kernel.clock import Clock
from earshot.kernel.errors import Conflict

KEPT = 20
"""Backtests that a workspace keeps, the newest."""
SILENT = timedelta(seconds=60)
"""Whoever carries one on writes down how far it is every second: after this, nobody does."""
EVERY = 0.7
"""Seconds between two lines about how far it is."""

UNDER_WAY = ("waiting", "running")


def begin(text: str, actor: Membership, clock: Clock, days: int = DAYS) -> tuple[Backtest, bool]:
    """A backtest of a text against the version in force, and whether it is a new one, which somebody has to carry on
    (``launching``). The same text that runs already is that one.

    Raises:
        NotAllowed: only administrators do.
        PolicyInvalid: the text cannot be read.
        Conflict: another one is running.
    """
    require(actor, Role.ADMIN)
    load(text)
    settle(actor.workspace_id, clock)
    version, _policy = active_policy(actor.workspace_id)
    running = Backtest.objects.filter(workspace_id=actor.workspace_id, state__in=UNDER_WAY).first()
    if running is not None and (running.text, running.base_id) == (text, version.pk):
        return running, False
    try:
        with transaction.atomic():
            begun = Backtest.objects.create(
                workspace_id=actor.workspace_id,
                base=version,
                text=text,
                days=days,
                by_name=actor.name,
                created_at=clock.now(),
                seen_at=clock.now(),
            )
            record(actor_of(actor), "policy.backtest", clock, actor.workspace_id, "backtest", begun.pk, days=days)
    except IntegrityError:
        raise Conflict(_("Another backtest is running."), _("Wait until it is over, or stop it.")) from None
    _forget_old(actor.workspace_id)
    return begun, True


def _forget_old(workspace_id: int) -> None:
    rows = Backtest.objects.filter(workspace_id=workspace_id).order_by("-pk")
    for pk in list(rows.values_list("pk", flat=True)[KEPT:]):
        Backtest.objects.filter(pk=pk).exclude(state__in=UNDER_WAY).delete()


def settle(workspace_id: int, clock: Clock) -> None:
    """What nobody carries on any more is over: its process was ended."""
    rows = Backtest.objects.filter(workspace_id=workspace_id, state__in=UNDER_WAY)
    rows.filter(seen_at__lt=clock.now() - SILENT).update(state="interrupted", ended_at=clock.now())


def cancel(backtest: Backtest, actor: Membership, clock: Clock) -> None:
    """Stop one; what came out so far is not kept.

    Raises:
        NotAllowed: only administrators do.
    """
    require(actor, Role.ADMIN)
    rows = Backtest.objects.filter(pk=backtest.pk, state__in=UNDER_WAY)
    rows.update(state="cancelled", ended_at=clock.now())


def carry_on(backtest_id: int, clock: Clock) -> str:
    """Do it, from its beginning to its end. Answers the state in which it ended; "" where it was no longer waiting."""
    if not Backtest.objects.filter(pk=backtest_id, state="waiting").update(state="running", started_at=clock.now()):
        return ""
    row = Backtest.objects.select_related("base").get(pk=backtest_id)
    try:
        return _replay(row, loaded(row.base), load(row.text), clock)
    except BaseException:
        _end(row, "failed", clock)
        raise


def _replay(row: Backtest, before: Policy, after: Policy, clock: Clock) -> str:
    now = row.created_at
    ids = ids_of(row.workspace_id, now, row.days)
    reckoning = Reckoning(before, after, now)
    if not _said(row, 0, len(ids), clock.now()):
        return "cancelled"
    done, told = 0, time.monotonic()
    for portion in portions(ids):
        for case in portion:
            reckoning.take(case)
        done += len(portion)
        if time.monotonic() - told > EVERY:
            told = time.monotonic()
            if not _said(row, done, len(ids), clock.now()):
                return "cancelled"
    return _end(row, "done", clock, done=done, total=done, outcome=reckoning.outcome.as_json())


def _said(row: Backtest, done: int, total: int, at: datetime) -> bool:
    """Write down how far it is; False where somebody has stopped it."""
    rows = Backtest.objects.filter(pk=row.pk, state="running")
    return bool(rows.update(done=done, total=total, seen_at=at))


def _end(row: Backtest, state: str, clock: Clock, **more: object) -> str:
    ended = Backtest.objects.filter(pk=row.pk, state="running").update(state=state, ended_at=clock.now(), **more)
    return state if ended else "cancelled"
