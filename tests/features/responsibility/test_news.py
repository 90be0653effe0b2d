"""What somebody who is answering has to read first, and what may change under their hands without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earshot.features.conversations.actions import tag
from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership
from earshot.features.responsibility.actions import activate_policy, save_policy
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardDeletion, HeardPost
from tests.features import factories

pytestmark = pytest.mark.django_db
POLICY = """policy: Two desks
zone: UTC
roles:
  desk: {lead: owner, members: [owner], hours: always}
  pr: {lead: ana, members: [ana], hours: always}
rules:
  - {name: Famous, when: followers>=50000, accountable: pr}
otherwise: {accountable: desk}
"""
FIRST = HeardPost(
    "testnet", "test://first", HeardAuthor("id:fay", "fay", followers=10), "where is my tea?", addressed=True
)


@pytest.fixture
def owner() -> Membership:
    return factories.a_member(factories.a_workspace(), "owner", "owner")


@pytest.fixture
def source(owner: Membership, clock: HeldClock) -> Source:
    factories.a_member(owner.workspace, "ana")
    channel: Channel = factories.a_channel(owner.workspace, kind="testnet")
    activate_policy(save_policy(owner.workspace, owner, POLICY, clock), owner, clock)
    return Source(owner.workspace_id, channel.pk, "channel")


def hear(source: Source, clock: HeldClock, *events: HeardPost | HeardDeletion) -> Conversation:
    travel(Batch(events, "x"), source, clock)
    return Conversation.objects.get(newest_post__canonical_id__in=("test://first", "test://again"))


def test_a_profile_that_was_fetched_is_no_news(source: Source, clock: HeldClock) -> None:
    seen = hear(source, clock, FIRST).revision
    elsewhere = replace(FIRST, canonical_id="test://elsewhere", author=replace(FIRST.author, followers=11))
    after = hear(source, clock, elsewhere)
    assert (after.followers, after.revision) == (11, seen + 1), "it is another one than they saw"
    assert not after.has_news_since(seen)


def test_the_same_post_heard_again_is_no_news(source: Source, clock: HeldClock) -> None:
    seen = hear(source, clock, FIRST).revision
    assert not hear(source, clock, FIRST).has_news_since(seen)


def test_what_can_be_read_is_news(source: Source, clock: HeldClock) -> None:
    again = replace(
        FIRST, canonical_id="test://again", parent_id="test://first", root_id="test://first", text="and my cake?"
    )
    for number, event in enumerate(
        (replace(FIRST, text="where is my green tea?"), again, HeardDeletion("testnet", "test://again"))
    ):
        seen = Conversation.objects.get().revision if number else hear(source, clock, FIRST).revision
        after = hear(source, clock, event)
        assert after.has_news_since(seen), event
        assert not after.has_news_since(after.revision)


def test_another_accountable_person_is_news(source: Source, clock: HeldClock) -> None:
    seen = hear(source, clock, FIRST).revision
    famous = replace(FIRST, canonical_id="test://elsewhere", author=replace(FIRST.author, followers=60_000))
    after = hear(source, clock, famous)
    assert after.role == "pr"
    assert after.has_news_since(seen)


def test_an_act_of_a_colleague_is_news(owner: Membership, source: Source, clock: HeldClock) -> None:
    before = hear(source, clock, FIRST)
    tag(before, owner, "vip", clock)
    assert Conversation.objects.get().has_news_since(before.revision)


def test_what_nobody_can_have_seen_yet_is_asked_about(source: Source, clock: HeldClock) -> None:
    assert hear(source, clock, FIRST).has_news_since(99)
