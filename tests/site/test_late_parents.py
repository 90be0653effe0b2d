"""Replies that are heard before their parents, on a network that names no roots: the whole road, and what people did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import permutations

import pytest
from django.test import Client

from earshot.features.conversations import actions as conversations
from earshot.features.conversations.models import Conversation, Entry, Note, State
from earshot.features.delivery.actions import save_draft, send
from earshot.features.delivery.models import Draft, Publication
from earshot.features.delivery.models import State as Sending
from earshot.features.listening.models import Channel, Post
from earshot.features.people.models import Membership
from earshot.features.responsibility import timers
from earshot.features.responsibility.models import Assignment, Decision
from earshot.features.responsibility.queries import why
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from earshot.ports.services import provide, services
from tests.features import factories as make
from tests.features.delivery.fake_network import FakeNetwork

MINUTE = timedelta(minutes=1)


@dataclass
class House:
    clock: HeldClock
    channel: Channel
    mei: Membership

    def said(self, name: str, to: str = "", by: str = "ann", **fields: object) -> HeardPost:
        return HeardPost(
            "testnet",
            f"test://{name}",
            HeardAuthor(f"id:{by}", by),
            f"{name}, is it late?",
            posted_at=self.clock.now(),
            kind="comment" if to else "post",
            parent_id=f"test://{to}" if to else "",
            addressed=True,
            **fields,  # type: ignore[arg-type]
        )

    def hear(self, *posts: HeardPost) -> None:
        travel(Batch(posts, ""), Source(self.channel.workspace_id, self.channel.pk, "channel"), self.clock)
        self.clock.advance(MINUTE)

    def of(self, name: str) -> Conversation:
        """The conversation that holds a post."""
        return Conversation.objects.get(entries__post__canonical_id=f"test://{name}")


@pytest.fixture
def house(db: None, clock: HeldClock) -> Iterator[House]:
    before, fake = services(), FakeNetwork()
    provide(replace(before, clock=clock, connectors={fake.kind: fake}))
    timers.forget()
    workspace = make.a_workspace()
    mei = make.a_member(workspace, "mei", "owner")
    yield House(clock, make.a_channel(workspace, kind=fake.kind, speaks_as="us"), mei)
    provide(before)


def keys() -> set[str]:
    return set(Post.objects.values_list("thread_key", flat=True))


@pytest.mark.parametrize("order", list(permutations("abcd")))
@pytest.mark.parametrize("together", [True, False])
def test_one_thread_in_whatever_order_it_is_heard(house: House, order: tuple[str, ...], together: bool) -> None:
    above = {"a": "", "b": "a", "c": "b", "d": "c"}
    posts = [house.said(name, above[name]) for name in order]
    for batch in [posts] if together else [[post] for post in posts]:
        house.hear(*batch)
    assert keys() == {"test://a"}
    one = Conversation.objects.get()
    assert (one.posts, one.thread_key, Entry.objects.count()) == (4, "test://a", 4)
    assert one.newest_post.canonical_id == f"test://{order[-1]}" or together
    assert Assignment.objects.filter(ended_at=None).count() == 1


def apart(house: House) -> tuple[Conversation, Conversation]:
    """An older and a younger conversation of one author, whose threads are one as soon as ``b`` is heard."""
    house.hear(house.said("a"))
    house.hear(house.said("c", "b"))
    return house.of("a"), house.of("c")


def join(house: House, by: str = "bob") -> None:
    house.hear(house.said("b", "a", by=by))


def test_the_older_conversation_wins_and_nothing_is_lost(house: House) -> None:
    older, younger = apart(house)
    for each, word in ((older, "old"), (younger, "new")):
        conversations.note(each, house.mei, f"{word} note", house.clock)
        conversations.tag(each, house.mei, word, house.clock)
        save_draft(each, f"{word} draft", house.mei, house.clock)
    decided = Decision.objects.count()
    join(house)
    one = house.of("c")
    assert one.pk == older.pk and not Conversation.objects.filter(pk=younger.pk).exists()
    assert Conversation.objects.count() == 2, "the one who wrote the parent has their own"
    assert (one.posts, one.tags) == (2, ["new", "old"])
    assert one.turn_since == Post.objects.get(canonical_id="test://a").received_at
    assert list(Note.objects.filter(conversation=one).values_list("text", flat=True)) == ["old note", "new note"]
    assert Draft.objects.get().text == "old draft\n\nnew draft"
    assert Decision.objects.filter(conversation=one).count() > decided - 1
    assert why(one).cause == "merged"
    open_ones = Assignment.objects.filter(conversation=one, ended_at=None)
    assert [row.membership_id for row in open_ones] == [one.accountable_id]
    assert Assignment.objects.filter(conversation=one).count() == 2


def test_what_is_owed_to_the_younger_opens_the_older_again(house: House) -> None:
    older, _younger = apart(house)
    conversations.done(older, house.mei, house.clock)
    join(house)
    one = house.of("c")
    assert (one.pk, one.state) == (older.pk, State.REOPENED)
    assert one.turn_since == Post.objects.get(canonical_id="test://c").received_at


def test_a_conversation_alone_goes_along_and_others_stay(house: House) -> None:
    house.hear(house.said("a", by="ann"))
    house.hear(house.said("c", "b", by="bob"))
    house.hear(house.said("x"), house.said("z", "y", by="bob"))
    join(house, by="cas")
    assert house.of("c").thread_key == "test://a"
    assert house.of("z").thread_key == "test://y"
    assert Conversation.objects.count() == 5


def test_a_reply_that_waits_for_its_undo_goes_along_or_returns_to_its_writer(house: House) -> None:
    older, younger = apart(house)
    for each in (older, younger):
        send(each, f"to {each.pk}", house.mei, house.channel, house.clock, each.revision)
    join(house)
    one = house.of("c")
    states = dict(Publication.objects.filter(conversation=one).values_list("text", "state"))
    assert states == {f"to {older.pk}": Sending.QUEUED, f"to {younger.pk}": Sending.TAKEN_BACK}
    assert Draft.objects.get(conversation=one).text == f"to {younger.pk}"


def test_while_a_reply_of_each_is_on_its_way_they_stay_apart(house: House) -> None:
    older, younger = apart(house)
    for each in (older, younger):
        send(each, f"to {each.pk}", house.mei, house.channel, house.clock, each.revision)
    Publication.objects.update(state=Sending.CLAIMED, attempts=1)
    join(house)
    assert house.of("a").pk == older.pk
    assert house.of("c").pk == younger.pk
    assert Publication.objects.filter(conversation=younger).count() == 1
    assert keys() == {"test://a"}


def test_two_brands_stay_two_conversations(house: House) -> None:
    older, younger = apart(house)
    Conversation.objects.filter(pk=older.pk).update(brand="Alpha")
    Conversation.objects.filter(pk=younger.pk).update(brand="Bravo")
    join(house)
    assert house.of("c").pk == younger.pk
    assert house.of("c").thread_key == house.of("a").thread_key == "test://a"


def test_posts_in_a_circle_harm_nobody(house: House) -> None:
    house.hear(house.said("a", "b"), house.said("b", "a"))
    house.hear(house.said("c", "d"))
    house.hear(house.said("d", "c"))
    assert Post.objects.count() == 4
    assert Conversation.objects.filter(author__handle="ann").count() == 2


def test_the_number_of_the_younger_one_leads_to_the_older(house: House, client: Client) -> None:
    older, younger = apart(house)
    join(house)
    client.force_login(house.mei.person)  # type: ignore[arg-type]  # an owner's seat has its person
    slug = house.mei.workspace.slug
    there = client.get(f"/w/{slug}/inbox/c/{younger.pk}/")
    assert there.headers["Location"] == f"/w/{slug}/inbox/c/{older.pk}/"
    stranger = make.a_member(make.a_workspace("elsewhere"), "eve", "owner")
    client.force_login(stranger.person)  # type: ignore[arg-type]
    assert client.get(f"/w/elsewhere/inbox/c/{younger.pk}/").status_code == 404
