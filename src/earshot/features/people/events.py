"""News of the feature, for the features above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeatChanged:
    """A seat was deactivated, or activated again (``active``)."""

    workspace_id: int
    membership_id: int
    active: bool
    at: datetime
