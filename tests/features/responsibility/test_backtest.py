"""The backtest on history: the same conversations under two versions, judged by a count of one's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import decide, load
from earshot.features.conversations.actions import done
from earshot.features.responsibility.backtest import Case, archive, backtest
from tests.features.responsibility.house import DAY, HOUR, MINUTE, House

BEFORE = load("""
policy: Before
roles:
  desk: {lead: mei, members: [mei, jun], hours: always}
  pr: {lead: ana, members: [ana], hours: office}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
rules:
  - {name: Harm, when: risk>=70, accountable: pr, answer within: 30m}
  - {name: Spam, when: intent:spam, handling: ignore, accountable: desk}
otherwise: {accountable: desk, answer within: 2h}
""")
AFTER = load("""
policy: After
roles:
  desk: {lead: mei, members: [mei, jun], hours: always}
  pr: {lead: ana, members: [ana], hours: always}
rules:
  - {name: Harm, when: risk>=50, accountable: pr, answer within: 1h}
  - {name: Spam, when: intent:spam, handling: ignore, accountable: desk}
otherwise: {accountable: desk, answer within: 1h}
""")
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
NOW = MONDAY + 30 * DAY

cases = st.lists(
    st.builds(
        lambda minute, took, risk, intent: Case(
            MONDAY + minute * MINUTE,
            None if took is None else MONDAY + (minute + took) * MINUTE,
            {"risk": risk, "intent": intent},
        ),
        st.integers(0, 14 * 24 * 60),
        st.none() | st.integers(0, 300),
        st.sampled_from([0, 49, 50, 69, 70, 100]),
        st.sampled_from(["spam", "question"]),
    ),
    max_size=25,
    unique_by=lambda case: case.opened,
)


@given(cases)
@settings(max_examples=80, deadline=None)
def test_sums_are_those_of_single_decisions(held: list[Case]) -> None:
    found = backtest(BEFORE, AFTER, held, NOW)
    pairs = [
        [decide(policy, {**each.facts, "turn_since": each.opened}, each.opened) for policy in (BEFORE, AFTER)]
        for each in held
    ]
    assert found.number == len(held)
    assert found.moved == sum(old.accountable.role != new.accountable.role for old, new in pairs)
    owed = [sum(pair[side].handling == "answer" for pair in pairs) for side in (0, 1)]
    assert sum(each.before.number for each in found.pairs) == owed[0]
    assert sum(each.after.number for each in found.pairs) == owed[1]
    late = [
        sum(
            pair[side].handling == "answer"
            and pair[side].deadline is not None
            and pair[side].deadline < (case.ended or NOW)
            for case, pair in zip(held, pairs, strict=True)
        )
        for side in (0, 1)
    ]
    assert [found.late_before, found.late_after] == late
    assert found.gaps_before == sum(pair[0].gap for pair in pairs if pair[0].handling == "answer")


@given(cases)
@settings(max_examples=40, deadline=None)
def test_a_version_against_itself_moves_nothing(held: list[Case]) -> None:
    found = backtest(BEFORE, BEFORE, held, NOW)
    assert found.moved == 0
    assert all(each.before == each.after for each in found.pairs)


def test_work_is_shared_by_what_is_open_at_the_time() -> None:
    """Mei has the first for an hour, so that jun gets the second; when both are free it is mei's turn again."""
    held = [
        Case(MONDAY, MONDAY + HOUR, {}),
        Case(MONDAY + MINUTE, MONDAY + HOUR, {}),
        Case(MONDAY + 2 * HOUR, None, {}),
    ]
    loads = {each.person: each.before for each in backtest(BEFORE, AFTER, reversed(held), NOW).pairs}
    assert {name: (load.number, load.most) for name, load in loads.items()} == {"mei": (2, 1), "jun": (1, 1)}


def test_who_covers_the_hole_has_it() -> None:
    night = Case(MONDAY - timedelta(hours=4), None, {"risk": 80})
    found = backtest(BEFORE, AFTER, [night], NOW)
    assert [(each.person, each.before.number, each.after.number) for each in found.pairs] == [
        ("ana", 0, 1),
        ("mei", 1, 0),
    ]
    assert (found.gaps_before, found.gaps_after, found.moved) == (1, 0, 0)


@pytest.mark.django_db
def test_the_archive_holds_what_was_opened_in_these_days(house: House) -> None:
    old = house.hear(intent="complaint")
    house.clock.advance(100 * DAY)
    mine = house.hear(risk=80)
    house.clock.advance(HOUR)
    done(mine, house.team["mei"], house.clock)
    house.hear(intent="praise")
    held, left_out = archive(house.team["mei"], house.clock.now())
    assert left_out == 0
    assert [(each.facts["risk"], each.ended) for each in held] == [(0, None), (80, house.clock.now())]
    assert old.opened_at not in [each.opened for each in held]
    part, left_out = archive(house.team["mei"], house.clock.now(), seconds=-1)
    assert (len(part), left_out) == (2, 0), "time is looked at after each portion"
