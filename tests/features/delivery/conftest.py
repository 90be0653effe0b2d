"""A conversation on a fake network, and its people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel, Post
from earshot.features.people.models import Membership, Workspace
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from tests.features.delivery.fake_network import FakeNetwork
from tests.features.factories import a_channel, a_conversation, a_post, an_author, members


@pytest.fixture
def network(clock: HeldClock) -> Iterator[FakeNetwork]:
    """The fake network, installed as the only connector."""
    before, fake = services(), FakeNetwork()
    provide(replace(before, clock=clock, connectors={fake.kind: fake}))
    yield fake
    provide(before)


@dataclass
class Desk:
    """Mei and Ken, one channel that speaks, one post, its conversation."""

    workspace: Workspace
    mei: Membership
    ken: Membership
    channel: Channel
    post: Post
    conversation: Conversation

    def fresh(self) -> Conversation:
        """The conversation as it is stored now."""
        return Conversation.objects.get(pk=self.conversation.pk)


@pytest.fixture
def desk(db: None, network: FakeNetwork) -> Desk:
    from tests.features.factories import a_workspace

    workspace = a_workspace()
    seats = members(workspace, "mei", "ken")
    channel = a_channel(workspace, "desk", network.kind, speaks_as="brand")
    post = a_post(channel, an_author(workspace, "ana"), "the lift is broken")
    return Desk(workspace, seats["mei"], seats["ken"], channel, post, a_conversation(post, seats["mei"]))
