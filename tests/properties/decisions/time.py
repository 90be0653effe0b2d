"""What the policy and the clock do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import rule

from earshot.engine.policy import next_change
from earshot.features.conversations.models import Conversation, State
from earshot.features.notices.bundling import bundle_due
from earshot.features.people.actions import change_member
from earshot.features.responsibility.models import HandOver
from earshot.features.responsibility.queries import active_policy
from tests.oracle_policy import Oracle
from tests.properties.decisions.company import CROSSED, HOUR, MINUTE, PEOPLE, ZONE, oracle_of
from tests.properties.decisions.people import People


class Time(People):
    """Versions, leave, and the hours that pass."""

    @rule(variant=st.integers(0, 3))
    def another_policy(self, variant: int) -> None:
        self.variant = variant
        self.activate()

    @rule(who=st.sampled_from(PEOPLE), first=st.integers(0, 3), days=st.integers(0, 3))
    def leave_is_entered(self, who: str, first: int, days: int) -> None:
        self.leave = (*self.leave[-3:], (who, first, first + days))
        self.activate()

    @rule(who=st.sampled_from(PEOPLE[1:]))
    def somebody_leaves_or_comes_back(self, who: str) -> None:
        """A seat is deactivated, or activated again; the owner's, who is the backstop too, never is."""
        self.gone = self.gone ^ {who}
        seat = self.team[who]
        change_member(seat, self.team["mei"], seat.role, who not in self.gone, self.clock)
        self.run_timers()

    @rule()
    def notices_go_out(self) -> None:
        bundle_due(self.clock)

    @rule(by=st.sampled_from([MINUTE, 11 * MINUTE, 50 * MINUTE, timedelta(hours=3), timedelta(hours=10)]))
    def time_passes(self, by: timedelta) -> None:
        self.move_clock(self.clock.now() + by)

    @rule()
    def duty_changes(self) -> None:
        change = next_change(active_policy(self.workspace.pk)[1], self.clock.now())
        assert change is not None
        self.move_clock(change)

    def move_clock(self, to: datetime) -> None:
        change = next_change(active_policy(self.workspace.pk)[1], self.clock.now())
        self.note_crossings(self.clock.now(), to)
        self.clock.set(to)
        if change is not None and change <= to:
            self.here.clear()
        asked = list(HandOver.objects.filter(conversation__workspace=self.workspace, state="offered", asks_giver=True))
        self.run_timers()
        for question in asked:
            question.refresh_from_db()
            if question.state == "lapsed" and question.conversation.state != State.RESOLVED:
                self.holder[question.conversation_id] = question.taker.handle

    def run_timers(self) -> None:
        """What is due runs; see ``ladders``."""
        raise NotImplementedError

    def note_crossings(self, start: datetime, end: datetime) -> None:
        """What the clock is about to go past, where there is a conversation for which it matters."""
        if Conversation.objects.filter(workspace=self.workspace, turn_since__isnull=False).exists():
            oracle = oracle_of(self.text())
            self.crossed.update(between(oracle, start, end))
            CROSSED.update(between(oracle, start, end))

    @rule()
    def a_day_goes_by(self) -> None:
        """In steps, each of which is looked at."""
        for _ in range(6):
            self.move_clock(self.clock.now() + 4 * HOUR)
            self.check_decisions()


def between(oracle: Oracle, start: datetime, end: datetime) -> Iterator[str]:
    """The :data:`CROSSINGS` from ``start`` to ``end``: what is otherwise at the one than at the other."""
    if any(oracle.on_leave(person, start) != oracle.on_leave(person, end) for person in PEOPLE):
        yield "leave"
    elif any(oracle.on_duty(role, start) != oracle.on_duty(role, end) for role in oracle.roles):
        yield "a shift's end"
    if start.astimezone(ZoneInfo(ZONE)).utcoffset() != end.astimezone(ZoneInfo(ZONE)).utcoffset():
        yield "daylight saving"
