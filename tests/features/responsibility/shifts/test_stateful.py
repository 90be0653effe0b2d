"""Whatever people ask, answer and enter, in whatever order: the policy changes by accepted swaps and leave only, nobody is
on duty who is on leave, nothing else of the document moves, and only who is away at once gives a shift back.

The proof is left out here (its say has tests of its own): so more changes come into force, not fewer.
``EARSHOT_SHIFT_EXAMPLES`` sets how many random histories are tried (5), of up to 40 steps each.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, load, on_duty, on_leave
from earshot.engine.rota import day_number, instant_of, leave_spans
from earshot.features.audit.queries import entries
from earshot.features.people.models import Membership, Role
from earshot.features.responsibility.models import PolicyVersion, Swap
from earshot.features.responsibility.shifts import absence, changing, swapping
from earshot.features.responsibility.shifts.at_once import VERB, foresee_at_once, leave_at_once, seen_mark, today_of
from earshot.features.responsibility.shifts.feed import calendar_of
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import EarshotError
from tests.features.factories import MORNING
from tests.features.responsibility.house import PEOPLE, House
from tests.features.responsibility.shifts.conftest import ROTA, text_in_force

EXAMPLES = int(os.environ.get("EARSHOT_SHIFT_EXAMPLES", "5"))
HOUR = timedelta(hours=1)
ROLES = ("pr", "care", "law", "desk")
WORDS = (
    "ask",
    "ask",
    "ask",
    "accept",
    "accept",
    "accept",
    "decline",
    "withdraw",
    "leave",
    "take_back",
    "at_once",
    "cover",
    "wait",
    "demote",
)
STEPS = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 10_000)), min_size=15, max_size=40)
SAME = ("name", "zone", "backstop", "people", "roles", "hours", "rotas", "ladders", "rules", "also", "otherwise",
        "meetings", "accepted", "guarantees", "space")  # fmt: skip


def plain(policy: Policy) -> str:
    """All of a policy but overrides and leave, without the lines on which it is written."""
    return re.sub(r"\bline=\d+", "", repr([getattr(policy, name) for name in SAME]))


BEFORE = plain(load(ROTA))


class History:
    """One house, and what is done in it. ``number`` chooses who, when and what."""

    def __init__(self, house: House) -> None:
        self.house, self.clock = house, house.clock

    def step(self, word: str, number: int) -> None:
        act: Callable[[int], object] = getattr(self, f"do_{word}")
        before = text_in_force(self.house)
        with contextlib.suppress(EarshotError), transaction.atomic():
            act(number)
        after = text_in_force(self.house)
        if after != before:
            assert word in ("accept", "leave", "take_back", "at_once", "cover"), word
        self.check()

    def seat(self, number: int) -> Membership:
        return self.house.team[PEOPLE[number % len(PEOPLE)]]

    def time(self, number: int) -> datetime:
        return self.clock.now() + timedelta(hours=number % 400, minutes=number % 60)

    def swap(self, number: int) -> Swap | None:
        rows = list(Swap.objects.select_related("asker", "taker").order_by("-state", "-id")[:3])
        return rows[number % len(rows)] if rows else None

    def do_ask(self, number: int) -> None:
        """Most of the time whoever is on duty then asks a colleague; else anybody asks anybody."""
        policy, start, role = load(text_in_force(self.house)), self.time(number), ROLES[number % 9 % len(ROLES)]
        on, staff = on_duty(policy, role, start), policy.staff(role)
        likely = bool(on) and number % 5 > 0
        asker = self.house.team[on[0]] if likely else self.seat(number)
        taker = self.house.team[staff[number // 3 % len(staff)]] if likely else self.seat(number // 7)
        swapping.ask(asker, taker, role, start, start + (number % 30 + 1) * HOUR / 2, self.clock)

    def do_accept(self, number: int) -> None:
        if swap := self.swap(number):
            swapping.accept(swap, swap.taker if number % 6 else self.seat(number), self.clock)

    def do_decline(self, number: int) -> None:
        if swap := self.swap(number):
            swapping.decline(swap, self.seat(number), self.clock)

    def do_withdraw(self, number: int) -> None:
        if swap := self.swap(number):
            swapping.withdraw(swap, swap.asker if number % 3 else self.seat(number), self.clock)

    def do_leave(self, number: int) -> None:
        first = self.time(number).date()
        actor, seat = (self.seat(number), self.seat(number)) if number % 4 else (self.seat(0), self.seat(number))
        absence.enter_leave(actor, seat, first, first + timedelta(days=number % 4), self.clock)

    def do_at_once(self, number: int) -> None:
        """Nobody who may enter it is refused, but where nothing is to be changed."""
        seat = self.seat(number)
        actor = seat if number % 4 else self.seat(0)
        policy = load(text_in_force(self.house))
        today = today_of(policy, seat.handle, self.clock)
        last = today + timedelta(days=number % 3)
        away = foresee_at_once(actor, seat, last, self.clock)
        leave_at_once(actor, seat, last, self.clock, seen_mark(away))
        assert on_leave(load(text_in_force(self.house)), seat.handle, self.clock.now())

    def do_take_back(self, number: int) -> None:
        written = load(text_in_force(self.house)).leave
        if written:
            leave = written[number % len(written)]
            absence.take_back_leave(self.seat(number), self.house.team[leave.person], leave, self.clock)

    def do_cover(self, number: int) -> None:
        start = self.time(number)
        absence.put_on_duty(
            self.seat(number % 3), PEOPLE[number % 9], ROLES[number % 4], start, start + HOUR, self.clock
        )

    def do_wait(self, number: int) -> None:
        self.clock.advance(timedelta(hours=number % 30))
        swapping.lapse_due(self.clock)
        assert not Swap.objects.filter(state="offered", starts_at__lte=self.clock.now()).exists()

    def do_demote(self, number: int) -> None:
        seat = self.seat(1 + number % 8)
        seat.role = Role.VIEWER if number % 2 else Role.MEMBER
        seat.save(update_fields=["role"])

    def check(self) -> None:
        text = text_in_force(self.house)
        policy = load(text)
        assert plain(policy) == BEFORE
        kept = [line for line in text.splitlines() if not re.match(r"\s*- \{(role|person):|overrides:|leave:", line)]
        assert kept == ROTA.splitlines()
        assert PolicyVersion.objects.filter(workspace=self.house.workspace, active=True).count() == 1
        accepted = {
            (swap.role, swap.taker.handle, swap.starts_at, swap.ends_at)
            for swap in Swap.objects.filter(state="accepted").select_related("taker")
        }
        written = {(each.role, each.person, each.start, each.end) for each in policy.overrides}
        for role, person, start, end in accepted - written:
            assert self.fell_back(policy, role, person, start, end), "only who is away at once gives a shift back"
        for step in range(0, 24 * 14, 7):
            at = self.clock.now() + timedelta(hours=step)
            for role in policy.roles:
                assert not [person for person in on_duty(policy, role, at) if on_leave(policy, person, at)]

    def fell_back(self, policy: Policy, role: str, person: str, start: datetime, end: datetime) -> bool:
        """Whether the person was away at once in some of that time; all the rest of it is theirs still."""
        detail = entries(self.house.workspace.pk).filter(verb=VERB).values_list("detail", flat=True)
        spans = [
            (instant_of(first), instant_of(after))
            for who, begins, ends in (each["leave"] for each in detail)
            if who == person
            for first, after in leave_spans(
                policy.zone, day_number(date.fromisoformat(begins)), day_number(date.fromisoformat(ends))
            )
        ]
        at, touched = start, False
        while at < end:
            away = any(first <= at < after for first, after in spans)
            touched = touched or away
            if not away:
                assert (
                    person in on_duty(policy, role, at) or not on_duty(policy, role, at) or self.other(policy, role, at)
                )
            at += HOUR / 2
        return touched

    @staticmethod
    def other(policy: Policy, role: str, at: datetime) -> bool:
        """Whether a later override of somebody else has that minute."""
        return any(each.role == role and each.start <= at < each.end for each in policy.overrides)


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_only_swaps_and_leave_change_the_policy(steps: list[tuple[str, int]]) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(changing, "new_findings", lambda known, proof, mending=False: [])
        patch.setattr(changing, "prove", lambda text, at, seconds=0.0: _PROOF)
        house = House(HeldClock(MORNING))
        house.activate(ROTA)
        history = History(house)
        for word, number in steps:
            history.step(word, number)
        calendar_of(house.team["ivo"], "https://example.org/", house.clock.now())
        transaction.set_rollback(True)


class _Nothing:
    """A proof that finds nothing."""

    at = MORNING
    findings = blocking = ()


_PROOF = _Nothing()
