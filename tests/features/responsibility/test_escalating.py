"""Ladders that run: when a climb begins and ends, whom a step reaches, who has taken it up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from earshot.features.audit.models import Entry as Audit
from earshot.features.conversations import actions as talk
from earshot.features.conversations.events import ConversationsMerged
from earshot.features.conversations.models import Conversation, State
from earshot.features.notices.models import Notice
from earshot.features.responsibility.actions import answer_hand_over, claim, offer_hand_over
from earshot.features.responsibility.auditor import audit_findings
from earshot.features.responsibility.escalating.acknowledging import acknowledge
from earshot.features.responsibility.escalating.climbing import climb_due, climb_until
from earshot.features.responsibility.escalating.queries import escalated_to, escalation_of, lateness
from earshot.features.responsibility.models import AuditorLook, Escalation, EscalationStep, Involvement
from earshot.features.responsibility.timers import run_due
from earshot.kernel.errors import Conflict, NotAllowed
from earshot.ports import bus
from tests.features import factories as make
from tests.features.responsibility.house import HOUR, MINUTE, POLICY, House, holder_of, now_of

pytestmark = pytest.mark.django_db

LADDERS = """ladders:
  harm: [{after: 10m, to: pr}, {after: 20m, to: pr.lead}, {after: 30m, to: rui}]
  late: [{after: 1h, to: support.lead}, {continue: harm}]
