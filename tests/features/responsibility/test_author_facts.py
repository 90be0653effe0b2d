"""What an author becomes is a fact of all that is open of theirs, whatever they said last."""

from __future__ import annotations

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.responsibility.actions import activate_policy, save_policy
from earshot.features.responsibility.models import Decision
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from tests.features import factories

pytestmark = pytest.mark.django_db
POLICY = """policy: Famous people
zone: UTC
roles:
  desk: {lead: owner, members: [owner], hours: always}
  pr: {lead: owner, members: [owner], hours: always}
rules:
  - {name: Famous, when: followers>=50000, accountable: pr}
otherwise: {accountable: desk}
"""


def said(name: str, followers: int, **more: object) -> HeardPost:
    author = HeardAuthor("id:fay", "fay", followers=followers, **more)  # type: ignore[arg-type]
    return HeardPost("testnet", f"test://{name}", author, f"{name}?", addressed=True)


def test_a_growing_author_is_followed_in_every_open_thread(clock: HeldClock) -> None:
    workspace = factories.a_workspace()
    owner = factories.a_member(workspace, "owner", "owner")
    channel = factories.a_channel(workspace, kind="testnet")
    activate_policy(save_policy(workspace, owner, POLICY, clock), owner, clock)
    source = Source(workspace.pk, channel.pk, "channel")

    travel(Batch((said("first", 10),), "1"), source, clock)
    travel(Batch((said("second", 60_000, verified=True),), "2"), source, clock)

    first = Conversation.objects.get(newest_post__canonical_id="test://first")
    assert (first.followers, first.rule, first.role) == (60_000, "Famous", "pr")
    assert "verified" in first.flags
    assert Decision.objects.filter(conversation=first).latest("id").cause == "profile"
    decided = Decision.objects.count()

    travel(Batch((said("third", 60_000, verified=True),), "3"), source, clock)
    assert Decision.objects.filter(conversation=first).count() == 2
    assert Decision.objects.count() == decided + 1, "what has not changed is not decided again"
