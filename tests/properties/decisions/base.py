"""The machine at rest: its rows, and how to find them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel, Post
from earshot.features.responsibility import actions, timers
from earshot.features.responsibility.models import Decision
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from tests.features import factories as make
from tests.properties.decisions.company import CHANNELS, PEOPLE, STARTS, policy
from tests.properties.decisions.said import Fame, Said


@dataclass
class Climb:
    """What the test knows of the ladder that is climbed for a conversation: its name, the text of the policy that it
    began with, when, what has become of it, and its steps so far (whom each names, when it was due, when it ran)."""

    ladder: str
    policy: str
    start: datetime
    state: str = "running"
    ran: list[tuple[str, datetime, datetime]] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return self.state != "acknowledged"


class Base(RuleBasedStateMachine):
    """A company, its posts, and its clock."""

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: datetime) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = HeldClock(start)
        self.services_before = services()
        provide(replace(self.services_before, clock=self.clock, enrichers=()))
        timers.forget()
        self.start, self.variant, self.number = start.date(), 0, 0
        self.leave: tuple[tuple[str, int, int], ...] = (("ana", 1, 1),)
        self.workspace = make.a_workspace()
        self.team = make.members(self.workspace, *PEOPLE)
        self.channels = {name: self.a_channel(name) for name in CHANNELS}
        make.a_topic(self.workspace, "recall")
        self.said: dict[str, Said] = {}
        self.fame: dict[tuple[str, str], Fame] = {}
        """Network and author -> how the network told of them last."""
        self.ours: dict[str, str] = {}
        """Thread -> the last post of ours there."""
        self.tags: dict[int, set[str]] = {}
        self.facts_before: dict[int, Mapping[str, Any]] = {}
        self.holder: dict[int, str] = {}
        self.here: set[int] = set()
        """Conversations that somebody took by hand since duty last changed: they act now, whatever the rota says."""
        self.checked = 0
        self.crossed: Counter[str] = Counter()
        self.climbs: dict[int, Climb] = {}
        self.dying = 0
        self.timers_at = start
        """When the timers looked last."""
        self.seen_steps: set[int] = set()
        self.gone: frozenset[str] = frozenset()
        """Whose seats are deactivated."""
        self.activate()

    def a_channel(self, name: str) -> Channel:
        network, account = CHANNELS[name]
        return make.a_channel(self.workspace, name, kind=network, speaks_as=account)

    def activate(self) -> None:
        version = actions.save_policy(self.workspace, self.team["mei"], self.text(), self.clock)
        actions.activate_policy(version, self.team["mei"], self.clock)

    def text(self) -> str:
        """The document that is in force."""
        return policy(self.variant, self.start, self.leave)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            provide(self.services_before)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def row(self, post: str) -> Post:
        return Post.objects.get(canonical_id=post, workspace=self.workspace)

    def conversation(self, post: str) -> Conversation | None:
        rows = Conversation.objects.filter(entries__post__canonical_id=post, workspace=self.workspace)
        return rows.select_related("accountable", "channel").first()

    def decided(self, post: str) -> tuple[Conversation, Decision] | None:
        row = self.conversation(post)
        return None if row is None else (row, Decision.objects.filter(conversation=row).latest("id"))

    def check_decisions(self) -> None:
        """Look at what was decided since it was looked last; see ``truth``."""
        raise NotImplementedError

    def told(self, conversation: Conversation) -> list[Said]:
        keys = conversation.entries.order_by("id").values_list("post__canonical_id", flat=True)
        return [self.said[key] for key in keys]


def ruled(decision: Decision) -> tuple[str, str]:
    return (decision.result["rule"], decision.result["accountable"]["role"])
