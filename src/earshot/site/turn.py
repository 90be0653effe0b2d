"""What waits for one person: read once, shown on "my turn"."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from earshot.features.people.models import Membership


def count_mine(membership: Membership) -> int:
    return 0


def read_turn(membership: Membership, now: datetime) -> dict[str, Any]:
    return {}
