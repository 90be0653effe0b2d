"""A watch listens and asks nothing of anybody; what anything else keeps is asked about as ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.listening.actions import save_topic
from earshot.features.listening.models import Mention, Post
from earshot.features.listening.queries import access_topics
from earshot.features.people.models import Membership, Workspace
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from tests.features import factories

pytestmark = pytest.mark.django_db
Hear = Callable[..., None]


def said(identity: str, text: str, **more: Any) -> HeardPost:
    return HeardPost("bluesky", identity, HeardAuthor(f"did:{identity}", f"{identity}.test"), text, **more)


@pytest.fixture
def workspace() -> Workspace:
    return factories.a_workspace()


@pytest.fixture
def owner(workspace: Workspace, clock: HeldClock) -> Membership:
    owner = factories.a_member(workspace, "owner", "owner")
    save_topic(owner, name="industry", query="tea", clock=clock, watch=True)
    save_topic(owner, name="brand", query="chengye", clock=clock)
    return owner


@pytest.fixture
def hear(owner: Membership, clock: HeldClock) -> Hear:
    channel = factories.a_channel(owner.workspace, kind="bluesky")

    def heard(*posts: HeardPost) -> None:
        travel(Batch(posts, "1", len(posts)), Source(owner.workspace_id, channel.pk, "stream"), clock)

    return heard


def of(identity: str) -> Post:
    return Post.objects.get(canonical_id=identity)


def test_what_only_a_watch_keeps_is_kept_and_asks_nobody(hear: Hear) -> None:
    hear(said("a", "I like tea"), said("b", "coffee please"))
    assert of("a").watch_only
    assert Mention.objects.get().topic.name == "industry"
    assert not Conversation.objects.exists()
    assert not Post.objects.filter(canonical_id="b").exists()


def test_a_topic_beside_the_watch_asks(hear: Hear) -> None:
    hear(said("a", "chengye tea is late"))
    assert not of("a").watch_only
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("together", [True, False])
def test_replies_to_what_is_watched_are_watched_too(hear: Hear, together: bool) -> None:
    post, reply = said("a", "I like tea"), said("b", "so do I", parent_id="a", root_id="a")
    hear(post, reply) if together else [hear(post), hear(reply)]
    assert of("b").watch_only
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("together", [True, False])
def test_replies_to_what_is_asked_about_belong_to_it(hear: Hear, together: bool) -> None:
    post, reply = said("a", "chengye again"), said("b", "tea for me", parent_id="a", root_id="a")
    hear(post, reply) if together else [hear(post), hear(reply)]
    assert not of("b").watch_only


def test_an_edit_that_names_the_brand_asks(hear: Hear) -> None:
    hear(said("a", "I like tea"))
    hear(said("a", "I like chengye tea"))
    assert not of("a").watch_only
    assert Conversation.objects.count() == 1


def test_what_addresses_us_asks_whatever_it_matches(hear: Hear) -> None:
    hear(said("a", "tea?", addressed=True))
    assert Conversation.objects.count() == 1


def test_heard_again_as_addressed_to_us_it_asks(hear: Hear) -> None:
    post = said("a", "I like tea")
    hear(post)
    hear(replace(post, addressed=True))
    assert not of("a").watch_only
    assert Conversation.objects.count() == 1


def test_a_watch_that_becomes_a_topic_asks_about_what_it_has_kept(
    hear: Hear, owner: Membership, clock: HeldClock
) -> None:
    hear(said("a", "I like tea"))
    topic = Mention.objects.get().topic
    save_topic(owner, name="industry", query="tea", clock=clock, topic=topic)
    assert not of("a").watch_only
    assert Conversation.objects.count() == 1


def test_a_new_topic_asks_about_what_a_watch_has_kept(hear: Hear, owner: Membership, clock: HeldClock) -> None:
    hear(said("a", "I like oolong tea"))
    save_topic(owner, name="oolong", query="oolong", clock=clock)
    assert Conversation.objects.count() == 1


def test_a_personal_watch_is_its_owners(owner: Membership, clock: HeldClock) -> None:
    topic = save_topic(owner, name="mine", query="barista", clock=clock, mine=True)
    assert topic.watch
    assert topic.watcher == owner


def test_a_personal_watch_is_seen_by_nobody_else(owner: Membership, clock: HeldClock) -> None:
    save_topic(owner, name="mine", query="barista", clock=clock, mine=True)
    other = factories.a_member(owner.workspace, "other", "admin")
    assert access_topics(owner).filter(name="mine").exists()
    assert not access_topics(other).filter(name="mine").exists()
