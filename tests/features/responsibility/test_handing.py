"""Claiming and handing over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from earshot.features.audit.models import Entry as AuditEntry
from earshot.features.conversations.actions import done, mark_writing
from earshot.features.conversations.models import Conversation, State
from earshot.features.listening.models import Post
from earshot.features.people.models import Role
from earshot.features.responsibility.actions import answer_hand_over, claim, offer_hand_over, withdraw_hand_over
from earshot.features.responsibility.events import AccountabilityMoved
from earshot.features.responsibility.handing import OFFER_LASTS, lapse_due
from earshot.features.responsibility.models import Assignment, HandOver
from earshot.features.responsibility.queries import claimable
from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.ports import bus
from tests.features import factories as make
from tests.features.responsibility.house import MINUTE, House, holder_of, now_of


@pytest.mark.django_db
def test_claiming_takes_it_up(house: House) -> None:
    conversation = house.hear(intent="complaint")
    assert claimable(conversation)
    claim(conversation, house.team["ben"], house.clock)
    assert (holder_of(conversation), now_of(conversation).state) == ("ben", State.ASSIGNED)
    assert not claimable(conversation)
    assert Assignment.objects.get().accepted_at == house.clock.now()
    claim(conversation, house.team["ben"], house.clock)
    assert Assignment.objects.count() == 1


@pytest.mark.django_db
def test_somebody_else_may_claim_what_nobody_took_up(house: House) -> None:
    told: list[AccountabilityMoved] = []
    bus.subscribe(AccountabilityMoved, told.append)
    conversation = house.hear(intent="complaint")
    claim(conversation, house.team["kai"], house.clock)
    assert holder_of(conversation) == "kai"
    assert [(row.membership.handle, row.why) for row in Assignment.objects.order_by("id")] == [
        ("ben", "rule"),
        ("kai", "claim"),
    ]
    assert [(event.to_id, event.why) for event in told if event.conversation_id == conversation.pk] == [
        (house.team["kai"].pk, "claim")
    ]
    with pytest.raises(Conflict, match="Kai has taken"):
        claim(conversation, house.team["lin"], house.clock)
    assert AuditEntry.objects.filter(verb="conversation.claim").count() == 1


@pytest.mark.django_db
def test_viewers_and_strangers_may_not(house: House) -> None:
    conversation = house.hear(intent="complaint")
    viewer = make.a_member(house.workspace, "vic", Role.VIEWER)
    stranger = make.a_member(make.a_workspace(), "sam", Role.OWNER)
    acts: list[Callable[[object], object]] = [
        lambda who: claim(conversation, who, house.clock),  # type: ignore[arg-type]
        lambda who: offer_hand_over(conversation, who, house.team["kai"], house.clock),  # type: ignore[arg-type]
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act(viewer)
        with pytest.raises(NotFound):
            act(stranger)


@pytest.mark.django_db
def test_a_hand_over_needs_acceptance(house: House) -> None:
    conversation = house.hear(intent="complaint")
    offer = offer_hand_over(conversation, house.team["ben"], house.team["kai"], house.clock, note="you know her")
    assert holder_of(conversation) == "ben"
    with pytest.raises(NotAllowed, match="Kai is asked"):
        answer_hand_over(offer, house.team["lin"], True, house.clock)
    answer_hand_over(offer, house.team["kai"], True, house.clock)
    assert (holder_of(conversation), now_of(conversation).state) == ("kai", State.ASSIGNED)
    with pytest.raises(Conflict):
        answer_hand_over(offer, house.team["kai"], True, house.clock)


@pytest.mark.django_db
def test_declined_withdrawn_and_lapsed_offers_fall_back(house: House) -> None:
    conversation = house.hear(intent="complaint")
    ben, kai = house.team["ben"], house.team["kai"]
    answer_hand_over(offer_hand_over(conversation, ben, kai, house.clock), kai, False, house.clock)
    withdraw_hand_over(offer_hand_over(conversation, ben, kai, house.clock), ben, house.clock)
    offer = offer_hand_over(conversation, ben, kai, house.clock)
    house.clock.advance(OFFER_LASTS)
    with pytest.raises(Conflict, match="lapsed"):
        answer_hand_over(offer, kai, True, house.clock)
    assert lapse_due(house.clock) == 1
    assert holder_of(conversation) == "ben"
    assert list(HandOver.objects.order_by("id").values_list("state", flat=True)) == ["declined", "withdrawn", "lapsed"]


@pytest.mark.django_db
def test_who_may_offer_and_to_whom(house: House) -> None:
    conversation = house.hear(intent="complaint")
    ben = house.team["ben"]
    with pytest.raises(NotAllowed, match="Only Ben"):
        offer_hand_over(conversation, house.team["kai"], house.team["lin"], house.clock)
    with pytest.raises(BadInput, match="already"):
        offer_hand_over(conversation, ben, ben, house.clock)
    with pytest.raises(BadInput, match="not joined"):
        offer_hand_over(conversation, ben, make.a_member(house.workspace, "new", empty=True), house.clock)
    with pytest.raises(NotFound):
        offer_hand_over(conversation, ben, make.a_member(make.a_workspace(), "far"), house.clock)
    with pytest.raises(Conflict, match="changed since"):
        offer_hand_over(conversation, ben, house.team["kai"], house.clock, revision=99)
    offer_hand_over(conversation, house.team["mei"], house.team["kai"], house.clock)
    with pytest.raises(Conflict, match="earlier hand-over"):
        offer_hand_over(conversation, ben, house.team["lin"], house.clock)


@pytest.mark.django_db
def test_what_is_done_is_not_handed_over(house: House) -> None:
    conversation = house.hear(intent="complaint")
    offer_hand_over(conversation, house.team["ben"], house.team["kai"], house.clock)
    done(conversation, house.team["ben"], house.clock)
    assert not HandOver.objects.filter(state="offered").exists()
    with pytest.raises(Conflict, match="resolved"):
        claim(conversation, house.team["kai"], house.clock)


def _asked(house: House) -> HandOver:
    ann = house.author()
    root = house.post(ann, intent="complaint")
    house.travel(make.heard(root))
    mark_writing(Conversation.objects.get(), house.team["ben"], house.clock)
    house.hear(ann, risk=90, parent=root)
    return HandOver.objects.get(state="offered")


@pytest.mark.django_db
@pytest.mark.parametrize(("yes", "holder"), [(True, "ana"), (False, "ben")])
def test_the_writer_answers_the_policy(house: House, yes: bool, holder: str) -> None:
    question = _asked(house)
    answer_hand_over(question, house.team["ben"], yes, house.clock)
    assert holder_of(question.conversation) == holder
    house.hear(Post.objects.earliest("id").author, risk=90, parent=Post.objects.earliest("id"))
    assert holder_of(question.conversation) == holder, "the same rule moves nobody"


@pytest.mark.django_db
def test_silence_moves_it_once_they_no_longer_write(house: House) -> None:
    question = _asked(house)
    house.clock.advance(timedelta(minutes=9))
    mark_writing(question.conversation, house.team["ben"], house.clock)
    house.clock.advance(2 * MINUTE)
    assert lapse_due(house.clock) == 0
    assert holder_of(question.conversation) == "ben"
    house.clock.advance(9 * MINUTE)
    assert lapse_due(house.clock) == 1
    assert holder_of(question.conversation) == "ana"


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_accountable_person(house: House) -> None:
    conversation = house.hear(intent="complaint")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            conversation=conversation, membership=house.team["kai"], role="night", why="claim", at=house.clock.now()
        )


@pytest.mark.django_db(transaction=True)
def test_of_twenty_claimers_exactly_one_wins(clock: HeldClock) -> None:
    house = House(clock)
    racers = [make.a_member(house.workspace, f"racer-{number}") for number in range(20)]
    for _ in range(3):
        conversation = house.hear(intent="complaint")
        won, lost, failed = _race(house, conversation, racers)
        assert not failed
        assert (len(won), len(lost)) == (1, 19)
        assert holder_of(conversation) == won[0]
        assert now_of(conversation).state == State.ASSIGNED


def _race(house: House, conversation: Conversation, racers: list[object]) -> tuple[list[str], list[str], list[str]]:
    won: list[str] = []
    lost: list[str] = []
    failed: list[str] = []
    start = threading.Barrier(len(racers))

    def run(racer: object) -> None:
        try:
            start.wait(10)
            claim(conversation, racer, house.clock)  # type: ignore[arg-type]
            won.append(racer.handle)  # type: ignore[attr-defined]
        except Conflict as error:
            lost.append(error.message)
        except Exception as error:  # whatever else happens must fail the test
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(racer,)) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return won, lost, failed
