"""Everything that may happen to conversations, in any order, on the real database and the real road.

After each step every stored newest decision is compared with ``tests.oracle_policy`` (which walks from minute to minute and
shares no code with the engine), the facts with a plain model of the posts kept here, who is accountable with the few
sentences of ``earshot.features.responsibility`` about what moves a conversation, and what climbs with a plain model of
ladders, while processes die between steps. The machine stands in ``tests.properties.decisions``.

The long form: ``EARSHOT_STATEFUL_RUNS=1000 EARSHOT_STATEFUL_STEPS=50``.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from earshot.features.responsibility.models import Decision
from tests.properties.decisions.company import CROSSED, CROSSINGS, HOUR, MINUTE, STARTS
from tests.properties.decisions.ladders import RAN
from tests.properties.decisions.said import CALM, About
from tests.properties.decisions.truth import House

RUNS = int(os.environ.get("EARSHOT_STATEFUL_RUNS", "6"))
STEPS = int(os.environ.get("EARSHOT_STATEFUL_STEPS", "25"))


@pytest.mark.whole
@pytest.mark.django_db
@pytest.mark.parametrize("start", STARTS, ids=["clocks go back", "clocks go forward"])
def test_leave_a_shifts_end_and_daylight_saving_are_crossed(start: datetime) -> None:
    """Two days, hour by hour, with something for every role to answer; all is checked at each hour."""
    house = House()
    house.begin(start)
    try:
        for variant in range(4):
            house.another_policy(variant)
            for facts in (CALM, CALM | {"recall": True}, CALM | {"intent": "complaint"}, CALM | {"risk": 10}):
                house.a_new_thread("ann", facts, About(), ("desk", "outpost")[facts["risk"] == 10], "post")
        for hour in range(48):
            house.time_passes(HOUR)
            if hour % 7 == 0:
                house.a_new_thread("bob", CALM | {"risk": 10}, About(), "outpost", "post")
            house.all_is_as_it_should_be()
        assert all(house.crossed[crossing] for crossing in CROSSINGS), house.crossed
        assert house.crossed["daylight saving"] == 1
        decided = Decision.objects.filter(conversation__workspace=house.workspace)
        served = {(each.result["accountable"]["role"], *each.result["on_duty"]) for each in decided}
        assert {("pr", "ivo"), ("pr", "kai"), ("support",), ("night",), ("night", "kai")} <= served
    finally:
        house.teardown()


@pytest.mark.django_db
def test_what_comes_later_changes_channel_kind_and_advocate() -> None:
    """For certain: chance comes by each of them not in every run."""
    house = House()
    house.begin(STARTS[0])
    try:
        key = house.a_new_thread("ann", CALM, About(), "desk", "post")
        house.a_new_thread("bob", CALM, About(), "outpost", "review")
        for channel, kind, advocate in (
            ("street", "post", False), ("street", "review", False), ("desk", "mail", True), ("desk", "comment", False),
        ):  # fmt: skip
            house.time_passes(MINUTE)
            house.they_go_on(key, CALM | {"advocate": advocate}, About(), channel, kind)
            house.all_is_as_it_should_be()
        networks = {each.facts["network"] for each in Decision.objects.filter(conversation__workspace=house.workspace)}
        assert networks == {"testnet", "othernet"}
    finally:
        house.teardown()


@pytest.mark.django_db
def test_a_question_that_lapses_late_goes_to_whom_the_policy_chose() -> None:
    """Nobody looked for four hours: whom the policy chose is off duty by then, has it, and is covered. (By seed 2.)"""
    house = House()
    house.begin(datetime(2026, 10, 24, 13, 7, tzinfo=UTC))
    try:
        facts = CALM | {"language": "en", "risk": 69, "sentiment": "positive", "intent": "praise"}
        key = house.a_new_thread("ann", facts, About("", "jp"), "outpost", "post")
        house.duty_changes()
        house.another_policy(1)
        house.write(key)
        house.a_correction(key, ("risk", "70"))
        house.all_is_as_it_should_be()
        house.a_day_goes_by()
        house.all_is_as_it_should_be()
        causes = Decision.objects.filter(conversation__workspace=house.workspace).values_list("cause", flat=True)
        assert "handover" in causes
    finally:
        house.teardown()


@pytest.mark.whole
@pytest.mark.django_db
def test_every_step_runs_once_though_processes_die() -> None:
    """For certain: ladders of three versions side by side, deaths in the middle of every look, somebody who has it."""
    house = House()
    before = dict(RAN)
    house.begin(STARTS[0])
    try:
        keys = []
        for variant, facts in ((0, {"recall": True}), (1, {"intent": "complaint"}), (3, {"risk": 95}), (2, {})):
            house.another_policy(variant)
            key = house.a_new_thread("ann", CALM | facts, About(), "desk", "post")
            keys += [key, house.a_new_thread("bob", CALM | {"recall": True} | facts, About(), "street", "post")]
            house.time_passes(11 * MINUTE)
            house.all_is_as_it_should_be()
        for turn in range(30):
            house.the_next_process_dies(turn % 3 + 1)
            if turn == 5:
                house.i_have_it(keys[1], "jun")
            house.time_passes(13 * MINUTE)
            house.all_is_as_it_should_be()
        happened = {name: RAN[name] - before[name] for name in RAN}
        assert happened["steps"] >= 10, happened
        assert happened["deaths"] >= 5, happened
        assert happened["gaps"] >= 1, happened
        assert {climb.state for climb in house.climbs.values()} >= {"climbed", "acknowledged"}
    finally:
        house.teardown()


@pytest.mark.whole
@pytest.mark.django_db
def test_decisions_stay_true_whatever_happens() -> None:
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    missing = [crossing for crossing in CROSSINGS if not CROSSED[crossing]]
    assert not missing, f"no run crossed {missing}: {CROSSED}"
