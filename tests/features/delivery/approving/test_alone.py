"""Where nobody but the author can ever approve."""

from __future__ import annotations

import pytest

from earshot.features.audit.models import Entry
from earshot.features.conversations import actions as conversations
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import actions
from earshot.features.delivery.errors import ApprovalNeeded
from earshot.features.delivery.models import ApprovalWord, Publication
from earshot.kernel.errors import NotAllowed
from tests.features.delivery.approving.conftest import POLICY, Firm

ONLY_KAI = POLICY.replace("members: [kai, lin]", "members: [kai]")
TAKEN_ON = 'accepted: [{finding: four_eyes, subject: Own, by: mei, because: "kai works alone at night"}]\n'


@pytest.fixture
def own(firm: Firm) -> Conversation:
    calm = firm.house.hear(text="your terms")
    conversations.tag(calm, firm.seat("mei"), "own", firm.clock)
    return firm.fresh(calm)


def test_nobody_has_taken_it_on(firm: Firm, own: Conversation) -> None:
    firm.house.activate(ONLY_KAI)
    with pytest.raises(ApprovalNeeded, match="Nobody but you"):
        firm.ask(by="kai", conversation=own)


def test_it_was_taken_on_by_name_and_the_author_confirms_a_second_time(firm: Firm, own: Conversation) -> None:
    firm.house.activate(ONLY_KAI + TAKEN_ON)
    approval = firm.ask(by="kai", conversation=own)
    assert not Publication.objects.exists()
    with pytest.raises(NotAllowed):
        actions.confirm_alone(approval, firm.seat("mei"), firm.clock)
    done = actions.confirm_alone(approval, firm.seat("kai"), firm.clock)
    assert done.state == "approved"
    word = ApprovalWord.objects.get()
    assert (word.word, word.comment) == ("alone", "mei: kai works alone at night")
    written = Entry.objects.get(verb="reply.confirm_alone")
    assert written.detail["because"] == "mei: kai works alone at night"
    firm.wait(seconds=11)
    firm.carry_out()
    assert firm.stands() == ["we are sorry"]


@pytest.mark.parametrize("state", ["there", "away", "not joined"])
def test_it_is_no_way_around_somebody_who_could_approve(firm: Firm, own: Conversation, state: str) -> None:
    """Nor while they are on leave, asleep, or have not joined yet: the request waits for them."""
    leave = "leave: [{person: lin, from: 2026-11-23, to: 2026-11-24}]\n" if state == "away" else ""
    firm.house.activate(POLICY + TAKEN_ON + leave)
    if state == "not joined":
        lin = firm.seat("lin")
        lin.person = None
        lin.save()
    approval = firm.ask(by="kai", conversation=own)
    with pytest.raises(NotAllowed):
        actions.confirm_alone(approval, firm.seat("kai"), firm.clock)


def test_another_author_has_an_approver_and_no_such_way(firm: Firm, own: Conversation) -> None:
    firm.house.activate(ONLY_KAI + TAKEN_ON)
    approval = firm.ask(by="mei", conversation=own)
    with pytest.raises(NotAllowed):
        actions.confirm_alone(approval, firm.seat("mei"), firm.clock)
    assert firm.approve("kai", approval).state == "approved"


@pytest.mark.parametrize(
    "entry", ["finding: four_eyes, subject: Law", "finding: staffed", "finding: four_eyes, when: risk>=70"]
)
def test_only_what_lies_in_the_acceptance_is_taken_on(firm: Firm, own: Conversation, entry: str) -> None:
    firm.house.activate(ONLY_KAI + f'accepted: [{{{entry}, by: mei, because: "x"}}]\n')
    with pytest.raises(ApprovalNeeded, match="Nobody but you"):
        firm.ask(by="kai", conversation=own)
