"""The backtest on history: the same conversations under two versions, judged by a count of one's own."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, decide, load
from earshot.features.conversations.actions import done
from earshot.features.people.models import Role
from earshot.features.responsibility.models import Backtest
from earshot.features.responsibility.replaying import archive, running
from earshot.features.responsibility.replaying.reckoning import Case, Load, Outcome, Reckoning, outcome_of
from earshot.features.responsibility.replaying.showing import shown
from earshot.kernel.errors import Conflict
from tests.features.responsibility.house import DAY, HOUR, MINUTE, POLICY, House

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
    st.tuples(
        st.integers(0, 14 * 24 * 60),
        st.none() | st.integers(0, 300),
        st.sampled_from([0, 49, 50, 69, 70, 100]),
        st.sampled_from(["spam", "question"]),
    ),
    max_size=25,
    unique_by=lambda drawn: drawn[0],
).map(
    lambda drawn: [
        Case(
            number,
            MONDAY + minute * MINUTE,
            None if took is None else MONDAY + (minute + took) * MINUTE,
            {"risk": risk, "intent": intent},
        )
        for number, (minute, took, risk, intent) in enumerate(sorted(drawn), 1)
    ]
)


def backtest(before: Policy, after: Policy, held: list[Case]) -> Outcome:
    reckoning = Reckoning(before, after, NOW)
    for case in held:
        reckoning.take(case)
    return reckoning.outcome


@given(cases)
@settings(max_examples=80, deadline=None)
def test_sums_are_those_of_single_decisions(held: list[Case]) -> None:
    found = backtest(BEFORE, AFTER, held)
    pairs = [
        [decide(policy, {**each.facts, "turn_since": each.opened}, each.opened) for policy in (BEFORE, AFTER)]
        for each in held
    ]
    assert found.number == len(held)
    assert found.open == sum(each.ended is None for each in held)
    moved = [(old, new) for old, new in pairs if old.accountable.role != new.accountable.role]
    assert found.moved == len(moved)
    kinds = Counter((old.rule, old.accountable.role, new.rule, new.accountable.role) for old, new in moved)
    assert {(each.from_rule, each.from_role, each.to_rule, each.to_role): each.number for each in found.handed} == kinds
    for side, told in enumerate((found.before, found.after)):
        owed = [(case, pair[side]) for case, pair in zip(held, pairs, strict=True) if pair[side].handling == "answer"]
        assert sum(load.number for load in told.loads.values()) == len(owed)
        assert told.rest == len(held) - len(owed)
        assert told.undue == sum(decision.deadline is None for _case, decision in owed)
        assert told.gaps == sum(decision.gap for _case, decision in owed)
        late = [decision.deadline is not None and decision.deadline < (case.ended or NOW) for case, decision in owed]
        assert told.late == sum(late)
        weeks = Counter((decision.accountable.role, monday(case.opened)) for case, decision in owed)
        assert {(role, week): count for role, each in told.weeks.items() for week, count in each.items()} == weeks
    assert outcome_of(json.loads(json.dumps(found.as_json()))) == found


def monday(at: datetime) -> str:
    return (at.date() - timedelta(days=at.weekday())).isoformat()


@given(cases)
@settings(max_examples=40, deadline=None)
def test_a_version_against_itself_moves_nothing(held: list[Case]) -> None:
    found = backtest(BEFORE, BEFORE, held)
    assert (found.moved, found.handed) == (0, [])
    assert found.before == found.after


def test_work_is_shared_by_what_is_open_at_the_time() -> None:
    """Mei has the first for an hour, so that jun gets the second; when both are free it is mei's turn again."""
    held = [
        Case(1, MONDAY, MONDAY + HOUR, {}),
        Case(2, MONDAY + MINUTE, MONDAY + HOUR, {}),
        Case(3, MONDAY + 2 * HOUR, None, {}),
    ]
    loads = backtest(BEFORE, AFTER, held).before.loads
    assert loads == {"mei": Load(2, 1, 1), "jun": Load(1, 1, 0)}


def test_who_covers_the_hole_has_it() -> None:
    night = Case(7, MONDAY - timedelta(hours=4), None, {"risk": 80})
    found = backtest(BEFORE, AFTER, [night])
    assert (list(found.before.loads), list(found.after.loads)) == (["mei"], ["ana"])
    assert (found.before.gaps, found.after.gaps, found.moved) == (1, 0, 0)


