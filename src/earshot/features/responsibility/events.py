"""News of the feature, for the features above."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountabilityMoved:
    """Another person is accountable now. ``why``: rule, policy, claim, handover."""

    workspace_id: int
    conversation_id: int
    from_id: int
    to_id: int
    why: str
