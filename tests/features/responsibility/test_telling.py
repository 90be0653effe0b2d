"""What open pages hear of the threads that they show."""

from __future__ import annotations

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.listening.events import FactsChanged
from earshot.features.listening.models import Post
from earshot.ports import bus
from earshot.web.models import LiveEvent
from tests.features import factories as make
from tests.features.responsibility.house import MINUTE, House


class Page:
    """An open page of a conversation, by the events that concern it since it was opened."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.since = LiveEvent.objects.count()

    def told(self) -> list[str]:
        new = LiveEvent.objects.order_by("id")[self.since :]
        mine = [
            event.kind
            for event in new
            if event.ref == self.conversation.pk or event.payload.get("thread") == self.conversation.thread_key
        ]
        self.since += len(new)
        return mine


@pytest.fixture
def root(house: House) -> Post:
    house.hear(intent="praise")
    return Post.objects.get()


@pytest.fixture
def page(root: Post) -> Page:
    return Page(Conversation.objects.get())


def reply(house: House, root: Post, **fields: object) -> Post:
    """Somebody answers in the thread."""
    house.clock.advance(MINUTE)
    post = house.post(parent=root, **fields)
    house.travel(make.heard(post, at=house.clock.now()))
    return post


def test_a_page_follows_what_others_say_in_its_thread(house: House, root: Post, page: Page) -> None:
    reply(house, root, intent="praise")
    assert Conversation.objects.count() == 2
    assert page.told() == ["conversation.new"]


def test_a_page_follows_what_the_policy_ignores(house: House, root: Post, page: Page) -> None:
    reply(house, root, intent="spam")
    assert Conversation.objects.count() == 1
    assert page.told() == ["thread.changed"]


def test_a_page_follows_our_own_posts_also_those_that_end_no_turn(house: House, root: Post, page: Page) -> None:
    reply(house, root, author=house.us)
    assert page.told() == ["conversation.changed"]
    reply(house, root, author=house.us)
    assert page.told() == ["thread.changed"]


@pytest.mark.parametrize("cause", ["edit", "deletion", "profile"])
def test_a_page_follows_edits_deletions_and_profiles_of_our_own_posts(
    house: House, root: Post, page: Page, cause: str
) -> None:
    ours = reply(house, root, author=house.us)
    page.told()
    bus.publish(FactsChanged(house.workspace.pk, (ours.pk,), cause))
    assert page.told() == ["thread.changed"]


def test_what_is_said_elsewhere_is_told_to_no_thread(house: House, root: Post, page: Page) -> None:
    reply(house, house.post(), intent="spam")
    reply(house, house.post(), author=house.us)
    assert page.told() == []
    assert not LiveEvent.objects.filter(kind="thread.changed").exists()


def test_a_batch_says_it_once_a_thread(house: House, root: Post, page: Page) -> None:
    house.clock.advance(MINUTE)
    posts = [house.post(parent=root, intent="spam") for _ in range(3)]
    house.travel(*(make.heard(post, at=house.clock.now()) for post in posts))
    assert page.told() == ["thread.changed"]
