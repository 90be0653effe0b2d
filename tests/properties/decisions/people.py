"""What our people do."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from earshot.features.conversations import actions as talk
from earshot.features.conversations.models import State
from earshot.features.listening.actions import about_us_after_all, correct, not_about_us
from earshot.features.responsibility import actions
from earshot.features.responsibility.escalating.acknowledging import acknowledge
from earshot.features.responsibility.models import HandOver
from earshot.kernel.errors import Conflict
from tests.properties.decisions.company import PEOPLE
from tests.properties.decisions.network import Network
from tests.properties.decisions.said import WORDS, posts


class People(Network):
    """Corrections, tags, done, claims, hand-overs."""

    @rule(post=posts, word=WORDS)
    def a_correction(self, post: str, word: tuple[str, str]) -> None:
        said, (kind, value) = self.said[post], word
        if said.gone:
            return
        correct(self.row(post), self.team["mei"], kind, value, self.clock)
        said.words = {**said.words, kind: value} if value else {k: v for k, v in said.words.items() if k != kind}

    @rule(post=posts)
    def not_about_us_or_after_all(self, post: str) -> None:
        said = self.said[post]
        if said.gone:
            return
        (about_us_after_all if said.foreign else not_about_us)(self.row(post), self.team["mei"], self.clock)
        said.foreign = not said.foreign

    @rule(post=posts, on=st.booleans())
    def a_tag(self, post: str, on: bool) -> None:
        conversation = self.conversation(post)
        if conversation is not None:
            (talk.tag if on else talk.untag)(conversation, self.team["mei"], "vip", self.clock)
            self.tags[conversation.pk] = {"vip"} if on else set()

    @rule(post=posts)
    def done(self, post: str) -> None:
        conversation = self.conversation(post)
        if conversation is not None and conversation.state != State.RESOLVED:
            talk.done(conversation, self.team["mei"], self.clock)
            self.climbs.pop(conversation.pk, None)
            for said in self.told(conversation):
                if said.answered is None and said.done is None:
                    said.done = self.clock.now()

    @rule(post=posts)
    def reopen(self, post: str) -> None:
        conversation = self.conversation(post)
        if conversation is None or conversation.state not in (State.RESOLVED, State.SNOOZED):
            return
        talk.reopen(conversation, self.team["mei"], self.clock)
        last = max((said.done for said in self.told(conversation) if said.done), default=None)
        for said in self.told(conversation):
            if conversation.state == State.RESOLVED and said.done == last and said.answered is None:
                said.done = None

    @rule(post=posts)
    def snooze(self, post: str) -> None:
        conversation = self.conversation(post)
        if conversation is not None and conversation.state != State.RESOLVED:
            talk.snooze(conversation, self.team["mei"], self.clock.now() + timedelta(hours=5), self.clock)

    @rule(post=posts, who=st.sampled_from(PEOPLE))
    def claim(self, post: str, who: str) -> None:
        conversation = self.conversation(post)
        if conversation is None or who in self.gone:
            return
        try:
            actions.claim(conversation, self.team[who], self.clock)
        except Conflict:
            return
        if self.holder[conversation.pk] != who:
            self.here.add(conversation.pk)
        self.holder[conversation.pk] = who
        self.taken_up(conversation.pk)

    @rule(post=posts, to=st.sampled_from(PEOPLE), accept=st.booleans())
    def hand_over(self, post: str, to: str, accept: bool) -> None:
        conversation = self.conversation(post)
        if (
            conversation is None
            or to in self.gone
            or to == self.holder[conversation.pk]
            or conversation.state == State.RESOLVED
        ):
            return
        try:
            offer = actions.offer_hand_over(conversation, conversation.accountable, self.team[to], self.clock)
        except Conflict:
            return
        actions.answer_hand_over(offer, self.team[to], accept, self.clock)
        if accept:
            self.holder[conversation.pk] = to
            self.here.add(conversation.pk)
            self.taken_up(conversation.pk)

    @rule(post=posts, who=st.sampled_from(PEOPLE))
    def i_have_it(self, post: str, who: str) -> None:
        conversation = self.conversation(post)
        if conversation is None or who in self.gone:
            return
        climb = self.climbs.get(conversation.pk)
        try:
            acknowledge(conversation, self.team[who], self.clock)
        except Conflict:
            assert climb is None or not climb.waits
        else:
            assert climb is not None
            self.taken_up(conversation.pk)

    def taken_up(self, conversation_id: int) -> None:
        climb = self.climbs.get(conversation_id)
        if climb is not None:
            climb.state = "acknowledged"

    @rule(post=posts)
    def write(self, post: str) -> None:
        conversation = self.conversation(post)
        if conversation is not None:
            talk.mark_writing(conversation, conversation.accountable, self.clock)

    @rule(post=posts, yes=st.booleans())
    def answer_the_policy(self, post: str, yes: bool) -> None:
        conversation = self.conversation(post)
        question = HandOver.objects.filter(conversation=conversation, state="offered", asks_giver=True).first()
        if conversation is not None and question is not None:
            actions.answer_hand_over(question, question.giver, yes, self.clock)
            if yes:
                self.holder[conversation.pk] = question.taker.handle