def test_of_each_kind_the_newest_are_named() -> None:
    held = [Case(number, MONDAY + number * MINUTE, None, {"risk": 60}) for number in range(1, 9)]
    [handed] = backtest(BEFORE, AFTER, held).handed
    assert (handed.from_role, handed.to_role, handed.number) == ("desk", "pr", 8)
    assert handed.examples == [8, 7, 6, 5, 4]


@pytest.mark.django_db
def test_the_archive_holds_what_was_opened_in_these_days(house: House) -> None:
    old = house.hear(intent="complaint")
    house.clock.advance(100 * DAY)
    mine = house.hear(risk=80)
    house.clock.advance(HOUR)
    done(mine, house.team["mei"], house.clock)
    newest = house.hear(intent="praise")
    ids = archive.ids_of(house.workspace.pk, house.clock.now())
    assert list(ids) == [mine.pk, newest.pk]
    assert old.pk in archive.ids_of(house.workspace.pk, house.clock.now(), 101)
    [portion] = archive.portions(ids)
    assert [(each.id, each.facts["risk"], each.ended) for each in portion] == [
        (mine.pk, 80, house.clock.now()),
        (newest.pk, 0, None),
    ]


@pytest.fixture
def admin(house: House) -> House:
    seat = house.team["mei"]
    seat.role = Role.OWNER
    seat.save()
    return house


OTHER = POLICY.replace("when: risk>=70 OR topic:recall", "when: risk>=90")


@pytest.mark.django_db
def test_one_is_carried_on_to_its_end(admin: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PORTION", 2)
    for risk in (0, 80, 80, 95, 80):
        admin.hear(risk=risk)
    row, new = running.begin(OTHER, admin.team["mei"], admin.clock)
    assert new
    assert running.carry_on(row.pk, admin.clock) == "done"
    row.refresh_from_db()
    assert (row.state, row.done, row.total) == ("done", 5, 5)
    seen = shown(row, admin.team["mei"], admin.clock.now())
    assert seen.outcome is not None
    assert (seen.outcome.number, seen.outcome.moved) == (5, 3)
    assert len(seen.moved[0].examples) == 3
    assert running.carry_on(row.pk, admin.clock) == "", "nobody does it twice"


@pytest.mark.django_db
def test_one_at_a_time(admin: House) -> None:
    first, _new = running.begin(OTHER, admin.team["mei"], admin.clock)
    assert running.begin(OTHER, admin.team["mei"], admin.clock) == (first, False)
    with pytest.raises(Conflict):
        running.begin(POLICY, admin.team["mei"], admin.clock)
    admin.clock.advance(2 * MINUTE)
    row, new = running.begin(POLICY, admin.team["mei"], admin.clock)
    assert new, "what nobody carries on any more is over"
    first.refresh_from_db()
    assert first.state == "interrupted"
    running.cancel(row, admin.team["mei"], admin.clock)
    assert running.carry_on(row.pk, admin.clock) == ""


@pytest.mark.django_db
def test_stopping_one_that_runs(admin: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EVERY", 0)
    admin.hear(risk=80)
    row, _new = running.begin(OTHER, admin.team["mei"], admin.clock)
    ids_of = archive.ids_of

    def stopped(*given_: object, **more: object) -> object:
        running.cancel(row, admin.team["mei"], admin.clock)
        return ids_of(*given_, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "ids_of", stopped)
    assert running.carry_on(row.pk, admin.clock) == "cancelled"
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("cancelled", None)


@pytest.mark.django_db
def test_what_fails_says_so(admin: House, monkeypatch: pytest.MonkeyPatch) -> None:
    row, _new = running.begin(OTHER, admin.team["mei"], admin.clock)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(running, "ids_of", broken)
    with pytest.raises(RuntimeError):
        running.carry_on(row.pk, admin.clock)
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.django_db
def test_the_newest_are_kept(admin: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "KEPT", 3)
    for _each in range(5):
        row, _new = running.begin(OTHER, admin.team["mei"], admin.clock)
        running.carry_on(row.pk, admin.clock)
    assert Backtest.objects.filter(workspace=admin.workspace).count() == 3
