"""Who gets a conversation, until when, and what moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from earshot.features.conversations.actions import done, end_turn, mark_writing, reopen, tag, untag
from earshot.features.conversations.models import Conversation, State
from earshot.features.listening.events import FactsChanged
from earshot.features.listening.models import Correction, Post
from earshot.features.responsibility.actions import decide_again
from earshot.features.responsibility.models import Assignment, Decision, HandOver, Involvement
from earshot.features.responsibility.queries import audit_findings, involved, why
from earshot.ports import bus
from earshot.web.models import LiveEvent
from tests.features import factories as make
from tests.features.responsibility.house import DAY, HOUR, MINUTE, POLICY, House, holder_of, now_of

pytestmark = pytest.mark.django_db


def test_a_post_becomes_a_conversation_of_exactly_one_person(house: House) -> None:
    conversation = house.hear(intent="complaint")
    assert holder_of(conversation) == "ben"
    assert (conversation.rule, conversation.role, conversation.handling) == ("Complaints", "support", "answer")
    assert conversation.deadline_at == house.clock.now() + HOUR
    assert why(conversation).result["rule"] == "Complaints"
    assert why(conversation).policy.number == 1
    assert ["decide", "answer: Complaints"] in why(conversation).road
    assert involved(conversation) == {"R": ["support"], "C": [], "I": []}
    assert not audit_findings(house.workspace.pk, house.clock.now())


def test_ignored_posts_are_not_stored(house: House) -> None:
    envelope = make.heard(house.post(intent="spam"))
    house.travel(envelope)
    assert envelope.conversation is None
    assert envelope.decision.handling == "ignore"
    assert not Conversation.objects.exists()
    assert not LiveEvent.objects.filter(kind="conversation.new").exists()


def test_watched_posts_have_an_owner_no_deadline_and_no_alert(house: House) -> None:
    conversation = house.hear(topics=["industry"])
    assert holder_of(conversation) == "mei"
    assert (conversation.handling, conversation.deadline_at) == ("watch", None)
    assert LiveEvent.objects.get(kind="conversation.new").payload["alert"] is False


def test_one_live_event_a_conversation(house: House) -> None:
    ann = house.author()
    first, second = house.post(ann), None
    second = house.post(ann, parent=first)
    house.travel(make.heard(first), make.heard(second), make.heard(house.post()))
    kinds = LiveEvent.objects.order_by("id").values_list("kind", flat=True)
    assert [kind for kind in kinds if kind.startswith("conversation")] == ["conversation.new"] * 2


def test_the_work_goes_to_the_least_loaded(house: House) -> None:
    posts = [house.post(intent="complaint") for _ in range(4)]
    house.travel(*map(make.heard, posts))
    counts = [Conversation.objects.filter(accountable=house.team[handle]).count() for handle in ("ben", "lin")]
    assert counts == [2, 2]


def test_one_person_keeps_the_open_conversations_of_one_author(house: House) -> None:
    ann = house.author()
    house.hear(intent="complaint")
    second = house.hear(ann, intent="complaint")
    assert holder_of(second) == "lin"
    third, fourth = house.hear(ann, intent="complaint"), house.hear(ann, intent="complaint")
    assert {holder_of(third), holder_of(fourth)} == {"lin"}


def test_a_rise_in_risk_moves_it_to_pr_at_once(house: House) -> None:
    ann = house.author()
    root = house.post(ann, intent="complaint")
    house.travel(make.heard(root))
    house.clock.advance(MINUTE)
    house.hear(ann, intent="complaint", risk=90, parent=root)
    conversation = Conversation.objects.get()
    assert holder_of(conversation) == "ana"
    assert conversation.deadline_at == root.received_at + 30 * MINUTE, "it runs from the oldest unanswered post"
    assert involved(conversation) == {"R": ["pr"], "C": ["legal"], "I": ["support"]}
    moved = Assignment.objects.get(ended_at=None)
    assert (moved.previous, moved.why, moved.decision) == (house.team["ben"], "rule", why(conversation))


def test_deciding_again_under_the_same_rule_moves_nobody(house: House) -> None:
    conversation = house.hear(intent="complaint")
    for _ in range(3):
        house.hear(house.author(), intent="praise")
    house.clock.advance(12 * HOUR)
    assert decide_again([conversation.pk], "post", house.clock) == 1
    assert holder_of(conversation) == "ben"
    assert why(conversation).result["accountable"] == {"role": "support", "person": "ben"}
    steps = {step["step"]: step for step in why(conversation).result["trace"]}
    assert steps["person"]["how"] == "stays"


def test_a_tag_is_a_fact(house: House) -> None:
    conversation = house.hear(intent="praise")
    assert holder_of(conversation) == "mei"
    tag(conversation, house.team["mei"], "vip", house.clock)
    assert holder_of(conversation) == "ben"
    assert why(conversation).cause == "tag"
    untag(conversation, house.team["mei"], "VIP", house.clock)
    assert now_of(conversation).rule == "Praise"


def test_a_correction_is_decided_at_once(house: House) -> None:
    conversation = house.hear(intent="praise")
    post = Post.objects.get()
    Correction.objects.create(post=post, kind="intent", value="complaint", by=house.team["mei"], at=house.clock.now())
    bus.publish(FactsChanged(house.workspace.pk, (post.pk,), "correction"))
    assert holder_of(conversation) == "ben"
    assert why(conversation).cause == "correction"


def test_a_correction_may_open_what_was_ignored(house: House) -> None:
    house.travel(make.heard(house.post(intent="spam")))
    post = Post.objects.get()
    Correction.objects.create(post=post, kind="intent", value="complaint", by=house.team["mei"], at=house.clock.now())
    bus.publish(FactsChanged(house.workspace.pk, (post.pk,), "correction"))
    assert holder_of(Conversation.objects.get()) == "ben"


def test_an_unchanged_post_is_not_decided_again(house: House) -> None:
    conversation = house.hear(intent="praise")
    bus.publish(FactsChanged(house.workspace.pk, (Post.objects.get().pk,), "edit"))
    house.travel(make.heard(Post.objects.get(), "edited"))
    assert Decision.objects.count() == 1
    assert now_of(conversation).revision == 1


def test_an_edit_that_changes_no_fact_is_stored_and_told(house: House) -> None:
    conversation = house.hear(intent="praise")
    Post.objects.update(version=2)
    Post.objects.get().versions.create(number=2, text="worded anew", seen_at=house.clock.now())
    told = LiveEvent.objects.count()
    bus.publish(FactsChanged(house.workspace.pk, (Post.objects.get().pk,), "edit"))
    assert now_of(conversation).snippet == "worded anew"
    assert LiveEvent.objects.count() == told + 1


@pytest.mark.parametrize("cause", ["edit", "profile"])
def test_what_is_read_anew_is_told_though_nothing_is_stored(house: House, cause: str) -> None:
    """An earlier post of the thread, or the name of its author."""
    conversation = house.hear(intent="praise")
    told = LiveEvent.objects.count()
    bus.publish(FactsChanged(house.workspace.pk, (Post.objects.get().pk,), cause))
    assert LiveEvent.objects.count() == told + 1
    assert now_of(conversation).revision == 1


def test_an_edit_that_changes_the_rule_begins_the_turn_anew(house: House) -> None:
    conversation = house.hear(intent="praise")
    end_turn(conversation, house.clock.now(), house.clock, "reply")
    assert now_of(conversation).state == State.WAITING
    house.clock.advance(DAY)
    Post.objects.update(risk=95, version=2)
    post = Post.objects.get()
    post.versions.create(number=2, text="I will sue", seen_at=house.clock.now())
    house.travel(make.heard(post, "edited", at=house.clock.now()))
    fresh = now_of(conversation)
    assert holder_of(conversation) == "ana"
    assert (fresh.turn_since, fresh.deadline_at) == (house.clock.now(), house.clock.now() + 30 * MINUTE)


def test_an_edit_after_our_answer_outside_is_still_unanswered(house: House) -> None:
    root = house.post(intent="praise")
    house.travel(make.heard(root))
    house.clock.advance(MINUTE)
    house.travel(make.heard(house.post(house.us, parent=root), at=house.clock.now()))
    house.clock.advance(MINUTE)
    Post.objects.filter(pk=root.pk).update(risk=95)
    bus.publish(FactsChanged(house.workspace.pk, (root.pk,), "edit"))
    conversation = Conversation.objects.get()
    assert (conversation.turn_since, holder_of(conversation)) == (house.clock.now(), "ana")
    decide_again([conversation.pk], "duty", house.clock)
    assert now_of(conversation).turn_since == house.clock.now(), "the old answer does not answer what was said anew"


def test_an_answer_ends_deadline_and_turn_and_moves_nobody(house: House) -> None:
    conversation = house.hear(risk=90)
    house.clock.advance(5 * MINUTE)
    end_turn(conversation, house.clock.now(), house.clock, "reply")
    fresh = now_of(conversation)
    assert holder_of(conversation) == "ana"
    assert (fresh.state, fresh.turn_since, fresh.deadline_at, fresh.rule) == (State.WAITING, None, None, "Harm")
    decide_again([conversation.pk], "duty", house.clock)
    assert now_of(conversation).deadline_at is None
    assert why(conversation).result["deadline"] is None


def test_what_came_while_we_answered_keeps_the_turn(house: House) -> None:
    ann = house.author()
    root = house.post(ann, intent="complaint")
    house.travel(make.heard(root))
    answered_at = house.clock.now() + MINUTE
    house.clock.advance(2 * MINUTE)
    house.hear(ann, intent="complaint", parent=root)
    conversation = end_turn(Conversation.objects.get(), answered_at, house.clock, "reply")
    fresh = now_of(conversation)
    assert fresh.turn_since == house.clock.now()
    assert fresh.deadline_at == house.clock.now() + HOUR


def test_done_and_reopen_give_back_the_first_deadline(house: House) -> None:
    conversation = house.hear(intent="complaint")
    first = conversation.deadline_at
    house.clock.advance(10 * MINUTE)
    done(conversation, house.team["ben"], house.clock)
    assert (now_of(conversation).state, now_of(conversation).deadline_at) == (State.RESOLVED, None)
    house.clock.advance(10 * MINUTE)
    reopen(conversation, house.team["ben"], house.clock)
    assert (now_of(conversation).state, now_of(conversation).deadline_at) == (State.REOPENED, first)


def test_a_deletion_of_the_only_unanswered_post_ends_the_turn(house: House) -> None:
    conversation = house.hear(intent="complaint")
    post = Post.objects.get()
    Post.objects.update(deleted_at=house.clock.now())
    post.refresh_from_db()
    house.travel(make.heard(post, "deleted"))
    assert (now_of(conversation).turn_since, now_of(conversation).deadline_at) == (None, None)


def test_answered_outside_ends_the_deadline(house: House) -> None:
    root = house.post(intent="complaint")
    house.travel(make.heard(root))
    house.clock.advance(MINUTE)
    house.travel(make.heard(house.post(house.us, parent=root), at=house.clock.now()))
    fresh = now_of(Conversation.objects.get())
    assert (fresh.state, fresh.answered_how, fresh.deadline_at) == (State.WAITING, "outside", None)
    assert LiveEvent.objects.filter(kind="conversation.changed").exists()


def test_a_new_policy_decides_every_open_conversation_again(house: House) -> None:
    praise, complaint = house.hear(intent="praise"), house.hear(intent="complaint")
    closed = house.hear(intent="praise")
    done(closed, house.team["mei"], house.clock)
    house.activate(POLICY.replace("accountable: social\n  - name: Industry", "accountable: night\n  - name: Industry"))
    assert (holder_of(praise), holder_of(complaint), holder_of(closed)) == ("kai", "ben", "jun")
    assert Assignment.objects.get(conversation=praise, ended_at=None).why == "policy"
    assert why(complaint).policy.number == 2
    assert why(closed).policy.number == 1


def test_a_policy_that_no_longer_names_the_holder_moves_it(house: House) -> None:
    complaint = house.hear(intent="complaint")
    house.activate(POLICY.replace("lead: ben, members: [ben, lin]", "lead: lin, members: [lin]"))
    assert holder_of(complaint) == "lin"


def test_two_brands_inform_the_owner_of_the_other(house: House) -> None:
    alpha, bravo = house.topic("alpha", brand="Alpha"), house.topic("bravo", brand="Bravo")
    conversation = house.hear(topics=[alpha, bravo], intent="complaint")
    assert holder_of(conversation) == "ben"
    other = house.hear(topics=[house.topic("alpha"), house.topic("bravo")])
    assert (other.brand, other.role) == ("Alpha", "social")
    assert involved(other)["I"] == ["night"]


def test_a_person_who_is_writing_is_asked(house: House) -> None:
    ann = house.author()
    root = house.post(ann, intent="complaint")
    house.travel(make.heard(root))
    conversation = Conversation.objects.get()
    mark_writing(conversation, house.team["ben"], house.clock)
    house.hear(ann, risk=90, parent=root)
    assert holder_of(conversation) == "ben"
    question = HandOver.objects.get(state="offered")
    assert (question.giver, question.taker, question.asks_giver) == (house.team["ben"], house.team["ana"], True)
    assert involved(conversation)["R"] == ["pr"], "the others are brought in at once"
    assert now_of(conversation).deadline_at == root.received_at + 30 * MINUTE


def test_a_question_is_taken_back_when_the_reason_goes(house: House) -> None:
    conversation = house.hear(intent="complaint")
    post = Post.objects.get()
    mark_writing(conversation, house.team["ben"], house.clock)
    correction = Correction.objects.create(
        post=post, kind="risk", value="90", by=house.team["mei"], at=house.clock.now()
    )
    bus.publish(FactsChanged(house.workspace.pk, (post.pk,), "correction"))
    assert HandOver.objects.filter(state="offered").count() == 1
    correction.delete()
    bus.publish(FactsChanged(house.workspace.pk, (post.pk,), "correction"))
    assert not HandOver.objects.filter(state="offered").exists()
    assert holder_of(conversation) == "ben"


def test_the_first_policy_is_made_with_the_owner() -> None:
    workspace = make.a_workspace()
    owner = make.a_member(workspace, "pia", "owner")
    from earshot.features.responsibility.queries import active_policy

    version, policy = active_policy(workspace.pk)
    assert version.active
    assert set(policy.people) == {owner.handle}
    assert active_policy(workspace.pk)[0] == version


def test_deciding_costs_a_handful_of_queries(house: House, django_assert_max_num_queries: object) -> None:
    authors = [house.author() for _ in range(25)]
    posts = [house.post(authors[number % 25], intent="complaint") for number in range(100)]
    envelopes = [make.heard(post) for post in posts]
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        house.travel(*envelopes)
    assert Conversation.objects.count() == 100
    assert Involvement.objects.count() == 100
    assert Assignment.objects.filter(ended_at=None).count() == 100


def test_a_workspace_never_sees_another(house: House, clock: object) -> None:
    other = House(house.clock)
    conversation = house.hear(intent="complaint")
    assert not audit_findings(other.workspace.pk, house.clock.now())
    assert not Conversation.objects.filter(workspace=other.workspace).exists()
    assert conversation.accountable.workspace == house.workspace


def test_night_has_the_backstop_and_shows_no_gap_where_hours_wait(house: House) -> None:
    house.clock.set(datetime.fromisoformat("2026-11-23T22:00+08:00"))
    conversation = house.hear(intent="complaint")
    assert holder_of(conversation) == "mei", "nobody of support is on duty at night: the backstop has it"
    assert conversation.deadline_at == datetime.fromisoformat("2026-11-24T10:00+08:00")
    assert conversation.gap is False
    assert conversation.deadline_at - conversation.turn_since == timedelta(hours=12)
