"""What time alone changes: covers, snoozes, the auditor."""

from __future__ import annotations

from datetime import datetime

import pytest

from earshot.features.conversations.actions import snooze
from earshot.features.conversations.models import Conversation, State
from earshot.features.responsibility.models import Assignment, Decision, PolicyVersion
from earshot.features.responsibility.policies import next_number
from earshot.features.responsibility.queries import audit_findings, consulted_on, duty_now, my_conversations, why
from earshot.features.responsibility.timers import run_due
from tests.features import factories as make
from tests.features.responsibility.house import DAY, HOUR, MINUTE, POLICY, House, holder_of, now_of

pytestmark = pytest.mark.django_db


def taipei(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def covering(conversation: Conversation) -> str | None:
    seat = now_of(conversation).covering
    return seat.handle if seat else None


def test_the_end_of_a_shift_moves_nothing_and_covers_nothing_that_waits(house: House) -> None:
    house.clock.set(taipei("2026-11-23T17:50"))
    conversation = house.hear(intent="complaint")
    assert conversation.deadline_at == taipei("2026-11-24T09:50")
    house.clock.set(taipei("2026-11-23T18:00"))
    ran = run_due(house.clock)
    assert (holder_of(conversation), covering(conversation), ran.covers) == ("ben", None, 0)
    assert Decision.objects.count() == 1


LEAVE = "leave: [{person: ana, from: 2026-11-24, to: 2026-11-25}]"


def test_the_deputy_covers_what_falls_due_during_leave(house: House) -> None:
    house.activate(POLICY.replace("leave: []", LEAVE).replace("answer within: 30m", "answer within: 24h"))
    house.clock.set(taipei("2026-11-23T20:00"))
    conversation = house.hear(risk=90)
    assert (holder_of(conversation), covering(conversation)) == ("ana", None)
    house.clock.set(taipei("2026-11-24T00:00"))
    assert run_due(house.clock).covers == 1
    assert (holder_of(conversation), covering(conversation)) == ("ana", "kai")
    assert why(conversation).cause == "duty"
    assert why(conversation).result["covering"] == "kai"
    assert my_conversations(house.team["kai"]).get() == conversation
    house.clock.set(taipei("2026-11-26T00:00"))
    assert run_due(house.clock).covers == 1
    assert (holder_of(conversation), covering(conversation)) == ("ana", None)
    assert Assignment.objects.count() == 1


def test_the_rota_covers_while_the_deputy_is_off_duty(house: House) -> None:
    """Who covers can act now: a deputy who takes nobody's shift and is at home would let it fall due."""
    leave = "leave: [{person: ana, from: 2026-12-01, to: 2026-12-01}]"
    policy = POLICY.replace("leave: []", leave).replace("answer within: 30m", "answer within: 24h")
    house.activate(policy.replace("members: [kai], hours: always", "members: [kai], hours: office"))
    house.clock.set(taipei("2026-11-30T08:50"))
    conversation = house.hear(risk=90)
    assert holder_of(conversation) == "ana"
    house.clock.set(taipei("2026-12-01T00:00"))
    run_due(house.clock)
    assert (holder_of(conversation), covering(conversation)) == ("ana", "ivo")


def test_the_rota_covers_what_falls_due_after_a_handover(house: House) -> None:
    house.clock.set(taipei("2026-11-30T08:50"))
    conversation = house.hear(risk=90)
    assert (holder_of(conversation), covering(conversation)) == ("ana", None)
    house.clock.set(taipei("2026-11-30T09:00"))
    run_due(house.clock)
    assert (holder_of(conversation), covering(conversation)) == ("ana", "ivo")


def test_runs_are_idempotent(house: House) -> None:
    house.clock.set(taipei("2026-11-30T08:50"))
    house.hear(risk=90)
    house.clock.set(taipei("2026-11-30T09:00"))
    run_due(house.clock)
    decisions = Decision.objects.count()
    assert run_due(house.clock).covers == 0
    house.clock.advance(MINUTE)
    run_due(house.clock)
    assert Decision.objects.count() == decisions


def test_an_empty_seat_is_covered_by_the_backstop(house: House) -> None:
    seat = house.team["chloe"]
    seat.person = None
    seat.save()
    house.activate(POLICY.replace("accountable: pr", "accountable: legal"))
    conversation = house.hear(risk=90)
    assert (holder_of(conversation), covering(conversation)) == ("chloe", "mei")
    seat.person = make.a_person("chloe")
    seat.save()
    house.clock.advance(MINUTE)
    run_due(house.clock)
    assert covering(conversation) is None


def test_a_snooze_ends(house: House) -> None:
    conversation = house.hear(intent="complaint")
    snooze(conversation, house.team["ben"], house.clock.now() + HOUR, house.clock)
    assert run_due(house.clock).woken == 0
    house.clock.advance(HOUR)
    assert run_due(house.clock).woken == 1
    assert now_of(conversation).state == State.REOPENED


def test_the_auditor_finds_what_is_not_as_promised(house: House) -> None:
    conversation = house.hear(intent="complaint")
    at = house.clock.now()
    assert audit_findings(house.workspace.pk, at) == ()
    Assignment.objects.update(ended_at=at)
    assert [finding.kind for finding in audit_findings(house.workspace.pk, at)] == ["unowned"]
    Assignment.objects.update(ended_at=None)
    Conversation.objects.update(deadline_at=taipei("2026-11-23T23:00"))
    assert [finding.kind for finding in audit_findings(house.workspace.pk, at)] == ["gap"]
    Conversation.objects.update(gap=True)
    house.team["ben"].active = False
    house.team["ben"].save()
    finding = audit_findings(house.workspace.pk, at)[0]
    assert (finding.kind, finding.conversation_id, finding.detail) == ("inactive", conversation.pk, "Ben")


def test_a_gap_at_the_deadline_is_shown(house: House) -> None:
    house.activate(POLICY.replace("answer within: {office: 60m}", "answer within: 3h"))
    house.clock.set(taipei("2026-11-23T17:00"))
    assert house.hear(intent="complaint").gap is True
    assert audit_findings(house.workspace.pk, house.clock.now()) == ()


def test_the_timers_finish_what_a_crash_left_of_a_new_policy(house: House) -> None:
    conversation = house.hear(intent="praise")
    PolicyVersion.objects.update(active=False)
    PolicyVersion.objects.create(
        workspace=house.workspace,
        number=next_number(house.workspace.pk),
        text=POLICY.replace("accountable: social\n  - name: Industry", "accountable: night\n  - name: Industry"),
        by_name="Mei",
        created_at=house.clock.now(),
        active=True,
    )
    assert [finding.kind for finding in audit_findings(house.workspace.pk, house.clock.now())] == ["undecided"]
    assert run_due(house.clock).settled == 1
    assert holder_of(conversation) == "kai"


def test_who_is_on_duty_and_who_is_consulted(house: House) -> None:
    duty = {
        role: [seat.handle for seat in seats] for role, seats in duty_now(house.workspace.pk, house.clock.now()).items()
    }
    assert duty == {
        "social": ["mei", "jun"],
        "pr": ["ana"],
        "support": ["ben", "lin"],
        "legal": ["chloe"],
        "night": ["kai"],
    }
    at_night = duty_now(house.workspace.pk, house.clock.now() + 12 * HOUR)
    assert at_night["support"] == ()
    conversation = house.hear(risk=90)
    assert consulted_on(house.team["chloe"]).get() == conversation
    assert not consulted_on(house.team["ana"]).exists()
    Conversation.objects.filter(pk=conversation.pk).update(accountable=house.team["chloe"])
    assert not consulted_on(house.team["chloe"]).exists(), "nobody need ask themselves"
    house.clock.advance(DAY)
