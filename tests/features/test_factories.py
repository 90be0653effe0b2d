"""The factories make rows that the database accepts."""

from __future__ import annotations

import pytest

from tests.features import factories as make


@pytest.mark.django_db
def test_a_conversation_can_be_made_from_nothing() -> None:
    workspace = make.a_workspace()
    team = make.members(workspace, "mei", "jun")
    channel = make.a_channel(workspace, speaks_as="acme")
    topic = make.a_topic(workspace, "recall")
    root = make.a_post(channel, make.an_author(workspace), "is this recalled?", topics=[topic])
    reply = make.a_post(channel, make.an_author(workspace, ours=True), "no", parent=root)
    conversation = make.a_conversation(root, team["mei"])
    assert team["mei"].role == "owner"
    assert reply.thread_key == root.canonical_id
    assert conversation.entries.get().post == root
    assert make.heard(reply).ours
