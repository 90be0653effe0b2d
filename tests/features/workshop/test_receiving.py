"""Who would receive what a topic finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from earshot.features.workshop.receiving import receivers
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from tests.features.factories import a_topic
from tests.features.responsibility.house import House


@pytest.fixture
def house(db: None, clock: HeldClock) -> Iterator[House]:
    before = services()
    provide(replace(before, clock=clock))
    yield House(clock)
    provide(before)


def test_the_rules_that_can_decide_in_their_order(house: House) -> None:
    found = receivers(house.team["mei"], house.topic("recall"))
    assert found.complete
    assert not found.watched
    assert not found.unowned
    first = found.ways[0]
    assert (first.rule, first.own, first.role, first.handling, first.within) == ("Harm", True, "pr", "answer", "30 min")
    assert first.people
    assert first.people[0] in {seat.name for seat in house.team.values()}


def test_a_topic_that_no_rule_names(house: House) -> None:
    found = receivers(house.team["mei"], house.topic("gadgets"))
    assert not any(way.own for way in found.ways)
    assert found.ways[-1].rule == ""


def test_a_watch_has_no_receiver(house: House) -> None:
    topic = a_topic(house.workspace, "listening", watch=True)
    assert receivers(house.team["mei"], topic) == replace(receivers(house.team["mei"], topic), ways=(), watched=True)
