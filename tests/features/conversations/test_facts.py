"""What the posts of a conversation say, as facts that a policy asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from earshot import pipeline
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import facts_of
from earshot.features.responsibility import actions
from earshot.kernel.clock import HeldClock
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardPost, Media
from tests.features import factories as make

pytestmark = pytest.mark.django_db
POLICY = """
policy: everything to mei
roles:
  desk: {lead: mei, members: [mei], hours: always}
otherwise: {accountable: desk}
"""


def facts(clock: HeldClock, *told: dict[str, Any]) -> dict[str, Any]:
    """The facts of a conversation that is heard with these tellings of its one post."""
    workspace = make.a_workspace()
    mei = make.members(workspace, "mei")["mei"]
    actions.activate_policy(actions.save_policy(workspace, mei, POLICY, clock), mei, clock)
    source = Source(workspace.pk, make.a_channel(workspace).pk, "channel")
    posted = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    for number, each in enumerate(told):
        given = {"text": "hello", "posted_at": posted} | each
        post = HeardPost("testnet", "testnet://1", HeardAuthor("id:ann", "ann"), **given)
        pipeline.travel(Batch((post,), str(number), 1), source, clock)
    return facts_of(Conversation.objects.get(workspace=workspace))


@pytest.mark.parametrize(
    ("told", "has"),
    [
        ({"text": "hello"}, []),
        ({"text": "see https://acme.example/a?b=1"}, ["link"]),
        ({"links": ("https://acme.example/",)}, ["link"]),
        ({"text": "too ＃late"}, ["hashtag"]),
        ({"title": "@acme", "text": "where is it？"}, ["mention", "question"]),
        ({"media": (Media("image", alt="a #cat?"),)}, ["image", "media"]),
        ({"media": (Media("audio"),)}, ["media"]),
    ],
)
def test_has_is_what_a_topic_finds(clock: HeldClock, told: dict[str, Any], has: list[str]) -> None:
    assert facts(clock, told).get("has", []) == has


def test_has_follows_an_edit(clock: HeldClock) -> None:
    assert facts(clock, {"text": "late"}, {"text": "#late"})["has"] == ["hashtag"]


@pytest.mark.parametrize("text", ["where is it?", "它在哪裡？", "أين هو؟"])
def test_a_question_mark_asks(clock: HeldClock, text: str) -> None:
    assert "question" in facts(clock, {"text": text})["is"]


def test_a_question_mark_in_an_address_does_not_ask(clock: HeldClock) -> None:
    assert facts(clock, {"text": "see https://acme.example/a?b=1"})["is"] == []


def test_the_site_is_the_host_of_the_posts_address(clock: HeldClock) -> None:
    assert facts(clock, {"url": "https://Shop.acme.example:8443/a"})["site"] == "shop.acme.example"


def test_an_address_that_is_none_stops_no_batch(clock: HeldClock) -> None:
    assert "site" not in facts(clock, {"url": "https://[acme/a"})
