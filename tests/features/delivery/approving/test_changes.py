"""What happens to a request, and to what is in the outbox, when the conversation or the policy changes."""

from __future__ import annotations

import pytest

from earshot.features.conversations import actions as conversations
from earshot.features.conversations.events import ConversationsMerged
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.actions import answer_held, send
from earshot.features.delivery.approving import settling, words
from earshot.features.delivery.approving.settling import settle_due
from earshot.features.delivery.approving.standing import standing_of
from earshot.features.delivery.errors import ApprovalNeeded
from earshot.features.delivery.merging import on_conversations_merged
from earshot.features.delivery.models import Approval, Draft, Publication, State
from earshot.features.notices.models import Notice
from earshot.kernel.errors import Conflict
from earshot.ports.connector import Unavailable
from tests.features.delivery.approving.conftest import Firm


def _tagged(firm: Firm, name: str) -> Conversation:
    """A conversation without harm that a tag brings under a rule."""
    calm = firm.house.hear(text="your terms")
    conversations.tag(calm, firm.seat("mei"), name, firm.clock)
    return firm.fresh(calm)


def test_a_new_post_of_the_author_makes_approvals_stale(firm: Firm) -> None:
    approval = firm.ask()
    firm.approve("ben", approval)
    firm.wait(minutes=1)
    firm.house.hear(firm.ahe, text="hello?", parent=firm.harm.newest_post, topics=["recall"])
    with pytest.raises(Conflict, match="written something new"):
        firm.approve("ana", approval)
    assert settle_due(firm.clock) == 1
    assert settle_due(firm.clock) == 0
    held = Approval.objects.get()
    assert (held.state, held.why) == ("stale", words.SPOKE_AGAIN)
    assert Draft.objects.get(by=firm.seat("mei")).text == "we are sorry"
    assert "Ask for approval again" in Notice.objects.get(kind="approved").said


def test_a_note_or_a_tag_that_changes_nothing_leaves_it_alone(firm: Firm) -> None:
    approval = firm.ask()
    conversations.note(firm.harm, firm.seat("jun"), "called the shop", firm.clock)
    conversations.tag(firm.fresh(), firm.seat("jun"), "shop", firm.clock)
    settle_due(firm.clock)
    firm.approve("ben", approval)
    assert firm.approve("ana", approval).state == "approved"


def test_more_approvals_than_were_asked_make_it_stale(firm: Firm) -> None:
    law = _tagged(firm, "law")
    approval = firm.ask(conversation=law)
    conversations.tag(law, firm.seat("mei"), "x", firm.clock)
    firm.house.activate(firm.house.policy.replace("approve by: [legal]", "approve by: [legal, pr.lead]"))
    with pytest.raises(Conflict, match="Another approval"):
        firm.approve("ben", approval)
    settle_due(firm.clock)
    assert Approval.objects.get().why == words.MORE_NEEDED


def test_fewer_are_needed_and_those_that_are_given_suffice(firm: Firm) -> None:
    approval = firm.ask()
    firm.approve("ben", approval)
    firm.house.activate(firm.house.policy.replace("approve by: [legal, pr.lead]", "approve by: [legal]"))
    settle_due(firm.clock)
    assert Approval.objects.get().state == "approved"
    assert firm.only_publication().by.handle == "mei"


def test_none_is_needed_any_more_and_the_author_sends_it_themselves(firm: Firm) -> None:
    law = _tagged(firm, "law")
    firm.ask(conversation=law)
    conversations.untag(law, firm.seat("mei"), "law", firm.clock)
    settle_due(firm.clock)
    assert Approval.objects.get().state == "freed"
    assert not Publication.objects.exists()
    assert Draft.objects.get().text == "we are sorry"
    current = firm.fresh(law)
    assert send(current, "we are sorry", firm.seat("mei"), firm.channel, firm.clock, current.revision)


def test_what_is_done_waits_for_nothing(firm: Firm) -> None:
    firm.ask()
    conversations.done(firm.fresh(), firm.seat("ana"), firm.clock)
    assert Approval.objects.get().why == words.DONE


