"""News of the feature, for the features above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ConversationsChanged:
    """Facts or turn of these conversations differ: decide them again. ``cause``: tag, reopened, answered..."""

    workspace_id: int
    conversation_ids: tuple[int, ...]
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """It is not our turn any more. ``how``: reply, outside, done."""

    workspace_id: int
    conversation_id: int
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConversationsMerged:
    """Two conversations turned out to be one: move what belongs to ``gone_id`` to ``kept_id``; then it is deleted.

    A subscriber that cannot move its rows raises Conflict, and the two stay as they are.
    """

    workspace_id: int
    kept_id: int
    gone_id: int
    at: datetime
