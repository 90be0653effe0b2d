"""The network that is not there: what it declares, and that it answers for nothing but its own."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest

from earshot.connectors.rehearsal.connector import connector as rehearsal
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.queries import speaking_channels
from earshot.features.listening.models import Channel
from earshot.ports.connector import Connector, Outgoing, Pulls, Speaks, Streams
from earshot.ports.services import services
from tests.contracts.suite import ManifestContract
from tests.features.factories import a_channel, a_conversation, a_member, a_post, a_workspace, an_author


class TestManifest(ManifestContract):
    incomplete: ClassVar[dict[str, str]] = {}

    @pytest.fixture
    def connector(self) -> Connector:
        return rehearsal


def test_it_speaks_and_never_listens() -> None:
    session = rehearsal.open({"stands_for": "somewhere"}, None)  # type: ignore[arg-type]  # it uses no tools
    assert isinstance(session, Speaks)
    assert not isinstance(session, Pulls | Streams)
    outgoing = Outgoing("key", "hello", None)
    assert asyncio.run(session.publish(outgoing)) == asyncio.run(session.look_up(outgoing))


@pytest.mark.django_db
def test_a_stand_in_and_a_real_account_never_answer_for_each_other() -> None:
    kind = next(name for name, each in services().connectors.items() if each.speaks and name != rehearsal.kind)
    workspace = a_workspace()
    mei = a_member(workspace, "mei", "owner")
    real = a_channel(workspace, "real", kind, speaks_as="brand")
    figure = a_channel(workspace, "figure", rehearsal.kind, speaks_as="brand")
    Channel.objects.filter(pk=figure.pk).update(config={"stands_for": kind})
    assert Channel.objects.get(pk=figure.pk).network == real.network == kind

    def voices(channel: Channel, network: str) -> list[Channel]:
        conversation = a_conversation(a_post(channel, an_author(workspace), "the lift is broken"), mei)
        Conversation.objects.filter(pk=conversation.pk).update(network=network)
        return speaking_channels(Conversation.objects.get(pk=conversation.pk))

    assert voices(real, kind) == [real]
    assert voices(figure, kind) == [figure]
