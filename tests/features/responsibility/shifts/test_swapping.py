"""Take my shift: who may, what it changes, and that it changes nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import load, on_duty
from earshot.engine.policy.editing_duty import cover
from earshot.features.audit.models import Entry
from earshot.features.notices.models import Notice
from earshot.features.people.models import Role
from earshot.features.responsibility.models import PolicyVersion, Swap
from earshot.features.responsibility.shifts import swapping
from earshot.features.responsibility.shifts.changing import WouldBreak
from earshot.features.responsibility.shifts.rules import check_swap
from earshot.kernel.errors import BadInput, Conflict, EarshotError, NotAllowed, NotFound
from tests.features import factories
from tests.features.responsibility.house import House
from tests.features.responsibility.shifts.conftest import ROTA, text_in_force

TUESDAY = datetime(2026, 11, 24, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def asked(house: House, asker: str = "ana", taker: str = "ivo", **times: datetime) -> Swap:
    start = times.get("start", TUESDAY)
    end = times.get("end", start + 8 * HOUR)
    return swapping.ask(house.team[asker], house.team[taker], "pr", start, end, house.clock, "the dentist")


def test_accepted_it_is_one_line_of_the_policy(rota: House) -> None:
    swap = asked(rota)
    assert text_in_force(rota) == ROTA
    swapping.accept(swap, rota.team["ivo"], rota.clock)

    text = text_in_force(rota)
    line = '  - {role: pr, person: ivo, from: "2026-11-24 09:00", to: "2026-11-24 17:00"}\n'
    assert text == ROTA + "overrides:\n" + line
    assert swap.state == "accepted"
    assert swap.version is not None
    assert (swap.version.by_name, swap.version.text) == ("Ana, Ivo", text)
    policy = load(text)
    assert on_duty(policy, "pr", TUESDAY) == ("ivo",)
    assert on_duty(policy, "pr", TUESDAY + 8 * HOUR) == ("ana",)


def test_the_audit_trail_names_both(rota: House) -> None:
    swapping.accept(asked(rota), rota.team["ivo"], rota.clock)
    entry = Entry.objects.get(verb="shift.swap")
    assert (entry.actor_name, entry.detail["person"], entry.detail["taker_name"]) == ("Ivo", "Ana", "Ivo")
    assert "pr, 2026-11-24 09:00 – 2026-11-24 17:00" in entry.detail["shift"]
    assert Entry.objects.filter(verb="policy.activate").count() == 3


def test_both_are_told(rota: House) -> None:
    swap = asked(rota)
    assert "Ana" in Notice.objects.get(membership=rota.team["ivo"], kind="swap").said
    swapping.accept(swap, rota.team["ivo"], rota.clock)
    assert Notice.objects.get(membership=rota.team["ivo"], kind="swap").settled_at is not None
    assert "Ivo takes your shift" in Notice.objects.get(membership=rota.team["ana"], kind="swap").said


def test_declined_or_withdrawn_nothing_changes(rota: House) -> None:
    assert swapping.decline(asked(rota), rota.team["ivo"], rota.clock).state == "declined"
    assert swapping.withdraw(asked(rota), rota.team["ana"], rota.clock).state == "withdrawn"
    assert text_in_force(rota) == ROTA


@pytest.mark.parametrize("word", ["decline", "accept", "withdraw"])
def test_an_answer_is_given_once(rota: House, word: str) -> None:
    swap = asked(rota)
    swapping.decline(swap, rota.team["ivo"], rota.clock)
    stale = Swap.objects.get(pk=swap.pk)
    stale.state = "offered"  # as a page that was opened before shows it
    who = rota.team["ana" if word == "withdraw" else "ivo"]
    with pytest.raises(Conflict):
        getattr(swapping, word)(stale, who, rota.clock)
    assert Swap.objects.get(pk=swap.pk).state == "declined"
    assert text_in_force(rota) == ROTA


@pytest.mark.parametrize("who", ["ana", "jun", "mei", "ben"])
def test_only_who_was_asked_answers(rota: House, who: str) -> None:
    swap = asked(rota)
    for act in (swapping.accept, swapping.decline):
        with pytest.raises(NotAllowed):
            act(swap, rota.team[who], rota.clock)
    if who != "ana":
        with pytest.raises(NotAllowed):
            swapping.withdraw(swap, rota.team[who], rota.clock)
    assert Swap.objects.get(pk=swap.pk).state == "offered"


@pytest.mark.parametrize(
    ("asker", "taker", "error"),
    [
        ("ivo", "ana", BadInput),  # not ivo's week
        ("ana", "ben", BadInput),  # not of the role
        ("ana", "ana", BadInput),
        ("mei", "ivo", BadInput),  # an owner neither: the shift is not hers
    ],
)
def test_only_ones_own_shift_to_a_colleague_of_the_role(
    rota: House, asker: str, taker: str, error: type[EarshotError]
) -> None:
    with pytest.raises(error):
        asked(rota, asker, taker)
    assert not Swap.objects.exists()


def test_a_shift_that_is_only_partly_ones_own_is_refused(rota: House) -> None:
    monday = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
    with pytest.raises(BadInput):
        asked(rota, start=monday, end=monday + HOUR)  # 08:30 to 09:30: ivo's begins at 09:00
    assert asked(rota, start=monday, end=monday + HOUR / 2).pk


def test_times_are_to_come_and_within_the_proof(rota: House) -> None:
    now = rota.clock.now()
    for start, end in ((now - HOUR, now + HOUR), (TUESDAY, TUESDAY), (TUESDAY, now + timedelta(days=91))):
        with pytest.raises(BadInput):
            asked(rota, start=start, end=end)


def test_whoever_is_on_duty_besides_is_not_sent_home(rota: House) -> None:
    assert swapping.ask(rota.team["ben"], rota.team["lin"], "care", TUESDAY, TUESDAY + 9 * HOUR, rota.clock).pk
    rota.activate(ROTA.replace("members: [ben, lin]", "members: [ben, lin, rui]"))
    with pytest.raises(BadInput, match="off duty"):
        swapping.ask(rota.team["lin"], rota.team["ben"], "care", TUESDAY, TUESDAY + 9 * HOUR, rota.clock)


def test_a_viewer_an_empty_seat_and_other_workspaces(rota: House) -> None:
    rota.team["ivo"].role = Role.VIEWER
    rota.team["ivo"].save()
    with pytest.raises(BadInput):
        asked(rota)
    rota.team["ana"].role = Role.VIEWER
    with pytest.raises(NotAllowed):
        asked(rota, taker="jun")
    rota.team["ana"].role = Role.MEMBER
    rota.team["jun"].person = None
    rota.team["jun"].save()
    with pytest.raises(BadInput):
        asked(rota, taker="jun")
    stranger = factories.a_member(factories.a_workspace(), "ivo")
    with pytest.raises(NotFound):
        swapping.ask(rota.team["ana"], stranger, "pr", TUESDAY, TUESDAY + HOUR, rota.clock)


def test_whoever_is_on_leave_cannot_take_it(rota: House) -> None:
    rota.activate(ROTA + "leave:\n  - {person: ivo, from: 2026-11-24, to: 2026-11-24}\n")
    with pytest.raises(BadInput, match="on leave"):
        asked(rota)
    assert asked(rota, taker="jun").pk


def test_leave_between_question_and_answer_is_noticed(rota: House) -> None:
    swap = asked(rota)
    rota.activate(ROTA + "leave:\n  - {person: ivo, from: 2026-11-24, to: 2026-11-24}\n")
    with pytest.raises(Conflict, match="on leave"):
        swapping.accept(swap, rota.team["ivo"], rota.clock)
    assert Swap.objects.get(pk=swap.pk).state == "offered"
    assert "overrides" not in text_in_force(rota)


def test_it_is_asked_once_for_a_time(rota: House) -> None:
    asked(rota)
    with pytest.raises(Conflict):
        asked(rota, taker="jun", start=TUESDAY + HOUR)
    assert asked(rota, taker="jun", start=TUESDAY + 8 * HOUR, end=TUESDAY + 9 * HOUR).pk


def test_it_lapses_at_its_beginning(rota: House) -> None:
    swap = asked(rota)
    rota.clock.set(TUESDAY - timedelta(seconds=1))
    assert swapping.lapse_due(rota.clock) == 0
    rota.clock.set(TUESDAY)
    with pytest.raises(Conflict):
        swapping.accept(swap, rota.team["ivo"], rota.clock)
    assert (swapping.lapse_due(rota.clock), swapping.lapse_due(rota.clock)) == (1, 0)
    assert Swap.objects.get(pk=swap.pk).state == "lapsed"
    assert "it is yours" in Notice.objects.filter(membership=rota.team["ana"]).latest("id").said
    assert text_in_force(rota) == ROTA


FOUR_EYES = ROTA.replace("    answer within: 30m\n", "    answer within: 30m\n    approve by: [chief]\n").replace(
    "  law:", "  chief: {lead: ivo, members: [ivo], hours: always}\n  law:"
)


def test_what_would_break_is_said_and_nothing_changes(rota: House) -> None:
    """Ivo approves what PR writes: on PR's duty in ana's week he would approve his own words."""
    text = FOUR_EYES.replace("people: [ana, ivo, jun], handover", "people: [ana, jun], handover")
    rota.activate(text)
    swap = asked(rota)
    with pytest.raises(WouldBreak) as refused:
        swapping.accept(swap, rota.team["ivo"], rota.clock)
    assert [each.property for each in refused.value.findings] == ["four_eyes"]
    assert "Ask an administrator" in refused.value.mend
    assert text_in_force(rota) == text
    assert Swap.objects.get(pk=swap.pk).state == "offered"
    assert not Entry.objects.filter(verb="shift.swap").exists()


def test_what_is_found_already_does_not_stand_in_the_way(rota: House) -> None:
    rota.activate(
        ROTA.replace("accepted:", "# accepted\naccepted:").replace("  - {finding: owned", "  # - {finding: owned")
    )
    swapping.accept(asked(rota), rota.team["ivo"], rota.clock)
    assert on_duty(load(text_in_force(rota)), "pr", TUESDAY) == ("ivo",)


POLICY = load(ROTA)
moments = st.integers(0, 60 * 24 * 60).map(lambda minute: TUESDAY + timedelta(minutes=minute))
people = st.sampled_from(["ana", "ivo", "jun", "mei", "ben", "lin", "kai", "rui"])


@settings(max_examples=150)
@given(people, people, st.sampled_from(["pr", "desk", "care", "law"]), moments, st.integers(1, 15_000))
def test_a_swap_changes_the_duty_of_two_people_in_its_time_only(
    asker: str, taker: str, role: str, start: datetime, length: int
) -> None:
    """Whatever is asked: it is refused, or every minute of every role is as before but for taker in place of asker."""
    end = start + timedelta(minutes=length)
    try:
        check_swap(POLICY, asker, taker, role, start, end)
    except BadInput:
        return
    after = load(cover(ROTA, role, taker, start, end))
    probes = [start - HOUR / 60, end, *(start + (end - start) * part / 7 for part in range(7)), end - HOUR / 60]
    for at in probes:
        for other in POLICY.roles:
            before, now = on_duty(POLICY, other, at), on_duty(after, other, at)
            if other != role or not start <= at < end or not before:
                assert now == before
            else:
                assert asker in before
                assert set(before) <= {asker, taker}
                assert now == (taker,)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_change_the_policy_once(rota: House) -> None:
    swap = asked(rota)
    outcomes = _race(
        lambda: swapping.accept(Swap.objects.get(pk=swap.pk), rota.team["ivo"], rota.clock),
        lambda: swapping.accept(Swap.objects.get(pk=swap.pk), rota.team["ivo"], rota.clock),
        lambda: swapping.decline(Swap.objects.get(pk=swap.pk), rota.team["ivo"], rota.clock),
    )
    assert sorted(outcomes) == ["Conflict", "Conflict", "ok"]
    taken = Swap.objects.get(pk=swap.pk).state == "accepted"
    assert text_in_force(rota).count("role: pr, person: ivo") == int(taken)
    assert PolicyVersion.objects.filter(workspace=rota.workspace, active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_swaps_accepted_at_once_both_hold(rota: House) -> None:
    first = asked(rota)
    second = asked(rota, taker="jun", start=TUESDAY + 10 * HOUR, end=TUESDAY + 12 * HOUR)
    outcomes = _race(
        lambda: swapping.accept(first, rota.team["ivo"], rota.clock),
        lambda: swapping.accept(second, rota.team["jun"], rota.clock),
    )
    assert outcomes == ["ok", "ok"]
    policy = load(text_in_force(rota))
    assert {each.person for each in policy.overrides} == {"ivo", "jun"}


def _race(*acts: Callable[[], object]) -> list[str]:
    gate, outcomes = threading.Barrier(len(acts)), ["" for _ in acts]

    def run(number: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
            outcomes[number] = "ok"
        except Conflict:
            outcomes[number] = "Conflict"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes
