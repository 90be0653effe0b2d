"""A person with ways, and services that keep what is sent instead of sending it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from django.apps import apps

from earshot.features.notices import carrying
from earshot.features.notices.bundling import bundle_due
from earshot.features.people.models import Membership
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from earshot.ports.ways import Message, Ways
from earshot.site.runtime.notices import carry
from tests.features import factories as make


@dataclass
class Kept:
    """A way that keeps what it is given; ``trouble`` is raised instead, while it is set."""

    letters: list[tuple[str, Message]] = field(default_factory=list)
    trouble: Exception | None = None
    public_key: str = "key"

    async def send(self, to: str, message: Message) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.letters.append((to, message))

    async def name_of(self, _address: str) -> str:
        return "Kept"

    @property
    def titles(self) -> list[str]:
        return [message.title for _, message in self.letters]


class Thread:
    """In place of the writer's thread."""

    async def run(self, function, *arguments):  # type: ignore[no-untyped-def]
        from asgiref.sync import sync_to_async

        return await sync_to_async(function)(*arguments)


@dataclass
class Desk:
    clock: HeldClock
    mail: Kept
    chat: Kept
    mei: Membership

    def way(self, kind: str = "mail", seat: Membership | None = None) -> object:
        person = (seat or self.mei).person
        way = apps.get_model("notices", "Way")(person=person, kind=kind, shown=kind, made_at=self.clock.now())
        way.save()
        if kind != "mail":
            way.sealed = services().vault.seal(f"{kind}://{person}", f"way:{way.pk}")
            way.save()
        return way

    def run(self) -> None:
        """What the work process does, once."""
        from asgiref.sync import async_to_sync

        bundle_due(self.clock)
        for errand in carrying.claim_due(self.clock, 10):
            async_to_sync(carry)(errand, self.clock, Thread())


@pytest.fixture
def desk(db: None, clock: HeldClock) -> Iterator[Desk]:
    before = services()
    mail, chat = Kept(), Kept()
    provide(
        replace(before, clock=clock, ways=Ways(mail=mail, chat=chat, push=chat), address=lambda: "http://desk.test")
    )
    workspace = make.a_workspace("acme")
    yield Desk(clock, mail, chat, make.a_member(workspace, "mei"))
    provide(before)