"""
CLIMBING = (
    POLICY.replace("answer within: 30m", "answer within: 30m\n    ladder: harm").replace(
        "answer within: {office: 60m}", "answer within: {office: 60m}\n    ladder: late"
    )
    + LADDERS
)


@pytest.fixture
def tower(house: House) -> House:
    """A house whose policy has ladders."""
    house.activate(CLIMBING)
    return house


def pass_by(house: House, minutes: float) -> None:
    """Let time pass, and the timers look."""
    house.clock.advance(timedelta(minutes=minutes))
    run_due(house.clock)


def told(conversation: Conversation) -> list[tuple[str, list[str], bool]]:
    """Each step that ran: whom it names, who was told, whether that is a gap."""
    names = {seat.pk: seat.handle for seat in conversation.workspace.memberships.all()}
    steps = EscalationStep.objects.filter(escalation__conversation=conversation).order_by("id")
    return [(step.to, [names[pk] for pk in step.reached], step.gap) for step in steps]


def rung(conversation: Conversation) -> list[str]:
    """Who has an open notice of a step."""
    rows = Notice.objects.filter(
        about_kind="conversation", about_id=conversation.pk, kind="escalated", settled_at=None, acknowledged_at=None
    )
    return [row.membership.handle for row in rows.order_by("id")]


def climb_of(conversation: Conversation) -> Escalation:
    return Escalation.objects.filter(conversation=conversation).latest("id")


def test_every_step_runs_once_at_its_time(tower: House) -> None:
    conversation = tower.hear(risk=90)
    assert climb_of(conversation).started_at == tower.clock.now()
    pass_by(tower, 9.9)
    assert told(conversation) == []
    pass_by(tower, 0.1)
    assert told(conversation) == [("pr", ["ana"], False)]
    assert rung(conversation) == ["ana"]
    run_due(tower.clock)
    pass_by(tower, 10)
    pass_by(tower, 10)
    assert told(conversation) == [("pr", ["ana"], False), ("pr.lead", ["ana"], False), ("rui", ["rui"], False)]
    assert rung(conversation) == ["rui"], "what has climbed on waits for nobody below"
    assert climb_of(conversation).state == "climbed"
    pass_by(tower, 600)
    assert len(told(conversation)) == 3
    assert audit_findings(tower.workspace.pk, tower.clock.now()) == ()


def test_what_is_continued_counts_from_the_step_before(tower: House) -> None:
    conversation = tower.hear(intent="complaint")
    found = escalation_of(conversation)
    assert found is not None
    assert [(each.to, at - tower.clock.now()) for each, at in found.ahead] == [
        ("support.lead", HOUR), ("pr", HOUR + 10 * MINUTE), ("pr.lead", HOUR + 20 * MINUTE), ("rui", HOUR + 30 * MINUTE),
    ]  # fmt: skip


def test_a_machine_that_slept_makes_up_for_every_step_and_says_that_it_is_late(tower: House) -> None:
    conversation = tower.hear(risk=90)
    assert run_due(tower.clock).steps == 0
    tower.clock.advance(25 * MINUTE)
    assert [each.kind for each in audit_findings(tower.workspace.pk, tower.clock.now())] == ["ladder"]
    ran = run_due(tower.clock)
    assert (ran.steps, ran.findings) == (2, {})
    late = [lateness(step) for step in EscalationStep.objects.order_by("id")]
    assert late == [15 * MINUTE, 5 * MINUTE]
    assert [to for to, _, _ in told(conversation)] == ["pr", "pr.lead"]


def test_a_role_reaches_its_list_and_a_person_theirs(tower: House) -> None:
    conversation = tower.hear(risk=90)
    pass_by(tower, 30)
    assert set(Involvement.objects.filter(conversation=conversation, letter="I").values_list("role", flat=True)) == {
        "pr", "support",
    }  # fmt: skip
    assert escalated_to(tower.team["rui"]).get() == conversation
    assert escalated_to(tower.team["ana"]).get() == conversation
    assert not escalated_to(tower.team["ben"]).exists()
    tower.hear(author=conversation.author, risk=95)
    talk.tag(conversation, tower.team["mei"], "seen", tower.clock)
    assert Involvement.objects.filter(conversation=conversation, letter="I", role="pr").exists(), "decided again"


def test_nobody_on_duty_is_a_gap_and_the_backstop_is_told(tower: House) -> None:
    tower.clock.set(datetime.fromisoformat("2026-11-23T17:30+08:00"))
    conversation = tower.hear(intent="complaint")
    pass_by(tower, 60)
    assert told(conversation) == [("support.lead", ["mei"], True)]
    assert "the lead of support cannot be reached" in Notice.objects.filter(kind="escalated").latest("id").said


def test_nobody_joined_is_a_gap(tower: House) -> None:
    for handle in ("ana", "mei"):
        tower.team[handle].person = None
        tower.team[handle].save()
    conversation = tower.hear(risk=90)
    pass_by(tower, 10)
    assert told(conversation) == [("pr", [], True)]
    owner = make.a_member(tower.workspace, "boss", "owner")
    pass_by(tower, 10)
    assert told(conversation)[-1] == ("pr.lead", ["boss"], True)
    assert rung(conversation) == [owner.handle]


def test_on_leave_the_deputy_is_reached(tower: House) -> None:
    tower.activate(CLIMBING.replace("leave: []", "leave: [{person: ana, from: 2026-11-23, to: 2026-11-23}]"))
    conversation = tower.hear(risk=90)
    pass_by(tower, 20)
    assert [seats for _, seats, _ in told(conversation)] == [["kai"], ["kai"]]


def test_the_version_that_it_began_with_is_climbed_to_its_end(tower: House) -> None:
    conversation = tower.hear(risk=90)
    pass_by(tower, 10)
    tower.activate(POLICY)
    tower.activate(CLIMBING.replace("{after: 20m, to: pr.lead}", "{after: 12m, to: legal}"))
    pass_by(tower, 5)
    assert [to for to, _, _ in told(conversation)] == ["pr"]
    pass_by(tower, 15)
    assert [to for to, _, _ in told(conversation)] == ["pr", "pr.lead", "rui"]
    fresh = tower.hear(risk=90)
    pass_by(tower, 12)
    assert [to for to, _, _ in told(fresh)] == ["pr", "legal"], "what begins now climbs by what is in force now"


def test_who_is_on_duty_is_asked_of_the_version_in_force(tower: House) -> None:
    conversation = tower.hear(risk=90)
    swap = "overrides: [{role: pr, person: jun, from: '2026-11-23 00:00', to: '2026-11-24 00:00'}]\n"
    tower.activate(CLIMBING + swap)
    pass_by(tower, 10)
    assert told(conversation) == [("pr", ["jun"], False)]


def test_other_facts_begin_another_climb(tower: House) -> None:
    conversation = tower.hear(intent="complaint")
    pass_by(tower, 30)
    tower.hear(author=conversation.author, thread_key=conversation.thread_key, risk=90, intent="complaint")
    climbs = list(Escalation.objects.filter(conversation=conversation).order_by("id"))
    assert [(each.ladder, each.state, each.live) for each in climbs] == [
        ("late", "ended", False), ("harm", "running", True),
    ]  # fmt: skip
    assert climbs[1].started_at == tower.clock.now()


def test_the_same_ladder_goes_on_whatever_else_they_write(tower: House) -> None:
    conversation = tower.hear(risk=90)
    pass_by(tower, 8)
    tower.hear(author=conversation.author, thread_key=conversation.thread_key, risk=95)
    pass_by(tower, 2)
    assert [to for to, _, _ in told(conversation)] == ["pr"]
    assert Escalation.objects.count() == 1


@pytest.mark.parametrize("how", ["reply", "outside", "done"])
def test_it_ends_with_the_turn_and_a_new_turn_climbs_anew(tower: House, how: str) -> None:
    conversation = tower.hear(risk=90)
    pass_by(tower, 10)
    if how == "done":
        talk.done(conversation, tower.team["ana"], tower.clock)
    else:
        talk.end_turn(conversation, tower.clock.now(), tower.clock, how)
    assert (climb_of(conversation).state, climb_of(conversation).live) == ("ended", False)
    assert rung(conversation) == []
    pass_by(tower, 60)
    assert len(told(conversation)) == 1
    tower.hear(author=conversation.author, thread_key=conversation.thread_key, risk=90)
    pass_by(tower, 10)
    assert [to for to, _, _ in told(conversation)] == ["pr", "pr"]


def test_a_part_of_the_posts_answered_is_the_end_of_that_climb(tower: House) -> None:
    conversation = tower.hear(risk=90)
    first = tower.clock.now()
    pass_by(tower, 5)
    tower.hear(author=conversation.author, thread_key=conversation.thread_key, risk=90)
    talk.end_turn(conversation, first, tower.clock)
    states = list(Escalation.objects.order_by("id").values_list("state", "live", "started_at"))
    assert states == [("ended", False, first), ("running", True, tower.clock.now())]


def test_snoozing_does_not_stop_it(tower: House) -> None:
    conversation = tower.hear(risk=90)
    talk.snooze(conversation, tower.team["ana"], tower.clock.now() + 5 * HOUR, tower.clock)
    pass_by(tower, 10)
    assert [to for to, _, _ in told(conversation)] == ["pr"]


def test_what_need_not_be_answered_does_not_climb(tower: House) -> None:
    tower.activate(CLIMBING.replace("handling: watch", "handling: watch\n    ladder: late"))
    tower.hear(topics=["industry"])
    assert not Escalation.objects.exists()


def test_i_have_it_stops_the_ladder_for_this_turn(tower: House) -> None:
    conversation = tower.hear(risk=90)
    pass_by(tower, 10)
    acknowledge(conversation, tower.team["jun"], tower.clock)
    climb = climb_of(conversation)
    assert (climb.state, climb.acknowledged_by, climb.live) == ("acknowledged", tower.team["jun"], True)
    assert holder_of(conversation) == "ana", "accountability does not move"
    assert rung(conversation) == []
    assert not escalated_to(tower.team["ana"]).exists()
    assert Audit.objects.latest("id").verb == "conversation.acknowledge"
    pass_by(tower, 60)
    tower.hear(author=conversation.author, thread_key=conversation.thread_key, risk=95)
    pass_by(tower, 60)
    assert len(told(conversation)) == 1
    acknowledge(conversation, tower.team["jun"], tower.clock)
    with pytest.raises(Conflict, match="Jun has taken it up already"):
        acknowledge(conversation, tower.team["mei"], tower.clock)


def test_the_accountable_person_who_has_it_has_taken_it_up(tower: House) -> None:
    conversation = tower.hear(risk=90)
    acknowledge(conversation, tower.team["ana"], tower.clock)
    assert now_of(conversation).state == State.ASSIGNED
    with pytest.raises(Conflict):
        claim(conversation, tower.team["jun"], tower.clock)


def test_what_has_climbed_to_its_end_can_still_be_taken_up(tower: House) -> None:
    conversation = tower.hear(risk=90)
    pass_by(tower, 31)
    acknowledge(conversation, tower.team["rui"], tower.clock)
    assert climb_of(conversation).state == "acknowledged"


def test_a_claim_and_an_accepted_hand_over_take_it_up(tower: House) -> None:
    first, second = tower.hear(risk=90), tower.hear(risk=90)
    claim(first, tower.team["jun"], tower.clock)
    offer = offer_hand_over(second, tower.team["ana"], tower.team["jun"], tower.clock)
    assert climb_of(second).state == "running", "an offer is no promise"
    answer_hand_over(offer, tower.team["jun"], True, tower.clock)
    assert {climb_of(first).state, climb_of(second).state} == {"acknowledged"}


def test_only_members_of_the_workspace_take_it_up(tower: House) -> None:
    conversation = tower.hear(risk=90)
    with pytest.raises(NotAllowed):
        acknowledge(conversation, make.a_member(tower.workspace, "eye", "viewer"), tower.clock)
    with pytest.raises(Conflict):
        acknowledge(tower.hear(intent="praise"), tower.team["mei"], tower.clock)


def test_a_circle_is_climbed_once(house: House) -> None:
    house.activate(CLIMBING.replace("{after: 30m, to: rui}]", "{after: 30m, to: rui}, {continue: late}]"))
    conversation = house.hear(risk=90)
    pass_by(house, 10_000)
    assert [to for to, _, _ in told(conversation)] == ["pr", "pr.lead", "rui", "support.lead"]
    assert climb_of(conversation).state == "climbed"


def test_what_was_decided_before_ladders_ran_climbs_from_now_on(tower: House) -> None:
    conversation = tower.hear(risk=90)
    Escalation.objects.all().delete()
    tower.clock.advance(5 * HOUR)
    assert [each.kind for each in audit_findings(tower.workspace.pk, tower.clock.now())] == ["unclimbed"]
    assert run_due(tower.clock).findings == {}
    assert climb_of(conversation).started_at == tower.clock.now()


def test_a_workspace_at_rest_neither_climbs_nor_is_audited(tower: House) -> None:
    conversation = tower.hear(risk=90)
    tower.clock.advance(15 * MINUTE)
    ran = run_due(tower.clock, {tower.workspace.pk})
    assert (ran.steps, ran.findings, told(conversation)) == (0, {}, [])
    assert climb_due(tower.clock) == 1


def test_the_auditor_writes_down_when_it_looked(tower: House) -> None:
    tower.hear(risk=90)
    run_due(tower.clock)
    look = AuditorLook.objects.get()
    assert (look.at, look.conversations, look.deadlines, look.ladders, look.findings) == (
        tower.clock.now(), 1, 1, 1, {},
    )  # fmt: skip
    tower.clock.advance(timedelta(seconds=15))
    run_due(tower.clock)
    assert AuditorLook.objects.get().at == look.at
    tower.clock.advance(timedelta(seconds=50))
    run_due(tower.clock)
    assert AuditorLook.objects.get().at == tower.clock.now()


def test_a_batch_that_only_opens_conversations_without_ladders_asks_nothing_more(house: House) -> None:
    with CaptureQueriesContext(connection) as asked:
        house.hear(intent="praise")
    assert not [query for query in asked if "escalation" in query["sql"]]


def test_a_past_that_is_told_climbs_at_its_own_times(tower: House) -> None:
    conversation = tower.hear(risk=90)
    began = tower.clock.now()
    climb_until(tower.workspace.pk, began + 25 * MINUTE)
    steps = EscalationStep.objects.filter(escalation__conversation=conversation).order_by("id")
    assert [step.ran_at - began for step in steps] == [10 * MINUTE, 20 * MINUTE]


def test_of_two_that_become_one_what_climbs_goes_on_once(tower: House) -> None:
    kept, gone = tower.hear(risk=90), tower.hear(risk=90)
    pass_by(tower, 10)
    merge(tower, kept, gone)
    assert {climb.state for climb in Escalation.objects.filter(conversation=kept, live=False)} == {"ended"}
    assert Escalation.objects.filter(conversation=kept).count() == 2
    pass_by(tower, 10)
    assert [to for to, _, _ in told(kept)].count("pr.lead") == 1


def test_what_climbs_in_the_younger_one_climbs_on_in_the_older(tower: House) -> None:
    kept, gone = tower.hear(intent="praise"), tower.hear(risk=90)
    pass_by(tower, 10)
    merge(tower, kept, gone)
    pass_by(tower, 10)
    assert [to for to, _, _ in told(kept)] == ["pr", "pr.lead"]


def merge(house: House, kept: Conversation, gone: Conversation) -> None:
    """Only what this feature holds of it."""
    bus.publish(ConversationsMerged(house.workspace.pk, kept.pk, gone.pk, house.clock.now()))
    assert not Escalation.objects.filter(conversation=gone).exists()
