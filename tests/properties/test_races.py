"""Twenty people claim one conversation at the same moment, and several processes look at the same ladder: one wins.

Real threads, each with a connection of its own, on a real database file. The long form: ``EARSHOT_RACES=10000``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, NoReturn

import pytest
from django.db import connection, connections

from earshot.features.audit.models import Entry
from earshot.features.conversations.models import Conversation
from earshot.features.people.models import Membership
from earshot.features.responsibility.actions import claim
from earshot.features.responsibility.escalating import climbing
from earshot.features.responsibility.escalating.acknowledging import acknowledge
from earshot.features.responsibility.escalating.climbing import climb_due
from earshot.features.responsibility.models import Assignment, Escalation, EscalationStep
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import Conflict
from tests.features import factories as make
from tests.features.responsibility.house import POLICY, House

CLAIMERS = 20
RACES = int(os.environ.get("EARSHOT_RACES", "12"))
PROCESSES = 6
KILLED = 9
LADDER = "ladders:\n  harm: [{after: 10m, to: pr}, {after: 20m, to: pr.lead}, {after: 30m, to: rui}]\n"

pytestmark = pytest.mark.django_db(transaction=True)


class Racers:
    """Threads that begin at the same moment, again and again."""

    def __init__(self, number: int) -> None:
        self._barrier = Barrier(number)
        self._threads = ThreadPoolExecutor(number)
        self._number = number

    def race(self, run: Callable[[int], object]) -> list[object]:
        """What each of them got; a Conflict is an answer, everything else that is raised is a failure."""
        return list(self._threads.map(self._one, [run] * self._number, range(self._number)))

    def _one(self, run: Callable[[int], object], number: int) -> object:
        self._barrier.wait()
        try:
            return run(number)
        except Conflict as lost:
            return lost

    def close(self) -> None:
        for _ in self._threads.map(lambda _: self._leave(), range(self._number)):
            pass
        self._threads.shutdown()

    def _leave(self) -> None:
        self._barrier.wait()
        connections.close_all()


@pytest.fixture
def racers() -> Iterator[Racers]:
    found = Racers(CLAIMERS)
    yield found
    found.close()


@pytest.fixture
def tower(clock: HeldClock) -> House:
    return House(clock, POLICY.replace("answer within: 30m", "answer within: 30m\n    ladder: harm") + LADDER)


def nobody_has_it(conversation: Conversation) -> None:
    """As if the policy had just given it to whoever has it."""
    Assignment.objects.filter(conversation=conversation, ended_at=None).update(accepted_at=None)


@pytest.mark.whole
def test_of_twenty_claimers_exactly_one_wins(tower: House, racers: Racers) -> None:
    assert connection.vendor != "sqlite" or "memory" not in str(connection.settings_dict["NAME"])
    seats: list[Membership] = [make.a_member(tower.workspace, f"claimer-{number}") for number in range(CLAIMERS)]
    conversations = [tower.hear(risk=90) for _ in range(min(RACES, 20))]
    for race in range(RACES):
        conversation = conversations[race % len(conversations)]
        nobody_has_it(conversation)
        last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0

        def run(number: int, conversation: Conversation = conversation) -> object:
            return claim(conversation, seats[number], tower.clock)

        won = [seats[number] for number, got in enumerate(racers.race(run)) if not isinstance(got, Conflict)]
        assert len(won) == 1, f"race {race}: {won}"
        held = Assignment.objects.get(conversation=conversation, ended_at=None)
        assert held.accepted_at is not None
        assert held.membership_id == won[0].pk == Conversation.objects.get(pk=conversation.pk).accountable_id
        claims = Entry.objects.filter(pk__gt=last, verb="conversation.claim", object_id=conversation.pk)
        assert [entry.actor_id for entry in claims] == [won[0].pk]


@pytest.mark.whole
def test_of_twenty_who_have_it_exactly_one_stops_the_ladder(tower: House, racers: Racers) -> None:
    seats = [make.a_member(tower.workspace, f"racer-{number}") for number in range(CLAIMERS)]
    for _ in range(max(8, RACES // 50)):
        conversation = tower.hear(risk=90)

        def run(number: int, conversation: Conversation = conversation) -> object:
            return acknowledge(conversation, seats[number], tower.clock)

        won = [seats[number] for number, got in enumerate(racers.race(run)) if not isinstance(got, Conflict)]
        assert [Escalation.objects.get(conversation=conversation).acknowledged_by] == won


def test_a_step_runs_once_however_many_processes_look(tower: House) -> None:
    looking = Racers(PROCESSES)
    try:
        for _ in range(max(8, RACES // 50)):
            tower.hear(risk=90)
            tower.clock.advance(timedelta(minutes=7))
            ran = looking.race(lambda _: climb_due(tower.clock))
            assert not [each for each in ran if isinstance(each, Conflict)]
    finally:
        looking.close()
    due = [
        (climb.pk, number)
        for climb in Escalation.objects.all()
        for number in (1, 2, 3)
        if climb.started_at + timedelta(minutes=10 * number) <= tower.clock.now()
    ]
    assert sorted(EscalationStep.objects.values_list("escalation_id", "number")) == sorted(due)


@pytest.mark.parametrize("survived", [0, 1, 2])
def test_a_process_that_is_killed_in_the_middle_leaves_whole_steps(tower: House, survived: int) -> None:
    """A real process ends without a word after so many steps of its portion; the next one runs every step, once."""
    conversations = [tower.hear(risk=90) for _ in range(4)]
    tower.clock.advance(timedelta(minutes=10))
    connections.close_all()
    child = os.fork()
    if not child:
        _die_after(survived, tower.clock)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    assert not EscalationStep.objects.exists(), "what it had not committed never was"
    assert not Escalation.objects.exclude(next_at=tower.clock.now()).exists()
    assert climb_due(tower.clock) == len(conversations)
    assert climb_due(tower.clock) == 0
    assert sorted(EscalationStep.objects.values_list("escalation__conversation_id", "number")) == [
        (conversation.pk, 1) for conversation in conversations
    ]


def _die_after(survived: int, clock: HeldClock) -> NoReturn:
    """In the child: run the steps, and be gone after so many of them."""
    left, told = survived, climbing.tell

    def tell(*given: Any) -> None:
        nonlocal left
        if left == 0:
            os._exit(KILLED)
        left -= 1
        told(*given)

    climbing.tell = tell
    try:
        climb_due(clock)
    finally:
        os._exit(0)
