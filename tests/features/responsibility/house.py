"""A small company for tests: its policy, its people, and the writing half of the road."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.stages import thread
from earshot.features.listening.models import Author, Channel, Post, Topic
from earshot.features.people.models import Membership, Workspace
from earshot.features.responsibility.actions import activate_policy, save_policy
from earshot.features.responsibility.models import Assignment
from earshot.features.responsibility.stages import assign, decide, notify
from earshot.kernel.clock import HeldClock
from earshot.ports.envelope import Envelope
from tests.features import factories as make

POLICY = """
policy: Acme
zone: Asia/Taipei
backstop: mei
people:
  ana: {deputy: kai}
  rui: {}
roles:
  social:  {lead: mei, members: [mei, jun], hours: always}
  pr:      {lead: ana, members: [ana, ivo], rota: pr}
  support: {lead: ben, members: [ben, lin], hours: office}
  legal:   {lead: chloe, members: [chloe], hours: always}
  night:   {lead: kai, members: [kai], hours: always}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
rotas:
  pr: {hours: always, rotation: weekly, people: [ana, ivo], handover: "mon 09:00", start: 2026-11-23}
rules:
  - name: Harm
    when: risk>=70 OR topic:recall
    accountable: pr
    consulted: [legal]
    informed: [support]
    answer within: 30m
  - name: Complaints
    when: intent:complaint OR tag:vip
    accountable: support
    answer within: {office: 60m}
  - name: Brand B
    when: brand:Bravo
    accountable: night
  - name: Praise
    when: intent:praise
    accountable: social
  - name: Industry
    when: NOT is:addressed AND topic:industry
    handling: watch
    accountable: social
  - name: Spam
    when: intent:spam
    handling: ignore
    accountable: social
otherwise: {accountable: social, answer within: 4h}
leave: []
"""

PEOPLE = ("mei", "jun", "ana", "ivo", "ben", "lin", "chloe", "kai", "rui")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class House:
    """A workspace under POLICY, with a clock; ``hear`` makes a post and sends it down the writing half of the road."""

    clock: HeldClock
    policy: str = POLICY
    workspace: Workspace = field(init=False)
    team: dict[str, Membership] = field(init=False)
    channel: Channel = field(init=False)
    us: Author = field(init=False)
    topics: dict[str, Topic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workspace = make.a_workspace()
        self.team = make.members(self.workspace, *PEOPLE)
        self.channel = make.a_channel(self.workspace, speaks_as="acme")
        self.us = make.an_author(self.workspace, "acme", ours=True)
        self.activate(self.policy)

    def activate(self, text: str) -> None:
        """Put a text in force."""
        version = save_policy(self.workspace, self.team["mei"], text, self.clock)
        activate_policy(version, self.team["mei"], self.clock)

    def author(self, handle: str = "", **fields: object) -> Author:
        return make.an_author(self.workspace, handle, **fields)

    def topic(self, name: str, **fields: object) -> Topic:
        if name not in self.topics:
            self.topics[name] = make.a_topic(self.workspace, name, **fields)
        return self.topics[name]

    def post(self, author: Author | None = None, at: datetime | None = None, **fields: object) -> Post:
        """A stored post at the clock's time; ``topics`` by name."""
        topics = [self.topic(name) if isinstance(name, str) else name for name in fields.pop("topics", ())]  # type: ignore[attr-defined]
        return make.a_post(
            self.channel,
            author or self.author(),
            topics=topics,
            at=at or self.clock.now(),
            **fields,  # type: ignore[arg-type]
        )

    def travel(self, *envelopes: Envelope) -> tuple[Envelope, ...]:
        for stage in (thread, decide, assign, notify):
            stage(envelopes, self.clock)
        return envelopes

    def hear(self, author: Author | None = None, **fields: object) -> Conversation:
        """The conversation of a new post."""
        envelope = make.heard(self.post(author, **fields), at=self.clock.now())
        self.travel(envelope)
        assert envelope.conversation is not None
        return Conversation.objects.get(pk=envelope.conversation.pk)


def holder_of(conversation: Conversation) -> str:
    """The handle of the accountable person; asserts that the open assignment says the same, and that it is one."""
    fresh = Conversation.objects.select_related("accountable").get(pk=conversation.pk)
    open_rows = Assignment.objects.filter(conversation=fresh, ended_at=None)
    assert [row.membership_id for row in open_rows] == [fresh.accountable_id]
    return fresh.accountable.handle


def now_of(conversation: Conversation) -> Conversation:
    """The row as it is stored now."""
    return Conversation.objects.select_related("accountable", "covering").get(pk=conversation.pk)
