"""A backtest at the shell: of any two policies, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from earshot.engine.policy import Policy
from earshot.features.responsibility.replaying.archive import ids_of, portions
from earshot.features.responsibility.replaying.reckoning import Outcome, Reckoning


def rerun(
    workspace_id: int, before: Policy, after: Policy, now: datetime, days: int, said: Callable[[int, int], None]
) -> Outcome:
    """Both on the conversations of the days before ``now``; ``said`` hears how many of how many are done."""
    ids = ids_of(workspace_id, now, days)
    reckoning = Reckoning(before, after, now)
    for portion in portions(ids):
        for case in portion:
            reckoning.take(case)
        said(reckoning.outcome.number, len(ids))
    return reckoning.outcome
