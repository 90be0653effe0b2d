"""The tea house of the inbox, and a maker of campaigns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from earshot.features.planning.actions import Plan, save_campaign
from earshot.features.planning.models import Campaign
from tests.features.inbox.conftest import Tea, network, tea

__all__ = ["network", "tea"]

Make = Callable[..., Campaign]


@pytest.fixture
def plan(tea: Tea) -> Plan:
    """Runs from yesterday for ten days; ana has it."""
    start = tea.clock.now() - timedelta(days=1)
    return Plan(
        "Osmanthus season",
        start,
        start + timedelta(days=10),
        "Slow down for a cup of tea.",
        tea.ana,
        promise="A handwritten verse with every drink, while cards last.",
        not_to_say="free",
    )


@pytest.fixture
def make(tea: Tea, plan: Plan) -> Make:
    """Saves a campaign that differs from ``plan`` in what is given."""

    def made(**changes: object) -> Campaign:
        return save_campaign(tea.mei, replace(plan, **changes), tea.clock)  # type: ignore[arg-type]

    return made