def test_a_risk_that_rises_after_sending_holds_the_reply(firm: Firm) -> None:
    """No way around by being quick: the claim asks again."""
    calm = firm.house.hear(text="your terms")
    send(calm, "here", firm.seat("mei"), firm.channel, firm.clock, calm.revision)
    conversations.tag(calm, firm.seat("jun"), "law", firm.clock)
    firm.wait(seconds=11)
    firm.carry_out()
    held = firm.only_publication()
    assert (held.state, firm.stands()) == (State.HELD, [])
    with pytest.raises(ApprovalNeeded, match="legal"):
        answer_held(held, "send", firm.seat("mei"), firm.clock)
    answer_held(held, "drop", firm.seat("mei"), firm.clock)
    firm.approve("ben", firm.ask(text="here", conversation=calm))
    firm.wait(seconds=11)
    firm.carry_out()
    assert firm.stands() == ["here"]


def test_a_retry_after_a_new_post_asks_again(firm: Firm) -> None:
    approval = firm.ask()
    firm.approve("ben", approval)
    firm.approve("ana", approval)
    firm.network.answers.append(Unavailable("away"))
    firm.wait(seconds=11)
    firm.carry_out()
    firm.house.hear(firm.ahe, text="hello?", parent=firm.harm.newest_post, topics=["recall"])
    firm.wait(seconds=30)
    firm.carry_out()
    held = firm.only_publication()
    assert (held.state, held.error) == (State.HELD, words.SPOKE_AGAIN)
    assert firm.stands() == []


def test_a_held_reply_that_was_approved_may_be_sent_late(firm: Firm) -> None:
    approval = firm.ask()
    firm.approve("ben", approval)
    firm.approve("ana", approval)
    firm.wait(hours=2)
    firm.carry_out()
    held = firm.only_publication()
    assert held.state == State.HELD
    answer_held(held, "send", firm.seat("mei"), firm.clock)
    firm.carry_out()
    assert firm.stands() == ["we are sorry"]


def test_a_channel_that_is_gone_tells_the_author_and_queues_nothing(firm: Firm) -> None:
    approval = firm.ask()
    firm.approve("ben", approval)
    firm.channel.active = False
    firm.channel.save()
    done = firm.approve("ana", approval)
    assert (done.state, Publication.objects.count()) == ("stale", 0)
    assert "cannot answer" in done.why
    assert Draft.objects.get().text == "we are sorry"


def test_a_policy_in_force_holds_at_once_though_nothing_was_decided_again(firm: Firm) -> None:
    from earshot.features.responsibility.models import PolicyVersion

    calm = firm.house.hear(text="your terms")
    text = firm.house.policy.replace("otherwise: {", "otherwise: {approve by: [legal], ")
    number = PolicyVersion.objects.filter(active=True).update(active=False) + 1
    PolicyVersion.objects.create(
        workspace=firm.house.workspace, number=number, text=text, active=True, created_at=firm.clock.now()
    )
    with pytest.raises(ApprovalNeeded):
        send(calm, "here", firm.seat("mei"), firm.channel, firm.clock, calm.revision)


def test_one_bad_request_stops_no_other(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    law = _tagged(firm, "law")
    first, second = firm.ask(), firm.ask(conversation=law)
    for each in (firm.harm, law):
        conversations.note(each, firm.seat("jun"), "x", firm.clock)
    firm.house.activate(firm.house.policy.replace("approve by: [legal]", "approve by: [legal, pr.lead]"))
    real = standing_of

    def broken(approval: Approval, *rest: object) -> object:
        if approval.pk == first.pk:
            raise RuntimeError("a bug")
        return real(approval, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(settling, "standing_of", broken)
    assert settle_due(firm.clock) == 2
    assert Approval.objects.get(pk=second.pk).state == "stale"
    assert settle_due(firm.clock) == 0


def test_two_conversations_become_one_and_one_text_waits(firm: Firm) -> None:
    other = firm.house.hear(text="a wire", topics=["recall"])
    first, second = firm.ask(), firm.ask(by="jun", text="later", conversation=other)
    on_conversations_merged(ConversationsMerged(firm.house.workspace.pk, firm.harm.pk, other.pk, firm.clock.now()))
    assert [(each.pk, each.state, each.conversation_id) for each in Approval.objects.order_by("id")] == [
        (first.pk, "waiting", firm.harm.pk),
        (second.pk, "stale", firm.harm.pk),
    ]
    assert Draft.objects.get(by=firm.seat("jun")).text == "later"


def test_what_waits_in_the_one_that_goes_is_looked_at_in_the_one_that_stays(firm: Firm) -> None:
    other = firm.house.hear(text="a wire", topics=["recall"])
    firm.ask(conversation=other)
    on_conversations_merged(ConversationsMerged(firm.house.workspace.pk, firm.harm.pk, other.pk, firm.clock.now()))
    settle_due(firm.clock)
    assert Approval.objects.get().why == words.SPOKE_AGAIN
