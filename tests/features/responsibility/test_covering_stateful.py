"""Leave over random histories: what somebody on leave owes without a deadline is acted on by somebody who is there, and
by nobody once they are back. Against the plain oracle of policies.

``EARSHOT_LEAVE_EXAMPLES`` sets how many histories are tried (8), of up to 25 steps each.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.features.conversations.actions import end_turn
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import open_conversations
from earshot.features.notices.models import Notice
from earshot.features.people.actions import change_member
from earshot.features.responsibility import timers
from earshot.features.responsibility.queries import audit_findings
from earshot.kernel.clock import HeldClock
from tests.features.factories import MORNING
from tests.features.responsibility.house import HOUR, PEOPLE, POLICY, House
from tests.oracle_policy import Oracle

EXAMPLES = int(os.environ.get("EARSHOT_LEAVE_EXAMPLES", "8"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hear", "hear", "leave", "leave", "pass", "pass", "pass", "answer", "seat", "back"]),
        st.integers(0, 10_000),
    ),
    min_size=8,
    max_size=25,
)
TEXT = (
    POLICY.replace("    answer within: 30m\n", "")
    .replace("    answer within: {office: 60m}\n", "")
    .replace("  rui: {}\n", "  rui: {}\n  ben: {deputy: lin}\n  jun: {deputy: ana}\n")
    .replace("leave: []\n", "")
)
"""Only what no rule matches has a deadline."""
HEARD = ({"risk": 90}, {"intent": "complaint"}, {"intent": "praise"}, {"intent": "other"})


class History:
    """One house, who is away when, and whose seats are deactivated."""

    def __init__(self, house: House) -> None:
        self.house, self.clock = house, house.clock
        self.leave: list[tuple[str, date, date]] = []
        self.gone: set[str] = set()
        self.count = 0
        self.house.activate(self.text())

    def text(self) -> str:
        rows = ", ".join(f"{{person: {who}, from: {first}, to: {last}}}" for who, first, last in self.leave)
        return f"{TEXT}leave: [{rows}]\n"

    def step(self, word: str, number: int) -> None:
        getattr(self, f"do_{word}")(number)
        timers.run_due(self.clock)
        self.check()

    def do_hear(self, number: int) -> None:
        self.count += 1
        self.house.hear(self.house.author(f"writer{self.count}"), **HEARD[number % len(HEARD)])

    def do_leave(self, number: int) -> None:
        first = (self.clock.now() + timedelta(hours=8)).date() + timedelta(days=number % 3)
        self.leave = [*self.leave[-3:], (PEOPLE[number % 9], first, first + timedelta(days=number % 5))]
        self.house.activate(self.text())

    def do_pass(self, number: int) -> None:
        self.clock.advance(timedelta(hours=number % 30, minutes=number % 60))

    def do_answer(self, number: int) -> None:
        rows = list(open_conversations(self.house.workspace.pk).order_by("id"))
        if rows:
            end_turn(rows[number % len(rows)], self.clock.now(), self.clock, "reply")

    def do_seat(self, number: int) -> None:
        self.sit(PEOPLE[1 + number % 8], False)

    def do_back(self, number: int) -> None:
        if self.gone:
            self.sit(sorted(self.gone)[number % len(self.gone)], True)

    def sit(self, who: str, active: bool) -> None:
        (self.gone.discard if active else self.gone.add)(who)
        seat = self.house.team[who]
        change_member(seat, self.house.team["mei"], seat.role, active, self.clock)

    def check(self) -> None:
        oracle = Oracle(self.text())
        for_ever = [{"person": who, "from": "2000-01-01", "to": "2100-01-01"} for who in sorted(self.gone)]
        oracle = Oracle({**oracle.document, "leave": [*(oracle.document.get("leave") or []), *for_ever]})
        rows = open_conversations(self.house.workspace.pk).filter(handling="answer", turn_since__isnull=False)
        for row in rows.select_related("accountable", "covering"):
            if row.deadline_at is None:
                self.check_cover(row, oracle)
        told = Notice.objects.filter(workspace=self.house.workspace, kind="covering", settled_at=None)
        covered = rows.filter(covering__isnull=False)
        assert sorted(told.values_list("membership_id", "about_id")) == sorted(covered.values_list("covering_id", "pk"))
        assert not audit_findings(self.house.workspace.pk, self.clock.now())

    def check_cover(self, row: Conversation, oracle: Oracle) -> None:
        now, holder = self.clock.now(), row.accountable.handle
        cover = row.covering.handle if row.covering else None
        if not oracle.on_leave(holder, now):
            assert cover is None, "it came back"
            return
        deputy = oracle.document["people"].get(holder, {}).get("deputy")
        rota = oracle.roles[row.role].get("rota")
        spec = oracle.document["rotas"][rota]["people"] if rota else oracle.roles[row.role]["members"]
        able = {
            each for each in (deputy, *spec, *oracle.on_duty(row.role, now)) if each and not oracle.on_leave(each, now)
        }
        able -= {holder}
        if able:
            assert cover in able
        else:
            assert cover == (None if holder == "mei" else "mei"), "the backstop at last"


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_leave_leaves_nothing_lying(steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        timers.forget()
        history = History(House(HeldClock(MORNING + HOUR)))
        for word, number in steps:
            history.step(word, number)
        transaction.set_rollback(True)
