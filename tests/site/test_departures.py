"""A whole account is deleted on its network: every post of it is, here as there."""

from __future__ import annotations

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel, Post, PostVersion, Unmatched
from earshot.features.people.models import Workspace
from earshot.kernel.clock import HeldClock
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardDeparture, HeardPost
from earshot.site.runtime import batches
from earshot.site.runtime.batches import store
from earshot.site.runtime.intake import join
from tests.features import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Channel:
    workspace = make.a_workspace()
    make.a_member(workspace, "mei", "owner")
    make.a_topic(workspace, "late", "late")
    return make.a_channel(workspace, kind="testnet")


def said(by: str, number: int, text: str = "it is late", network: str = "testnet") -> HeardPost:
    return HeardPost(network, f"test://{by}/{number}", HeardAuthor(f"id:{by}", by), text, posted_at=make.MORNING)


def left(by: str) -> HeardDeparture:
    return HeardDeparture("testnet", f"id:{by}", f"test://{by}/")


def hear(channel: Channel, clock: HeldClock, batch: Batch) -> None:
    store(batch, Source(channel.workspace_id, channel.pk, "stream"), "", clock)


def words(workspace: Workspace) -> list[str]:
    rows = PostVersion.objects.filter(post__workspace=workspace).order_by("post__canonical_id")
    return list(rows.values_list("text", flat=True))


def test_its_posts_are_blanked_and_everybody_elses_stay(channel: Channel, clock: HeldClock) -> None:
    hear(channel, clock, Batch((said("ann", 1), said("ann", 2), said("bob", 1), said("ann", 3, "so what")), "1"))
    assert Unmatched.objects.count() == 1
    hear(channel, clock, Batch((said("ann", 4), said("anna", 1)), "2", 3, (left("ann"), left("nobody"))))
    assert words(channel.workspace) == ["", "", "", "it is late", "it is late"]
    gone = Post.objects.exclude(deleted_at=None).values_list("canonical_id", flat=True)
    assert set(gone) <= {"test://ann/1", "test://ann/2", "test://ann/4"}
    assert not Unmatched.objects.exists(), "a sample of it goes too"
    assert set(Conversation.objects.filter(author__handle="ann").values_list("snippet", "turn_since")) == {("", None)}
    channel.refresh_from_db()
    assert (channel.cursor, channel.heard) == ("2", 7)


def test_another_workspace_and_another_network_are_left_alone(channel: Channel, clock: HeldClock) -> None:
    other = make.a_channel(make.a_workspace("other"), kind="testnet")
    make.a_member(other.workspace, "kai", "owner")
    make.a_topic(other.workspace, "late", "late")
    hear(other, clock, Batch((said("ann", 1),), "1"))
    hear(channel, clock, Batch((said("ann", 1, network="elsewhere"),), "1"))
    hear(channel, clock, Batch((), "2", 1, (left("ann"),)))
    assert words(other.workspace) == words(channel.workspace) == ["it is late"]


def test_twice_is_once_and_many_posts_go_in_parts(
    channel: Channel, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGEST", 2)
    hear(channel, clock, Batch(tuple(said("ann", number) for number in range(5)), "1"))
    for cursor in ("2", "3"):
        hear(channel, clock, join([Batch((), "1", 1, (left("ann"),)), Batch((), cursor, 1)]))
    assert words(channel.workspace) == [""] * 5
    channel.refresh_from_db()
    assert channel.cursor == "3"
