"""Ladders: what climbs, by a plain model that shares nothing with the code but the text of the policies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import rule

from earshot.features.conversations.models import Conversation
from earshot.features.responsibility import timers
from earshot.features.responsibility.escalating import climbing
from earshot.features.responsibility.models import Decision, Escalation, EscalationStep
from tests.oracle_policy import Oracle, minutes_of
from tests.properties.decisions.base import Climb, ruled
from tests.properties.decisions.company import oracle_of
from tests.properties.decisions.shifts import Shifts

RAN: dict[str, int] = {"steps": 0, "deaths": 0, "gaps": 0}
"""How much happened in all runs of this process."""


class Died(BaseException):
    """The process is gone: nothing may catch this."""


class Ladders(Shifts):
    """Steps run, processes die between them, and at each moment all that was due has run exactly once."""

    @rule(after=st.integers(1, 4))
    def the_next_process_dies(self, after: int) -> None:
        """When the timers look next, the process dies in the middle of its ``after``-th step."""
        self.dying = after

    def run_timers(self) -> None:
        if self.dying:
            self.run_and_die()
        timers.run_due(self.clock)
        self.timers_at = self.clock.now()
        self.check_decisions()
        for pk in list(self.climbs):
            self.drop_what_is_not_owed(pk)
        for climb in self.climbs.values():
            self.climb_on(climb)

    def run_and_die(self) -> None:
        left, self.dying, told = self.dying, 0, climbing.tell

        def tell(*given: Any) -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                RAN["deaths"] += 1
                raise Died
            told(*given)

        with mock.patch.object(climbing, "tell", tell), mock.patch.object(climbing, "PORTION", 2):
            try:
                timers.run_due(self.clock)
            except Died:
                timers.forget()

    # the model --------------------------------------------------------------------------------------------------------

    def follow_climb(self, decision: Decision) -> None:
        """What a decision means for the climb of its conversation."""
        pk, result = decision.conversation_id, decision.result
        climb, asked = self.climbs.get(pk), result["ladder"]
        if result["handling"] != "answer" or decision.facts["turn_since"] is None:
            self.climbs.pop(pk, None)
            return
        earlier = Decision.objects.filter(conversation_id=pk, pk__lt=decision.pk).order_by("-id").first()
        other_rule = earlier is not None and ruled(earlier) != ruled(decision)
        if climb is not None and (decision.cause == "policy" or not other_rule or asked == climb.ladder):
            return
        self.climbs.pop(pk, None)
        if asked:
            self.climbs[pk] = Climb(asked, decision.policy.text, decision.at)

    def drop_what_is_not_owed(self, pk: int) -> None:
        """A turn can end without a decision: the posts were deleted, or are not about us."""
        row = Conversation.objects.get(pk=pk)
        if row.turn_since is None or row.handling != "answer":
            del self.climbs[pk]

    def climb_on(self, climb: Climb) -> None:
        """Run every step that is due now."""
        if climb.state != "running":
            return
        way = list(way_of(oracle_of(climb.policy), climb.ladder))
        now = self.clock.now()
        for to, minutes in way[len(climb.ran) :]:
            due = climb.start + timedelta(minutes=minutes)
            if due > now:
                return
            climb.ran.append((to, due, now))
        climb.state = "climbed"

    # what must be true ------------------------------------------------------------------------------------------------

    def check_climbs(self) -> None:
        """What is stored is what the model says; every step has run once, in time, and reached whom it should."""
        for pk in list(self.climbs):
            self.drop_what_is_not_owed(pk)
        live = Escalation.objects.filter(conversation__workspace=self.workspace, live=True)
        stored = {row.conversation_id: (row.ladder, row.started_at, row.state) for row in live}
        assert stored == {pk: (each.ladder, each.start, each.state) for pk, each in self.climbs.items()}
        for row in live:
            climb = self.climbs[row.conversation_id]
            steps = list(EscalationStep.objects.filter(escalation=row).order_by("number"))
            assert [step.number for step in steps] == list(range(1, len(steps) + 1))
            assert [(step.to, step.due_at, step.ran_at) for step in steps] == climb.ran
            if row.state == "running":
                assert row.next_at is not None
                assert row.next_at > self.timers_at, "no step that was due has not run"
        fresh = EscalationStep.objects.filter(
            escalation__conversation__workspace=self.workspace, ran_at=self.clock.now()
        )
        for step in fresh:
            self.check_reached(step)

    def check_reached(self, step: EscalationStep) -> None:
        if step.pk in self.seen_steps:
            return
        self.seen_steps.add(step.pk)
        RAN["steps"] += 1
        reached = [each.handle for each in self.team.values() if each.pk in step.reached]
        due = named_by(oracle_of(self.text(), self.gone), step.to, step.ran_at)
        RAN["gaps"] += not due
        assert (set(reached), step.gap) == (set(due) or {"mei"}, not due)


def way_of(oracle: Oracle, ladder: str, begun: int = 0) -> Iterator[tuple[str, int]]:
    """Whom each step names, and how many minutes after the beginning."""
    last = begun
    for step in oracle.document["ladders"][ladder]:
        if "continue" in step:
            yield from way_of(oracle, step["continue"], last)
        else:
            last = begun + minutes_of(step["after"])
            yield step["to"], last


def named_by(oracle: Oracle, to: str, at: datetime) -> list[str]:
    """Who can be reached where a step names a role, its lead, or a person."""
    role = to.removesuffix(".lead")
    if role == to and role in oracle.roles:
        return oracle.on_duty(role, at)
    person = oracle.roles[role]["lead"] if role in oracle.roles else to
    if not oracle.on_leave(person, at):
        return [person] if person == to or oracle.is_open(role, at) else []
    deputy = oracle.document["people"].get(person, {}).get("deputy")
    return [deputy] if deputy and not oracle.on_leave(deputy, at) else []
