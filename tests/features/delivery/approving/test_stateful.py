"""Whatever people and the world do, in whatever order: nothing goes out without every entry's approval of exactly that
text by somebody who is not the author.

``EARSHOT_APPROVAL_EXAMPLES`` sets how many random histories are tried (8), of up to 40 steps each.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.features.conversations import actions as conversations
from earshot.features.conversations.models import Conversation
from earshot.features.delivery import actions as delivery
from earshot.features.delivery import outbox
from earshot.features.delivery.approving import actions
from earshot.features.delivery.approving.requirement import required
from earshot.features.delivery.approving.settling import settle_due
from earshot.features.delivery.models import Approval, ApprovalWord, Publication, State
from earshot.features.listening.models import PostVersion
from earshot.features.people.models import Membership
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import EarshotError
from earshot.ports.connector import Unavailable
from tests.features.delivery.approving.conftest import POLICY, Firm
from tests.features.delivery.fake_network import FakeNetwork
from tests.features.factories import a_channel
from tests.features.responsibility import house as houses

EXAMPLES = int(os.environ.get("EARSHOT_APPROVAL_EXAMPLES", "8"))
PEOPLE = ("mei", "jun", "ana", "ben", "chloe", "kai")
TEXTS = ("we are sorry", "so very sorry", "call us")
POLICIES = (
    POLICY,
    POLICY.replace("approve by: [legal, pr.lead]", "approve by: [legal]"),
    POLICY.replace("approve by: [legal, pr.lead]", "approve by: [pr]"),
    POLICY.replace("    approve by: [legal, pr.lead]\n", ""),
    POLICY + 'accepted: [{finding: four_eyes, by: mei, because: "known"}]\n',
)
WORDS = ("ask", "send", "approve", "decline", "withdraw", "confirm", "again", "take_back", "held", "outbox", "settle",
         "post", "edit", "policy", "done", "reopen", "wait", "dies")  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 59)), min_size=8, max_size=40)


class History:
    """One company, one conversation, and what is done to it. ``number`` chooses who and what."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.clock = firm, firm.clock
        self.went: set[int] = set()
        """Publications that were handed to the network, checked at that moment."""

    def step(self, word: str, number: int) -> None:
        act: Callable[[int], object] = getattr(self, f"do_{word}")
        with contextlib.suppress(EarshotError):
            act(number)
        self.check()

    def seat(self, number: int) -> Membership:
        return self.firm.seat(PEOPLE[number % len(PEOPLE)])

    @property
    def fresh(self) -> Conversation:
        return self.firm.fresh()

    def newest(self) -> Approval:
        found = Approval.objects.select_related("conversation", "by", "channel").last()
        if found is None:
            raise EarshotError("nothing was asked", "")
        return found

    def publication(self) -> Publication:
        found = Publication.objects.select_related("conversation").last()
        if found is None:
            raise EarshotError("nothing was sent", "")
        return found

    def do_ask(self, number: int) -> None:
        by, text = self.seat(number), TEXTS[number // len(PEOPLE) % len(TEXTS)]
        actions.ask(self.fresh, text, by, self.firm.channel, self.clock, self.fresh.revision)

    def do_send(self, number: int) -> None:
        delivery.send(
            self.fresh, TEXTS[number % 3], self.seat(number), self.firm.channel, self.clock, self.fresh.revision
        )

    def do_approve(self, number: int) -> None:
        actions.approve(self.newest(), self.seat(number), self.clock)

    def do_decline(self, number: int) -> None:
        actions.decline(self.newest(), self.seat(number), "no", self.clock)

    def do_withdraw(self, number: int) -> None:
        actions.withdraw(self.newest(), self.seat(number), self.clock)

    def do_confirm(self, number: int) -> None:
        actions.confirm_alone(self.newest(), self.seat(number), self.clock)

    def do_again(self, number: int) -> None:
        actions.ask_again(self.newest(), self.seat(number), self.clock, self.fresh.revision)

    def do_take_back(self, number: int) -> None:
        delivery.take_back(self.publication(), self.seat(number), self.clock)

    def do_held(self, number: int) -> None:
        words: tuple[delivery.Word, ...] = ("send", "drop", "sent")
        delivery.answer_held(self.publication(), words[number % 3], self.seat(number), self.clock)

    def do_outbox(self, number: int) -> None:
        """What is due is claimed, and arrives, fails for now, or its process dies."""
        for publication in Publication.objects.filter(state=State.QUEUED, not_before__lte=self.clock.now()):
            job = outbox.claim(publication.pk, self.clock, "test")
            if job is None:
                continue
            self.check_claimed(job.publication)
            if number % 3 == 0:
                outbox.recover(self.clock)
            elif number % 3 == 1:
                outbox.record_publish(job, Unavailable("away"), timedelta(), self.clock)
            else:
                Publication.objects.filter(pk=publication.pk).update(state=State.SENT)
        for unknown in Publication.objects.filter(state=State.UNKNOWN):
            found = outbox.start_look_up(unknown.pk, self.clock)
            if found is not None:
                outbox.record_look_up(found, None, self.clock)

    def do_settle(self, number: int) -> None:
        settle_due(self.clock)

    def do_dies(self, number: int) -> None:
        """A process dies after its acts and before it says so: nothing that is stored changes."""

        class Death(Exception):
            pass

        from django.db import transaction

        before = list(Approval.objects.values()), list(Publication.objects.values())
        try:
            with transaction.atomic():
                for seat in ("ben", "ana", "chloe"):
                    actions.approve(self.newest(), self.firm.seat(seat), self.clock)
                raise Death
        except Death:
            pass
        assert before == (list(Approval.objects.values()), list(Publication.objects.values()))

    def do_post(self, number: int) -> None:
        topics = ["recall"] if number % 2 else []
        self.firm.house.hear(self.firm.ahe, text=f"hello {number}", parent=self.fresh.newest_post, topics=topics)

    def do_edit(self, number: int) -> None:
        post = self.fresh.newest_post
        post.version += 1
        post.save()
        PostVersion.objects.create(post=post, number=post.version, text=f"changed {number}", seen_at=self.clock.now())

    def do_policy(self, number: int) -> None:
        self.firm.house.activate(POLICIES[number % len(POLICIES)])

    def do_done(self, number: int) -> None:
        conversations.done(self.fresh, self.seat(number), self.clock)

    def do_reopen(self, number: int) -> None:
        conversations.reopen(self.fresh, self.seat(number), self.clock)

    def do_wait(self, number: int) -> None:
        self.clock.advance(timedelta(seconds=number, hours=number % 7 // 6))

    def check(self) -> None:
        """At any moment."""
        for approval in Approval.objects.exclude(publication=None).select_related("publication", "by"):
            sent = approval.publication
            assert sent is not None
            assert (sent.text, sent.by_id, sent.channel_id) == (approval.text, approval.by_id, approval.channel_id)
        for word in ApprovalWord.objects.filter(word="approved").select_related("approval"):
            assert word.by_id != word.approval.by_id
        assert Approval.objects.filter(state="waiting").count() <= 1

    def check_claimed(self, publication: Publication) -> None:
        """When it is handed to the network."""
        need = required(self.fresh, self.clock.now())
        if not need.entries:
            return
        approval = Approval.objects.get(publication=publication)
        words = {word.entry: word for word in ApprovalWord.objects.filter(approval=approval).exclude(word="declined")}
        for entry in need.entries:
            assert words[entry].word == "approved" or (words[entry].word == "alone" and need.policy.accepted)
        assert publication.text == approval.text
        assert self.fresh.newest_post_id == approval.parent_id
        assert self.fresh.newest_post.version == approval.parent_version
        self.went.add(publication.pk)


@pytest.fixture
def make_firm(db: None, network: FakeNetwork, clock: HeldClock) -> Callable[[], Firm]:
    def make() -> Firm:
        house = houses.House(clock, policy=POLICY)
        return Firm(house, network, a_channel(house.workspace, "voice", network.kind, speaks_as="acme"))

    return make


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_nothing_goes_out_unapproved(make_firm: Callable[[], Firm], steps: list[tuple[str, int]]) -> None:
    from django.db import transaction

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            history = History(make_firm())
            for word, number in steps:
                history.step(word, number)
            raise Undo
    except Undo:
        pass


def test_a_history_in_which_it_does_go_out(make_firm: Callable[[], Firm]) -> None:
    """So that the random ones are known to reach the network: asked, approved by two, late, retried, arrived."""
    history = History(make_firm())
    script = [("ask", 0), ("approve", 3), ("approve", 2), ("wait", 30), ("outbox", 1), ("wait", 59), ("outbox", 2)]
    for word, number in script:
        history.step(word, number)
    assert len(history.went) == 1
    assert Publication.objects.get().state == State.SENT
