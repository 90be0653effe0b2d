"""Which steps a first run asks: those whose answer would change something."""

from __future__ import annotations

from earshot.engine.policy import Seat, seats, template
from earshot.features.start.models import Beginning
from earshot.features.start.steps import STEPS, Way

OWNER = "proprietor"
"""Stands for the actor in a starting point, whose made-up people include nobody of that name."""


def open_seats(beginning: Beginning) -> list[Seat]:
    """The seats of the chosen starting point that the first run may fill."""
    if not beginning.size:
        return []
    return list(seats(template(f"{beginning.size}-{beginning.market}", owner=OWNER), OWNER))


def way(beginning: Beginning) -> Way:
    """The steps that this first run asks. Before the answer that they depend on is known, they count."""
    return Way(tuple(step for step in STEPS if _asks(step.key, beginning)))


def _asks(key: str, beginning: Beginning) -> bool:
    """Whether there is anything to be asked: one person alone has nobody to name, and without a brand or an industry
    there is no topic to propose."""
    if key == "people" and "who" in beginning.passed:
        return bool(open_seats(beginning))
    if key == "topics" and "brand" in beginning.passed:
        return bool(beginning.brand or beginning.industry)
    return True
