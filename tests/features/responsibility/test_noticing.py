"""Whoever owes an answer has exactly one open notice of it; nobody else has one."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from django.apps import apps

from earshot.features.conversations import actions as acts
from earshot.features.conversations.models import Conversation, State
from earshot.features.notices.actions import told_in_the_past
from earshot.features.notices.queries import unacknowledged
from earshot.features.responsibility import noticing, timers
from earshot.features.responsibility.actions import answer_hand_over, claim, offer_hand_over, withdraw_hand_over
from earshot.features.responsibility.handing import lapse_due
from earshot.features.responsibility.models import HandOver
from earshot.kernel.errors import EarshotError
from earshot.web.models import LiveEvent
from tests.features import factories as make
from tests.features.responsibility.house import DAY, HOUR, MINUTE, POLICY, House, now_of

Notice = apps.get_model("notices", "Notice")


def told(house: House, handle: str, **having: object) -> list[str]:
    """Kinds of the open notices of a person, oldest first."""
    rows = Notice.objects.filter(membership=house.team[handle], settled_at=None, **having).order_by("id")
    return [row.kind for row in rows]


def law(house: House) -> None:
    """Open notices of accountability, and of covering, are what is owed; each once."""
    owed = []
    for row in Conversation.objects.filter(handling="answer", turn_since__isnull=False).exclude(state=State.RESOLVED):
        owed.append((row.pk, row.accountable_id, "accountable"))
        if row.covering_id:
            owed.append((row.pk, row.covering_id, "covering"))
    rows = Notice.objects.filter(kind__in=("accountable", "covering"), settled_at=None)
    assert sorted(rows.values_list("about_id", "membership_id", "kind")) == sorted(owed)


def test_a_new_conversation_is_told_to_who_is_accountable_and_to_nobody_else(house: House) -> None:
    house.hear(intent="complaint")
    assert told(house, "ben") == ["accountable"]
    assert Notice.objects.count() == 1
    notice = Notice.objects.get()
    assert notice.must_acknowledge
    assert not notice.urgent
    assert notice.next_at == house.clock.now() + MINUTE
    assert "Complaints" in notice.said


def test_alarming_risk_waits_for_nobody(house: House) -> None:
    house.hear(risk=80)
    notice = Notice.objects.get()
    assert notice.urgent
    assert notice.next_at == house.clock.now()


def test_only_that_person_s_pages_hear_of_it(house: House) -> None:
    house.hear(intent="complaint")
    news = LiveEvent.objects.filter(kind="notice.new")
    assert [event.payload for event in news] == [{"only": house.team["ben"].pk}]


@pytest.mark.parametrize("fields", [{"topics": ["industry"], "addressed": False}, {"intent": "spam"}])
def test_what_asks_for_no_answer_is_told_to_nobody(house: House, fields: dict[str, object]) -> None:
    envelope = make.heard(house.post(**fields), at=house.clock.now())
    house.travel(envelope)
    assert not Notice.objects.exists()


def test_another_rule_moves_the_notice_with_the_conversation(house: House) -> None:
    author = house.author()
    first = house.hear(author, intent="complaint")
    house.clock.advance(MINUTE)
    post = house.post(author, parent=first.newest_post, risk=90)
    house.travel(make.heard(post, at=house.clock.now()))
    assert now_of(first).accountable.handle == "ana"
    assert told(house, "ben") == []
    assert told(house, "ana") == ["accountable"]
    law(house)


def test_who_claims_knows_it_already(house: House) -> None:
    conversation = house.hear(intent="complaint")
    before = LiveEvent.objects.filter(kind="notice.new").count()
    claim(conversation, house.team["lin"], house.clock)
    assert told(house, "ben") == []
    mine = Notice.objects.get(membership=house.team["lin"])
    assert mine.acknowledged_at is not None
    assert mine.next_at is None
    assert LiveEvent.objects.filter(kind="notice.new").count() == before
    law(house)


def test_any_act_on_it_takes_it_up(house: House) -> None:
    conversation = house.hear(intent="complaint")
    assert len(unacknowledged(house.workspace.pk, house.clock.now() + HOUR)) == 1
    acts.note(conversation, house.team["lin"], "Somebody else's note.", house.clock)
    assert told(house, "ben", acknowledged_at=None) == ["accountable"]
    acts.note(conversation, house.team["ben"], "I am on it.", house.clock)
    assert told(house, "ben", acknowledged_at=None) == []
    assert unacknowledged(house.workspace.pk, house.clock.now() + HOUR) == ()
    law(house)


def test_writing_takes_it_up(house: House) -> None:
    conversation = house.hear(intent="complaint")
    acts.mark_writing(conversation, house.team["ben"], house.clock)
    assert told(house, "ben", acknowledged_at=None) == []


@pytest.mark.parametrize("how", ["done", "reply", "outside"])
def test_the_end_of_the_turn_settles_it_and_the_next_turn_is_told_again(house: House, how: str) -> None:
    author = house.author()
    conversation = house.hear(author, intent="complaint")
    if how == "done":
        acts.done(conversation, house.team["ben"], house.clock)
    elif how == "reply":
        acts.end_turn(conversation, house.clock.now(), house.clock)
    else:
        house.clock.advance(MINUTE)
        house.travel(make.heard(house.post(house.us, parent=conversation.newest_post), at=house.clock.now()))
    assert told(house, "ben") == []
    house.clock.advance(HOUR)
    house.travel(make.heard(house.post(author, parent=conversation.newest_post), at=house.clock.now()))
    law(house)
    rows = Notice.objects.filter(settled_at=None)
    assert len(rows) == 1
    assert "again" in rows[0].said or now_of(conversation).rule in rows[0].said


def test_hand_overs_are_told_to_who_is_asked_and_their_answer_to_who_asked(house: House) -> None:
    conversation = house.hear(intent="complaint")
    offer = offer_hand_over(conversation, house.team["ben"], house.team["lin"], house.clock, note="My\nholiday.")
    assert told(house, "lin") == ["hand_over"]
    assert "My holiday." in Notice.objects.get(membership=house.team["lin"]).said
    answer_hand_over(offer, house.team["lin"], True, house.clock)
    assert told(house, "ben") == ["hand_over"]
    assert told(house, "lin") == ["accountable"]
    assert told(house, "lin", acknowledged_at=None) == []
    law(house)


def test_an_offer_that_is_taken_back_is_told_to_nobody_any_more(house: House) -> None:
    conversation = house.hear(intent="complaint")
    offer = offer_hand_over(conversation, house.team["ben"], house.team["lin"], house.clock)
    withdraw_hand_over(offer, house.team["ben"], house.clock)
    assert told(house, "lin") == []


def test_an_offer_that_lapses_is_told_to_who_made_it(house: House) -> None:
    conversation = house.hear(intent="complaint")
    offer_hand_over(conversation, house.team["ben"], house.team["lin"], house.clock)
    house.clock.advance(3 * HOUR)
    lapse_due(house.clock)
    assert told(house, "lin") == []
    assert "hand_over" in told(house, "ben")


def test_advice_and_information_are_told_only_to_who_asks(house: House) -> None:
    house.hear(risk=80)
    assert told(house, "chloe") == []
    wish = apps.get_model("notices", "Wish")
    for handle, kind in (("chloe", "consulted"), ("lin", "informed"), ("ana", "informed")):
        wish.objects.create(person=house.team[handle].person, kinds={kind: True})
    conversation = house.hear(risk=80)
    assert told(house, "chloe") == ["consulted"]
    assert told(house, "lin") == ["informed"]
    assert told(house, "ana", about_id=conversation.pk) == ["accountable"]
    acts.done(conversation, house.team["ana"], house.clock)
    assert told(house, "chloe") == told(house, "lin") == []


def test_a_seat_without_anybody_is_told_once_somebody_sits_there(house: House) -> None:
    ben = house.team["ben"]
    person, ben.person = ben.person, None
    ben.save()
    house.hear(intent="complaint")
    assert not Notice.objects.filter(membership=ben).exists()
    ben.person = person
    ben.save()
    assert noticing.keep_noticed(house.clock) == 1
    assert noticing.keep_noticed(house.clock) == 0
    law(house)
    assert told(house, "ben") == ["accountable"]


def test_a_story_of_the_past_is_news_to_nobody(house: House) -> None:
    with told_in_the_past():
        house.hear(intent="complaint")
    assert told(house, "ben", read_at=None) == []
    assert not Notice.objects.filter(next_at__isnull=False).exists()
    assert not LiveEvent.objects.filter(kind="notice.new").exists()
    law(house)


def test_climbing_relieves_the_accountable_person_of_reminders(house: House) -> None:
    from earshot.features.notices.actions import News, notify

    conversation = house.hear(intent="complaint")
    Notice.objects.update(sent=1)
    about = ("conversation", conversation.pk)
    notify(house.workspace.pk, [News(house.team["mei"].pk, "escalated", "Step 1.", about, True, True)], house.clock)
    notice = Notice.objects.get(kind="accountable")
    assert notice.next_at is None
    assert notice.settled_at is None
    acts.done(conversation, house.team["ben"], house.clock)
    assert told(house, "mei") == []


def test_every_step_that_reached_somebody_stays_told_until_nothing_is_owed(house: House) -> None:
    from earshot.features.notices.actions import News, notify

    conversation = house.hear(intent="complaint")
    about = ("conversation", conversation.pk)
    for _ in range(2):
        notify(house.workspace.pk, [News(house.team["mei"].pk, "escalated", "Step.", about, True, True)], house.clock)
    acts.tag(conversation, house.team["jun"], "tea", house.clock)
    assert told(house, "mei") == ["escalated", "escalated"]
    acts.end_turn(conversation, house.clock.now(), house.clock)
    assert told(house, "mei") == []


def test_what_was_snoozed_is_brought_to_mind_again(house: House) -> None:
    conversation = house.hear(intent="complaint")
    acts.snooze(conversation, house.team["ben"], house.clock.now() + HOUR, house.clock)
    assert told(house, "ben", acknowledged_at=None) == []
    house.clock.advance(HOUR)
    acts.wake_due(house.clock)
    assert told(house, "ben", acknowledged_at=None) == ["snoozed"]
    acts.done(conversation, house.team["ben"], house.clock)
    assert told(house, "ben") == []


class Days:
    """Anything that may happen to conversations, at random."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.authors = [house.author() for _ in range(4)]

    def step(self) -> None:
        self.house.clock.advance(self.chance.choice((MINUTE, 20 * MINUTE, HOUR, 9 * HOUR)))
        act = self.chance.choice(
            (self.hear, self.hear, self.hear, self.claim, self.done, self.answer, self.offer, self.reply_to_offers,
             self.run_timers, self.snooze, self.tag, self.write, self.new_policy, self.leave_seat)
        )  # fmt: skip
        with suppress(EarshotError):
            act()

    def hear(self) -> None:
        batch = [self.post() for _ in range(self.chance.randint(1, 3))]
        self.house.travel(*(make.heard(post, at=self.house.clock.now()) for post in batch))

    def post(self) -> object:
        author = self.chance.choice([*self.authors, self.house.us])
        earlier = list(Conversation.objects.all())
        parent = self.chance.choice(earlier).newest_post if earlier and self.chance.random() < 0.7 else None
        fields = self.chance.choice(({"intent": "complaint"}, {"risk": 80}, {"intent": "praise"}, {"intent": "spam"}))
        return self.house.post(author, **({"parent": parent} if parent else {}), **fields)

    def one(self) -> Conversation:
        rows = list(Conversation.objects.all())
        if not rows:
            raise EarshotError("nothing yet")
        return self.chance.choice(rows)

    def someone(self) -> object:
        return self.house.team[self.chance.choice(("mei", "jun", "ana", "ben", "lin"))]

    def claim(self) -> None:
        claim(self.one(), self.someone(), self.house.clock)

    def done(self) -> None:
        acts.done(self.one(), self.someone(), self.house.clock)

    def answer(self) -> None:
        acts.end_turn(self.one(), self.house.clock.now(), self.house.clock)

    def offer(self) -> None:
        row = self.one()
        offer_hand_over(row, row.accountable, self.someone(), self.house.clock)

    def reply_to_offers(self) -> None:
        for offer in HandOver.objects.filter(state="offered"):
            asked = offer.giver if offer.asks_giver else offer.taker
            answer_hand_over(offer, asked, self.chance.random() < 0.6, self.house.clock)

    def run_timers(self) -> None:
        timers.run_due(self.house.clock)

    def snooze(self) -> None:
        acts.snooze(self.one(), self.someone(), self.house.clock.now() + HOUR, self.house.clock)

    def tag(self) -> None:
        acts.tag(self.one(), self.someone(), "vip", self.house.clock)

    def write(self) -> None:
        row = self.one()
        acts.mark_writing(row, row.accountable, self.house.clock)

    def new_policy(self) -> None:
        swap = self.chance.choice((("ben", "lin"), ("lin", "ben")))
        self.house.activate(POLICY.replace("members: [ben, lin]", f"members: [{swap[0]}, {swap[1]}]"))

    def leave_seat(self) -> None:
        away = (self.house.clock.now() - DAY).date(), (self.house.clock.now() + DAY).date()
        person = self.chance.choice(("ana", "ben"))
        leave = f"leave: [{{person: {person}, from: {away[0]}, to: {away[1]}}}]"
        self.house.activate(POLICY.replace("leave: []", leave))


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_each_person_ends_with_exactly_the_notices_of_what_they_owe(house: House, seed: int) -> None:
    days = Days(house, seed)
    for _ in range(40):
        days.step()
        law(house)
