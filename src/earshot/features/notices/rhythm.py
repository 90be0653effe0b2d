"""When a notice that somebody must acknowledge is sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

AGAIN = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""After the first time, the second, the third; from then on as after the last."""

Reachable = Callable[[int, int, datetime], bool]
"""(workspace, seat, at) -> whether the person is on duty then."""

_reachable: list[Reachable] = []


def ask_duty(reachable: Reachable) -> None:
    """Say who knows when people are on duty. Called in ``AppConfig.ready``; without it everybody always is."""
    _reachable[:] = [reachable]


def is_on_duty(workspace_id: int, seat: int, at: datetime) -> bool:
    """Whether a person may be reminded now."""
    return all(reachable(workspace_id, seat, at) for reachable in _reachable)


def again_at(sent: int, at: datetime) -> datetime:
    """When what went out for the ``sent``-th time at ``at`` goes out again."""
    return at + AGAIN[min(max(sent, 1), len(AGAIN)) - 1]
