"""A tea house with a policy, posts that travelled the whole road, and a browser-less client that is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.test import Client

from earshot.features.conversations.models import Conversation
from earshot.features.listening.models import Channel
from earshot.features.people.models import Membership, Workspace
from earshot.features.responsibility import timers
from earshot.features.responsibility.actions import activate_policy, save_policy
from earshot.kernel.clock import HeldClock
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from earshot.ports.services import provide, services
from tests.features.delivery.fake_network import FakeNetwork
from tests.features.factories import a_channel, a_topic, a_workspace, members

POLICY = """
policy: Tea house
zone: Asia/Taipei
backstop: mei
roles:
  desk: {lead: mei, members: [mei], hours: always}
  pr: {lead: ana, members: [ana], hours: always}
  care: {lead: ken, members: [ken], hours: always}
rules:
  - name: Harm goes to PR
    when: risk>=70 OR topic:harm
    accountable: pr
    consulted: [desk]
    answer within: 1h
  - name: Talk of the town
    when: intent:other AND -is:addressed
    handling: watch
    accountable: care
otherwise: {accountable: desk, answer within: 4h}
"""


@dataclass
class Tea:
    """The house. ``hear`` sends a post down the road and answers its conversation."""

    clock: HeldClock
    workspace: Workspace
    mei: Membership
    ana: Membership
    ken: Membership
    channel: Channel
    clients: dict[str, Client] = field(default_factory=dict)
    _number: int = 0

    def hear(self, text: str, by: str = "ahe", *, to: str = "", **fields: object) -> Conversation:
        self._number += 1
        findings = fields.pop("findings", {"intent": "question"})
        post = HeardPost(
            network=self.channel.kind,
            canonical_id=f"test://{by}/{self._number}",
            author=HeardAuthor(f"id:{by}", by, by.title(), followers=12480),
            text=text,
            posted_at=self.clock.now(),
            lang=str(fields.pop("lang", "en")),
            parent_id=to,
            root_id=to,
            addressed=bool(fields.pop("addressed", True)),
            url=f"https://net.example/{by}/{self._number}",
            findings=findings,  # type: ignore[arg-type]
            **fields,  # type: ignore[arg-type]
        )
        travel(Batch((post,), ""), Source(self.workspace.pk, self.channel.pk, "channel"), self.clock)
        return Conversation.objects.filter(author__handle=by, workspace=self.workspace).latest("id")

    def wait(self, **time: float) -> None:
        self.clock.advance(timedelta(**time))

    def client(self, seat: Membership) -> Client:
        """A client in which this person is signed in."""
        if seat.handle not in self.clients:
            client = Client()
            assert seat.person
            client.force_login(seat.person)
            self.clients[seat.handle] = client
        return self.clients[seat.handle]

    def get(self, path: str, seat: Membership | None = None, **query: str) -> str:
        """A page of the workspace, which must be there."""
        response = self.client(seat or self.mei).get(f"/w/{self.workspace.slug}/{path}", query)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def post(self, path: str, seat: Membership | None = None, **data: object) -> int:
        """Sends a form; answers the status."""
        response = self.client(seat or self.mei).post(f"/w/{self.workspace.slug}/{path}", data)
        return int(response.status_code)


@pytest.fixture
def network(clock: HeldClock) -> Iterator[FakeNetwork]:
    before, fake = services(), FakeNetwork()
    provide(replace(before, clock=clock, connectors={fake.kind: fake}))
    timers.forget()
    yield fake
    provide(before)


@pytest.fixture
def tea(db: None, clock: HeldClock, network: FakeNetwork) -> Tea:
    workspace = a_workspace("tea")
    seats = members(workspace, "mei", "ana", "ken")
    version = save_policy(workspace, seats["mei"], POLICY, clock)
    activate_policy(version, seats["mei"], clock)
    a_topic(workspace, "harm", "鐵絲 OR wire")
    channel = a_channel(workspace, "desk", network.kind, speaks_as="tea")
    return Tea(clock, workspace, seats["mei"], seats["ana"], seats["ken"], channel)
