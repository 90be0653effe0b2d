"""Approvals on the pages: the composer asks, the approver reads and says a word, the author is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving.queries import Approval, ApprovalWord
from earshot.features.delivery.queries import Publication
from earshot.features.people.models import Membership
from earshot.features.responsibility.actions import activate_policy, save_policy
from tests.features.inbox.conftest import POLICY, Tea

STRICT = POLICY.replace("    answer within: 1h\n", "    answer within: 1h\n    approve by: [care, pr.lead]\n").replace(
    "accountable: pr\n", "accountable: pr\n    responsible: desk\n", 1
)


@pytest.fixture
def firm(tea: Tea) -> Tea:
    activate_policy(save_policy(tea.workspace, tea.mei, STRICT, tea.clock), tea.mei, tea.clock)
    return tea


@pytest.fixture
def harm(firm: Tea) -> Conversation:
    return firm.hear("there is a wire in my tea")


def _ask(tea: Tea, harm: Conversation, text: str = "so sorry", seat: Membership | None = None) -> Approval:
    fresh = Conversation.objects.get(pk=harm.pk)
    tea.post(f"inbox/c/{harm.pk}/send/", seat, text=text, revision=fresh.revision, ask="1")
    return Approval.objects.latest("id")


def _say(tea: Tea, approval: Approval, seat: Membership, word: str, **more: str) -> int:
    return tea.post(f"inbox/approval/{approval.pk}/", seat, word=word, **more)


def test_the_composer_asks_instead_of_sending_and_says_what_will_happen(firm: Tea, harm: Conversation) -> None:
    page = firm.get(f"inbox/c/{harm.pk}/")
    assert "Ask for approval" in page
    assert 'name="ask" value="1"' in page
    assert "Before it goes out as @tea it is approved by care and the lead of pr." in page
    calm = firm.hear("when do you open", by="ben")
    assert "Ask for approval" not in firm.get(f"inbox/c/{calm.pk}/")


def test_a_page_that_still_shows_send_does_not_send(firm: Tea, harm: Conversation) -> None:
    client = firm.client(firm.mei)
    answer = client.post(f"/w/tea/inbox/c/{harm.pk}/send/", {"text": "so sorry", "revision": harm.revision})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "may only go out once it is approved: care and the lead of pr" in page
    assert ">so sorry</textarea>" in page
    assert not Publication.objects.exists()


def test_the_author_is_shown_who_has_to_approve(firm: Tea, harm: Conversation) -> None:
    _ask(firm, harm)
    page = firm.get(f"inbox/c/{harm.pk}/")
    assert "care: waits for Ken" in page
    assert "the lead of pr: waits for Ana" in page
    assert 'value="approve"' not in page
    assert 'value="withdraw"' in page


def test_it_waits_on_the_approvers_turn_in_order_of_deadline(firm: Tea, harm: Conversation) -> None:
    firm.wait(minutes=5)
    later = firm.hear("another wire", by="ben")
    _ask(firm, later, "later one")
    _ask(firm, harm, "earlier one")
    page = firm.get("", firm.ken)
    assert "Waits for your approval" in page
    assert page.index("earlier one") < page.index("later one")
    assert "Waits for your approval" not in firm.get("")


def test_two_approve_and_it_is_on_its_way(firm: Tea, harm: Conversation) -> None:
    approval = _ask(firm, harm)
    page = firm.get(f"inbox/c/{harm.pk}/", firm.ken)
    assert "Mei’s reply waits for your approval." in page
    assert 'data-keys="y"' in page
    assert _say(firm, approval, firm.ken, "approve") == 302
    assert "Approved. Somebody else must approve it too." in firm.get(f"inbox/c/{harm.pk}/", firm.ken)
    assert _say(firm, approval, firm.ana, "approve") == 302
    assert Publication.objects.get().by == firm.mei
    page = firm.get(f"inbox/c/{harm.pk}/")
    assert "goes out at" in page
    assert "Ken approved for care" in page


def test_sent_back_with_a_reason_and_asked_again_with_the_difference_shown(firm: Tea, harm: Conversation) -> None:
    first = _ask(firm, harm)
    _say(firm, first, firm.ken, "decline")
    assert Approval.objects.get().state == "waiting"
    assert "Nothing says why." in firm.get(f"inbox/c/{harm.pk}/", firm.ken)
    _say(firm, first, firm.ken, "decline", comment="name the batch")
    page = firm.get(f"inbox/c/{harm.pk}/")
    assert "Ken sent it back" in page
    assert "name the batch" in page
    assert ">so sorry</textarea>" in page
    firm.wait(minutes=1)
    _ask(firm, harm, "so sorry, batch 7")
    page = firm.get(f"inbox/c/{harm.pk}/", firm.ken)
    assert "<ins>, batch 7</ins>" in page
    assert "What is different from the text of" in page


def test_a_new_post_makes_it_stale_and_the_author_asks_again_with_one_press(firm: Tea, harm: Conversation) -> None:
    approval = _ask(firm, harm)
    firm.wait(minutes=1)
    firm.hear("hello? a wire!", to=harm.thread_key)
    page = firm.get(f"inbox/c/{harm.pk}/", firm.ken)
    assert "They have written something new since." in page
    assert 'value="approve"' not in page
    assert "Waits for your approval" not in firm.get("", firm.ken)
    _say(firm, approval, firm.ken, "approve")
    assert not ApprovalWord.objects.exists()
    assert 'value="again"' in firm.get(f"inbox/c/{harm.pk}/")
    _say(firm, approval, firm.mei, "again")
    assert list(Approval.objects.order_by("id").values_list("state", flat=True)) == ["stale", "waiting"]


def test_taking_back_and_words_that_do_not_exist(firm: Tea, harm: Conversation) -> None:
    approval = _ask(firm, harm)
    _say(firm, approval, firm.mei, "publish")
    assert "There is no such answer." in firm.get(f"inbox/c/{harm.pk}/")
    _say(firm, approval, firm.mei, "withdraw")
    assert ">so sorry</textarea>" in firm.get(f"inbox/c/{harm.pk}/")


def test_a_second_author_sees_both_texts(firm: Tea, harm: Conversation) -> None:
    _ask(firm, harm)
    fresh = Conversation.objects.get(pk=harm.pk)
    answer = firm.client(firm.ken).post(
        f"/w/tea/inbox/c/{harm.pk}/send/", {"text": "mine", "revision": fresh.revision, "ask": "1"}
    )
    assert answer.status_code == 409
    assert "Mei has asked for approval of another answer." in answer.content.decode()


def test_alone_says_who_took_it_on_and_asks_twice(tea: Tea) -> None:
    text = STRICT.replace("[care, pr.lead]", "[care]").replace("responsible: desk", "responsible: care")
    text += 'accepted: [{finding: four_eyes, subject: Harm goes to PR, by: mei, because: "ken is all of care"}]\n'
    activate_policy(save_policy(tea.workspace, tea.mei, text, tea.clock), tea.mei, tea.clock)
    harm = tea.hear("there is a wire in my tea")
    assert "For care there is nobody but you: you confirm it a second time." in tea.get(f"inbox/c/{harm.pk}/", tea.ken)
    approval = _ask(tea, harm, seat=tea.ken)
    assert not Publication.objects.exists()
    page = tea.get(f"inbox/c/{harm.pk}/", tea.ken)
    assert "mei has taken that on: “ken is all of care”" in page
    _say(tea, approval, tea.ken, "confirm")
    assert Publication.objects.get().by == tea.ken
    assert "Ken confirmed alone" in tea.get(f"inbox/c/{harm.pk}/")


def test_a_held_reply_that_lacks_an_approval_says_so(tea: Tea) -> None:
    harm = tea.hear("there is a wire in my tea")
    tea.post(f"inbox/c/{harm.pk}/send/", text="so sorry", revision=harm.revision)
    held = Publication.objects.get()
    Publication.objects.filter(pk=held.pk).update(state="held", not_before=tea.clock.now() + timedelta(days=1))
    activate_policy(save_policy(tea.workspace, tea.mei, STRICT, tea.clock), tea.mei, tea.clock)
    tea.post(f"inbox/reply/{held.pk}/decide/", word="send")
    held.refresh_from_db()
    assert held.state == "held"
    assert "may only go out once it is approved" in tea.get(f"inbox/c/{harm.pk}/")
