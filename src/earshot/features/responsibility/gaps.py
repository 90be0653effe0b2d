"""Deadlines at which nobody is on duty who could answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from earshot.engine.policy import Policy, on_duty
from earshot.features.conversations.queries import open_conversations
from earshot.features.responsibility.models import Involvement

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that runs. ``shown``: whether the conversation says that it is a gap; ``gap``: whether it is one."""

    conversation_id: int
    at: datetime
    shown: bool
    gap: bool


def misjudged(workspace_id: int, policy: Policy) -> Iterator[Due]:
    """Deadlines of which the conversation says a gap that is none, or none that is one."""
    rows = open_conversations(workspace_id).filter(deadline_at__isnull=False)
    deadlines = list(rows.values_list("id", "deadline_at", "gap"))
    responsible = Involvement.objects.filter(letter="R", conversation__in=rows)
    roles = dict(responsible.values_list("conversation_id", "role"))
    known: dict[tuple[str, datetime], bool] = {}
    for pk, due, shown in deadlines:
        if due is None:
            continue
        role = roles.get(pk, "")
        if (role, due) not in known:
            known[role, due] = role in policy.roles and bool(on_duty(policy, role, due - _MINUTE))
        if known[role, due] == shown:
            yield Due(pk, due, shown, not known[role, due])
