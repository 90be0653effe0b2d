"""A feed down the road of a post: what is kept, what is history, what opens a conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from earshot.adapters.http import GuardedClient
from earshot.connectors.feeds.connector import Feeds
from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel, Post
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.connector import Tools
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch
from tests.features import factories
from tests.servers.feed_server import Board, FeedServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Iterator[Board]:
    with FeedServer() as site:
        yield Board(site)


def listen(board: Board, channel: Channel, clock: HeldClock) -> None:
    """One look, as the work process does it: the batch down the road, the cursor stored with it."""

    clock.advance(timedelta(minutes=10))
    batch = asyncio.run(look(board, Channel.objects.get(pk=channel.pk).cursor, clock))
    travel(batch, Source(channel.workspace_id, channel.pk, "stream"), clock)


async def look(board: Board, cursor: str, clock: HeldClock) -> Batch:
    client = GuardedClient(allow="127.0.0.1")
    try:
        return await Feeds().open({"address": board.address}, Tools(client, clock)).pull(cursor)
    finally:
        await client.aclose()


def test_only_what_matches_is_kept_and_the_first_look_is_history(board: Board, clock: HeldClock) -> None:
    workspace = factories.a_workspace()
    factories.a_member(workspace, "owner", "owner")
    factories.a_topic(workspace, "blue lift", '"blue lift"')
    channel = factories.a_channel(workspace, kind="feeds")
    board.say("The Blue Lift broke down last week")
    board.say("Nothing to do with us")
    listen(board, channel, clock)
    old = Post.objects.get()
    assert old.history and old.kind == "news"
    assert not Conversation.objects.exists()
    new = board.say("The blue lift stands still again")
    board.say("Rain tomorrow")
    listen(board, channel, clock)
    fresh = Post.objects.get(canonical_id=new)
    assert not fresh.history
    assert Conversation.objects.count() == 1
    answer = board.say("Really?", answers=new)
    listen(board, channel, clock)
    assert Post.objects.get(canonical_id=answer).thread_key == fresh.thread_key
    board.edit(new, "The blue lift runs again")
    listen(board, channel, clock)
    fresh.refresh_from_db()
    assert fresh.version == 2
    channel.refresh_from_db()
    assert (channel.heard, channel.kept) == (6, 4)
