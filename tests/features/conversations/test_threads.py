"""How posts become conversations: one outside author in one thread for one brand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation, Entry, State
from earshot.features.conversations.stages import thread
from earshot.features.conversations.threads import cases_for
from earshot.features.conversations.writing import write
from earshot.features.listening.models import Channel, Correction, Post
from earshot.features.people.models import Membership, Workspace
from earshot.kernel.clock import HeldClock
from earshot.ports.envelope import Envelope
from tests.features import factories as make

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def workspace() -> Workspace:
    return make.a_workspace()


@pytest.fixture
def owner(workspace: Workspace) -> Membership:
    return make.a_member(workspace, "mei", "owner")


@pytest.fixture
def channel(workspace: Workspace) -> Channel:
    return make.a_channel(workspace)


def travel(clock: HeldClock, owner: Membership, *envelopes: Envelope) -> list[Case]:
    """The stage, and storing what it planned as if a policy had given everything to the owner."""
    thread(envelopes, clock)
    cases = {id(case): case for envelope in envelopes for case in envelope.conversation or ()}
    for case in cases.values():
        case.conversation.accountable, case.conversation.role = owner, "desk"
    write([case for case in cases.values() if case.touched])
    return list(cases.values())


def test_one_author_in_one_thread_is_one_conversation(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    ann = make.an_author(channel.workspace, "ann")
    root = make.a_post(channel, ann, "broken")
    more = make.a_post(channel, ann, "still broken", parent=root, at=make.MORNING + MINUTE)
    travel(clock, owner, make.heard(root), make.heard(more))
    conversation = Conversation.objects.get()
    assert conversation.posts == 2
    assert conversation.snippet == "still broken"
    assert conversation.turn_since == root.received_at
    assert Entry.objects.count() == 2


def test_two_authors_under_one_post_are_two(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "broken")
    other = make.a_post(channel, make.an_author(channel.workspace), "mine too", parent=root)
    travel(clock, owner, make.heard(root), make.heard(other))
    assert Conversation.objects.count() == 2


def test_a_later_batch_joins(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    ann = make.an_author(channel.workspace)
    root = make.a_post(channel, ann, "broken", risk=20)
    travel(clock, owner, make.heard(root))
    again = make.a_post(channel, ann, "I will sue", parent=root, risk=80, at=make.MORNING + MINUTE)
    cases = travel(clock, owner, make.heard(again))
    conversation = Conversation.objects.get()
    assert (conversation.risk, conversation.posts, conversation.revision) == (80, 2, 2)
    assert cases[0].cause == "post" or cases[0].cause == "new"
    assert cases[0].fresh


def test_the_same_batch_twice_changes_nothing(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "broken")
    travel(clock, owner, make.heard(root))
    cases = travel(clock, owner, make.heard(root))
    assert not any(case.touched for case in cases)
    assert travel(clock, owner, make.heard(root, "seen")) == []
    assert Conversation.objects.get().revision == 1


def test_history_opens_nothing(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "broken", history=True)
    travel(clock, owner, make.heard(root, mode="history"))
    assert not Conversation.objects.exists()


def test_our_answer_ends_the_turn(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "broken", risk=60)
    travel(clock, owner, make.heard(root))
    us = make.an_author(channel.workspace, ours=True)
    reply = make.a_post(channel, us, "sorry", parent=root, at=make.MORNING + MINUTE)
    travel(clock, owner, make.heard(reply))
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.turn_since) == (State.WAITING, None)
    assert (conversation.answered_at, conversation.answered_how) == (reply.posted_at, "outside")
    assert conversation.risk == 60, "answering moves no fact"


def test_our_answer_ends_only_the_turn_of_whom_it_answers(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace, "ann"), "broken")
    other = make.a_post(channel, make.an_author(channel.workspace, "bob"), "mine too", parent=root)
    travel(clock, owner, make.heard(root), make.heard(other))
    us = make.an_author(channel.workspace, ours=True)
    travel(clock, owner, make.heard(make.a_post(channel, us, "sorry", parent=other, at=make.MORNING + MINUTE)))
    waiting = {row.author.handle: row.turn_since is not None for row in Conversation.objects.select_related("author")}
    assert waiting == {"ann": True, "bob": False}


def test_an_answer_that_arrives_before_its_question_still_answers_it(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    ann, us = make.an_author(channel.workspace), make.an_author(channel.workspace, ours=True)
    root = make.a_post(channel, ann, "broken")
    reply = make.a_post(channel, us, "sorry", parent=root, at=make.MORNING + MINUTE)
    travel(clock, owner, make.heard(reply))
    travel(clock, owner, make.heard(root))
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.turn_since) == (State.WAITING, None)


def test_the_late_echo_of_our_answer_does_not_answer_what_replied_to_it(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    ann, us = make.an_author(channel.workspace), make.an_author(channel.workspace, ours=True)
    root = make.a_post(channel, ann, "broken")
    echo = make.a_post(
        channel, us, "sorry", parent=root, at=make.MORNING + MINUTE, received_at=make.MORNING + 5 * MINUTE
    )
    backdated = make.a_post(
        channel, ann, "not enough", parent=echo, at=make.MORNING, received_at=make.MORNING + 2 * MINUTE
    )
    travel(clock, owner, make.heard(root))
    travel(clock, owner, make.heard(backdated))
    travel(clock, owner, make.heard(echo))
    conversation = Conversation.objects.get()
    assert conversation.turn_since == backdated.received_at


def test_they_speak_again_after_our_answer(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    ann, us = make.an_author(channel.workspace), make.an_author(channel.workspace, ours=True)
    root = make.a_post(channel, ann, "broken", risk=80)
    reply = make.a_post(channel, us, "sorry", parent=root, at=make.MORNING + MINUTE)
    travel(clock, owner, make.heard(root), make.heard(reply))
    thanks = make.a_post(channel, ann, "thanks", parent=reply, at=make.MORNING + 2 * MINUTE)
    travel(clock, owner, make.heard(thanks))
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.turn_since) == (State.ASSIGNED, thanks.received_at)
    assert conversation.risk == 0, "only the posts since our last reply count"


def test_a_resolved_conversation_opens_again_when_they_speak(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    ann = make.an_author(channel.workspace)
    root = make.a_post(channel, ann, "broken")
    travel(clock, owner, make.heard(root))
    Conversation.objects.update(state=State.RESOLVED)
    Entry.objects.update(done_at=make.MORNING)
    again = make.a_post(channel, ann, "broken again", parent=root, at=make.MORNING + DAY)
    travel(clock, owner, make.heard(again))
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.turn_since) == (State.REOPENED, again.received_at)


def test_a_deletion_ends_what_it_asked_and_keeps_the_facts(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "broken", risk=70)
    travel(clock, owner, make.heard(root))
    Post.objects.update(deleted_at=make.MORNING + MINUTE)
    root.versions.update(text="")
    root.refresh_from_db()
    travel(clock, owner, make.heard(root, "deleted"))
    conversation = Conversation.objects.get()
    assert (conversation.turn_since, conversation.risk, conversation.snippet) == (None, 70, "")
    assert conversation.state == State.NEW, "a person closes it"


def test_a_correction_wins(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "great", sentiment="positive", risk=5, lang="de")
    Correction.objects.create(post=root, kind="sentiment", value="negative", by=owner, at=make.MORNING)
    Correction.objects.create(post=root, kind="risk", value="90", by=owner, at=make.MORNING)
    Correction.objects.create(post=root, kind="language", value="en", by=owner, at=make.MORNING)
    travel(clock, owner, make.heard(root))
    conversation = Conversation.objects.get()
    assert (conversation.sentiment, conversation.risk, conversation.lang) == ("negative", 90, "en")


def test_not_about_us_resolves_and_about_us_after_all_reopens(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "delta of the river", risk=30)
    travel(clock, owner, make.heard(root))
    word = Correction.objects.create(post=root, kind="not_about_us", value="yes", by=owner, at=make.MORNING)
    _corrected(root, clock)
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.turn_since, conversation.risk) == (State.RESOLVED, None, 30)
    word.delete()
    _corrected(root, clock)
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.turn_since) == (State.REOPENED, root.received_at)


def _corrected(post: Post, clock: HeldClock) -> None:
    found = cases_for(post.workspace_id, [post], {post.pk: "correction"}, clock.now())
    write([case for cases in found.values() for case in cases if case.touched])


def test_direct_messages_begin_anew_after_seven_quiet_days(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    ann = make.an_author(channel.workspace)

    def message(after: timedelta) -> Envelope:
        return make.heard(make.a_post(channel, ann, "hi", kind="message", at=make.MORNING + after))

    travel(clock, owner, message(0 * DAY), message(3 * DAY))
    travel(clock, owner, message(9 * DAY))
    assert Conversation.objects.count() == 1
    travel(clock, owner, message(17 * DAY), message(18 * DAY))
    episodes = Conversation.objects.order_by("id").values_list("episode", "posts", "direct")
    assert list(episodes) == [(1, 3, True), (2, 2, True)]


def test_two_brands_are_two_conversations_and_an_unnamed_follow_up_joins_the_newest(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    ann, workspace = make.an_author(channel.workspace), channel.workspace
    acme = make.a_topic(workspace, "acme", brand="Acme")
    zoom = make.a_topic(workspace, "zoom", brand="Zoom")
    root = make.a_post(channel, ann, "acme is bad", topics=[acme])
    travel(clock, owner, make.heard(root))
    other = make.a_post(channel, ann, "zoom too", topics=[zoom], parent=root, at=make.MORNING + MINUTE)
    travel(clock, owner, make.heard(other))
    more = make.a_post(channel, ann, "yes", parent=other, at=make.MORNING + 2 * MINUTE)
    travel(clock, owner, make.heard(more))
    posts = Conversation.objects.order_by("brand").values_list("brand", "posts")
    assert list(posts) == [("Acme", 1), ("Zoom", 2)]


def test_two_brands_in_one_post_are_one_conversation_that_names_the_other(
    clock: HeldClock, owner: Membership, channel: Channel
) -> None:
    workspace = channel.workspace
    topics = [make.a_topic(workspace, "acme", brand="Acme"), make.a_topic(workspace, "zoom", brand="Zoom")]
    root = make.a_post(channel, make.an_author(workspace), "acme or zoom", topics=topics)
    travel(clock, owner, make.heard(root))
    conversation = Conversation.objects.get()
    assert (conversation.brand, conversation.brands) == ("Acme", ["Zoom"])


def test_the_channel_is_the_one_that_would_answer(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    speaking = make.a_channel(channel.workspace, kind="testnet", speaks_as="acme", market="TW")
    root = make.a_post(channel, make.an_author(channel.workspace), "broken")
    travel(clock, owner, make.heard(root))
    conversation = Conversation.objects.get()
    assert (conversation.channel, conversation.market) == (speaking, "TW")


def test_facts_are_united_and_the_newest_speaks(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    workspace = channel.workspace
    ann = make.an_author(workspace, followers=500, verified=True)
    root = make.a_post(
        channel, ann, "is it?", topics=[make.a_topic(workspace, "recall")], addressed=True, intent="other"
    )
    more = make.a_post(
        channel, ann, "why", topics=[make.a_topic(workspace, "press")], parent=root, intent="complaint",
        at=make.MORNING + MINUTE, links=["https://example.org"], media=[{"kind": "image", "url": "", "alt": ""}],
    )  # fmt: skip
    travel(clock, owner, make.heard(root), make.heard(more))
    conversation = Conversation.objects.get()
    assert conversation.topics == ["press", "recall"]
    assert (conversation.intent, conversation.followers) == ("complaint", 500)
    assert conversation.flags == ["addressed", "reply", "verified"]
    assert conversation.more["has"] == ["image", "link", "media"]


def test_workspaces_stay_apart(clock: HeldClock, owner: Membership, channel: Channel) -> None:
    root = make.a_post(channel, make.an_author(channel.workspace), "broken", canonical_id="test://same")
    travel(clock, owner, make.heard(root))
    elsewhere = make.a_workspace()
    theirs = make.a_post(make.a_channel(elsewhere), make.an_author(elsewhere, ours=True), "sorry", parent=root)
    found = cases_for(elsewhere.pk, [theirs], {theirs.pk: "post"}, clock.now())
    assert found == {}


def test_a_batch_of_500_costs_a_handful_of_queries(
    clock: HeldClock, owner: Membership, channel: Channel, django_assert_max_num_queries: object
) -> None:
    authors = [make.an_author(channel.workspace) for _ in range(20)]
    posts = [make.a_post(channel, authors[number % 20], "hello") for number in range(100)]
    envelopes = [make.heard(post) for post in posts]
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        thread(envelopes, clock)
    assert len({id(case) for envelope in envelopes for case in envelope.conversation}) == 100
