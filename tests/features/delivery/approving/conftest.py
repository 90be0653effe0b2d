"""A company in which harm must be approved by legal and by the lead of PR before anything goes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import actions
from earshot.features.delivery.models import Approval, Publication
from earshot.features.delivery.worker import publish_due
from earshot.features.listening.models import Author, Channel
from earshot.features.people.models import Membership
from earshot.kernel.clock import HeldClock
from tests.features.delivery.fake_network import FakeNetwork
from tests.features.factories import a_channel
from tests.features.responsibility.house import House

POLICY = """
policy: Acme
zone: Asia/Taipei
backstop: mei
people:
  ana: {deputy: kai}
roles:
  social:  {lead: mei, members: [mei, jun], hours: always}
  pr:      {lead: ana, members: [ana, ivo], hours: always}
  legal:   {lead: chloe, members: [chloe, ben], hours: office}
  night:   {lead: kai, members: [kai, lin], hours: always}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
rules:
  - name: Harm
    when: risk>=70 OR topic:recall
    accountable: pr
    responsible: social
    answer within: 30m
    approve by: [legal, pr.lead]
  - name: Law
    when: tag:law
    accountable: social
    approve by: [legal]
  - name: Own
    when: tag:own
    accountable: social
    approve by: [night]
otherwise: {accountable: social, answer within: 4h}
"""


@dataclass
class Firm:
    """``harm`` is a conversation that legal and the lead of PR must approve; Ben and Chloe are legal, Ana leads PR."""

    house: House
    network: FakeNetwork
    channel: Channel
    ahe: Author = field(init=False)
    harm: Conversation = field(init=False)

    def __post_init__(self) -> None:
        self.ahe = self.house.author("ahe")
        self.house.topic("recall")
        self.harm = self.house.hear(self.ahe, text="there is a wire in it", topics=["recall"])

    @property
    def clock(self) -> HeldClock:
        return self.house.clock

    def seat(self, handle: str) -> Membership:
        return Membership.objects.get(workspace=self.house.workspace, handle=handle)

    def fresh(self, conversation: Conversation | None = None) -> Conversation:
        return Conversation.objects.get(pk=(conversation or self.harm).pk)

    def ask(self, by: str = "mei", text: str = "we are sorry", conversation: Conversation | None = None) -> Approval:
        current = self.fresh(conversation)
        return actions.ask(current, text, self.seat(by), self.channel, self.clock, current.revision)

    def approve(self, by: str, approval: Approval) -> Approval:
        return actions.approve(approval, self.seat(by), self.clock)

    def decline(self, by: str, approval: Approval, why: str = "say it is recalled") -> Approval:
        return actions.decline(approval, self.seat(by), why, self.clock)

    def wait(self, **time: float) -> None:
        self.clock.advance(timedelta(**time))

    def carry_out(self) -> None:
        """The outbox does what is due."""
        async_to_sync(publish_due)(self.clock, "test")

    def stands(self) -> list[str]:
        """What stands on the network."""
        return [text for _, text in self.network.stands]

    def only_publication(self) -> Publication:
        return Publication.objects.get()


@pytest.fixture
def firm(db: None, network: FakeNetwork, clock: HeldClock) -> Firm:
    house = House(clock, policy=POLICY)
    return Firm(house, network, a_channel(house.workspace, "voice", network.kind, speaks_as="acme"))
