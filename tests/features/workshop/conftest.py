"""What the tests of the workshop share: a workspace with somebody who works there, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from earshot.engine.text import search_terms
from earshot.features.listening import search
from earshot.features.listening.models import Author, Channel, Post, Reservoir, Topic, Unmatched
from earshot.features.people.models import Membership, Workspace
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from tests.features.factories import MORNING, a_channel, a_member, a_post, a_workspace, an_author


@pytest.fixture(autouse=True)
def held_services(clock: HeldClock) -> Iterator[None]:
    before = services()
    provide(replace(before, clock=clock))
    yield
    provide(before)


@dataclass
class Bench:
    """A workspace with stored and sampled posts; ``said`` and ``passed_by`` make them."""

    workspace: Workspace
    mei: Membership
    channel: Channel
    author: Author
    clock: HeldClock
    posts: list[Post] = field(default_factory=list)

    def said(self, *texts: str, **fields: object) -> list[Post]:
        """Stored posts, found by the full-text index as those that came by the road."""
        made = [a_post(self.channel, self.author, text, **fields) for text in texts]  # type: ignore[arg-type]
        search.add_terms((post.pk, search_terms(text)) for post, text in zip(made, texts, strict=True))
        self.posts += made
        return made

    def passed_by(self, *texts: str, share: float = 0.5) -> list[Unmatched]:
        """Posts of the reservoir, which samples that share of the streams."""
        Reservoir.objects.update_or_create(
            workspace=self.workspace,
            defaults={"level": share, "floor": share, "raised_at": MORNING, "aged_at": MORNING},
        )
        first = Unmatched.objects.filter(workspace=self.workspace).count()
        return [
            Unmatched.objects.create(
                workspace=self.workspace, channel=self.channel, network="testnet",
                canonical_id=f"test://passed/{self.workspace.pk}/{first + number}", lang="en", text=text, draw=share / 2,
                at=MORNING,
            )
            for number, text in enumerate(texts)
        ]  # fmt: skip

    def topic(self, query: str, name: str = "tea") -> Topic:
        from earshot.features.workshop.actions import save

        return save(self.mei, name, query, self.clock)


def a_bench(clock: HeldClock, slug: str = "bench") -> Bench:
    workspace = a_workspace(slug)
    return Bench(workspace, a_member(workspace, "mei", "owner"), a_channel(workspace), an_author(workspace), clock)


@pytest.fixture
def bench(db: None, clock: HeldClock) -> Bench:
    return a_bench(clock)
