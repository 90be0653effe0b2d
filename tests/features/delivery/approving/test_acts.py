"""Asking, approving, sending back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from earshot.features.audit.models import Entry
from earshot.features.delivery.actions import UNDO, send
from earshot.features.delivery.approving import actions
from earshot.features.delivery.errors import ApprovalNeeded, Collision
from earshot.features.delivery.models import Approval, ApprovalWord, Draft, Publication, State
from earshot.features.notices.models import Notice
from earshot.features.people.models import Membership, Role
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.features.delivery.approving.conftest import POLICY, Firm
from tests.features.factories import a_member, a_workspace


def test_nobody_sends_what_must_be_approved_first(firm: Firm) -> None:
    for handle in ("mei", "ana", "chloe"):
        with pytest.raises(ApprovalNeeded, match=r"legal and the lead of pr") as refused:
            send(firm.fresh(), "we are sorry", firm.seat(handle), firm.channel, firm.clock, firm.fresh().revision)
        assert refused.value.mend.startswith("Ask for approval")
    assert not Publication.objects.exists()


def test_the_last_approval_puts_it_into_the_outbox_under_the_authors_name(firm: Firm) -> None:
    approval = firm.ask()
    assert firm.approve("ben", approval).state == "waiting"
    assert not Publication.objects.exists()
    done = firm.approve("ana", approval)
    assert done.state == "approved"
    sent = firm.only_publication()
    assert (sent.by.handle, sent.text, sent.state) == ("mei", "we are sorry", State.QUEUED)
    assert sent.not_before == firm.clock.now() + UNDO
    firm.carry_out()
    assert firm.stands() == []
    firm.wait(seconds=10)
    firm.carry_out()
    assert firm.stands() == ["we are sorry"]
    verbs = [*Entry.objects.filter(object_kind="approval").order_by("id").values_list("verb", "actor_name")]
    assert verbs == [("reply.ask_approval", "Mei"), ("reply.approve", "Ben"), ("reply.approve", "Ana")]


def test_nobody_approves_what_they_wrote_and_no_permission_changes_that(firm: Firm) -> None:
    approval = firm.ask(by="ben")
    with pytest.raises(NotAllowed, match="wrote themselves"):
        firm.approve("ben", approval)
    owner = firm.seat("mei")
    assert owner.role == Role.OWNER
    with pytest.raises(NotAllowed, match="does not ask you"):
        actions.approve(approval, owner, firm.clock)
    assert not ApprovalWord.objects.exists()


def test_who_asked_for_what_nobody_need_approve_any_more_is_told_to_send_it(firm: Firm) -> None:
    approval = firm.ask()
    firm.house.activate(POLICY.replace("    approve by: [legal, pr.lead]\n", ""))
    for act in (
        lambda: actions.approve(approval, firm.seat("mei"), firm.clock),
        lambda: actions.decline(approval, firm.seat("mei"), "no", firm.clock),
    ):
        with pytest.raises(Conflict, match="Nobody need approve this any more"):
            act()


def test_where_only_the_author_could_approve_it_is_refused_at_once(firm: Firm) -> None:
    with pytest.raises(ApprovalNeeded, match="Nobody but you can approve this: the lead of pr") as refused:
        firm.ask(by="ana")
    assert "somebody else write" in refused.value.mend


def test_one_person_approves_all_that_they_can(firm: Firm) -> None:
    text = firm.house.policy.replace("members: [chloe, ben]", "members: [chloe, ben, ana]")
    firm.house.activate(text)
    done = firm.approve("ana", firm.ask())
    assert done.state == "approved"
    assert {word.entry for word in ApprovalWord.objects.all()} == {"legal", "pr.lead"}


def test_a_declined_text_is_the_authors_draft_again_with_the_reason(firm: Firm) -> None:
    approval = firm.ask()
    firm.approve("ana", approval)
    with pytest.raises(BadInput, match="Nothing says why"):
        firm.decline("chloe", approval, " ")
    firm.decline("chloe", approval)
    assert Draft.objects.get(by=firm.seat("mei")).text == "we are sorry"
    assert Approval.objects.get().state == "declined"
    told = Notice.objects.get(membership=firm.seat("mei"), kind="approved")
    assert "say it is recalled" in told.said
    assert not Notice.objects.filter(kind="approval", settled_at=None, acknowledged_at=None).exists()
    with pytest.raises(Conflict, match="does not wait"):
        firm.approve("ben", approval)


def test_another_text_has_no_approvals(firm: Firm) -> None:
    first = firm.ask()
    firm.approve("ben", first)
    second = firm.ask(text="we are very sorry")
    assert Approval.objects.get(pk=first.pk).state == "withdrawn"
    assert firm.approve("ana", second).state == "waiting"
    assert firm.approve("ben", second).state == "approved"
    assert firm.only_publication().text == "we are very sorry"


def test_the_same_text_waits_once_and_another_persons_is_a_collision(firm: Firm) -> None:
    firm.ask()
    with pytest.raises(Conflict, match="waits for approval already"):
        firm.ask()
    with pytest.raises(Collision) as stopped:
        firm.ask(by="jun", text="hello")
    assert (stopped.value.by_name, stopped.value.text) == ("Mei", "we are sorry")


def test_taking_the_request_back_gives_the_words_back(firm: Firm) -> None:
    approval = firm.ask()
    actions.withdraw(approval, firm.seat("jun"), firm.clock)
    assert Draft.objects.get(by=firm.seat("mei")).text == "we are sorry"
    with pytest.raises(Conflict, match="does not wait"):
        firm.approve("ben", approval)


def test_who_is_asked_is_told_and_only_they(firm: Firm) -> None:
    firm.ask()
    told = Notice.objects.filter(kind="approval").values_list("membership__handle", flat=True)
    assert sorted(told) == ["ana", "ben", "chloe"]
    assert "Mei asks you to approve a reply" in Notice.objects.filter(kind="approval").first().said  # type: ignore[union-attr]


def test_the_deputy_approves_for_a_lead_who_is_on_leave(firm: Firm) -> None:
    day = "2026-11-23"
    firm.house.activate(firm.house.policy + f"leave: [{{person: ana, from: {day}, to: {day}}}]\n")
    approval = firm.ask()
    with pytest.raises(NotAllowed):
        firm.approve("ana", approval)
    firm.approve("kai", approval)
    assert firm.approve("chloe", approval).state == "approved"


def test_members_off_duty_may_help_and_nobody_else(firm: Firm) -> None:
    firm.wait(hours=14)  # Monday, midnight in Taipei: legal is closed
    approval = firm.ask()
    assert sorted(Notice.objects.filter(kind="approval").values_list("membership__handle", flat=True)) == [
        "ana",
        "ben",
        "chloe",
    ]
    for stranger in ("jun", "ivo", "lin"):
        with pytest.raises(NotAllowed):
            firm.approve(stranger, approval)
    firm.approve("ben", approval)


def test_who_may_only_look_or_is_of_another_workspace_says_nothing(firm: Firm) -> None:
    approval = firm.ask()
    Membership.objects.filter(handle="ben").update(role=Role.VIEWER)
    stranger = a_member(a_workspace(), "chloe", Role.OWNER)
    acts: list[Callable[[Membership], object]] = [
        lambda by: actions.approve(approval, by, firm.clock),
        lambda by: actions.decline(approval, by, "no", firm.clock),
        lambda by: actions.withdraw(approval, by, firm.clock),
        lambda by: actions.confirm_alone(approval, by, firm.clock),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act(stranger)
        with pytest.raises(NotAllowed):
            act(firm.seat("ben"))


def test_asking_where_nobody_need_approve_is_refused(firm: Firm) -> None:
    calm = firm.house.hear(text="when do you open")
    with pytest.raises(Conflict, match="Nobody need approve"):
        firm.ask(conversation=calm)
    assert send(calm, "at ten", firm.seat("mei"), firm.channel, firm.clock, calm.revision).state == State.QUEUED


def test_what_is_taken_back_in_time_must_be_approved_anew(firm: Firm) -> None:
    from earshot.features.delivery.actions import take_back

    approval = firm.ask()
    firm.approve("ben", approval)
    firm.approve("ana", approval)
    firm.clock.advance(timedelta(seconds=9))
    take_back(firm.only_publication(), firm.seat("mei"), firm.clock)
    assert firm.ask().state == "waiting"
