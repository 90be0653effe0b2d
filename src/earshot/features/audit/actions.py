"""Writes the audit trail."""

from __future__ import annotations

from dataclasses import dataclass

from earshot.features.audit.models import Entry
from earshot.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a membership (0 for the command line) and the name they had."""

    membership_id: int
    name: str


COMMAND_LINE = Actor(0, "command line")


def record(
    actor: Actor,
    verb: str,
    clock: Clock,
    workspace_id: int,
    object_kind: str = "",
    object_id: int = 0,
    **detail: object,
) -> None:
    """Keep one act, in the caller's transaction."""
    Entry.objects.create(
        workspace_id=workspace_id,
        at=clock.now(),
        actor_id=actor.membership_id,
        actor_name=actor.name,
        verb=verb,
        object_kind=object_kind,
        object_id=object_id,
        detail=detail,
    )
