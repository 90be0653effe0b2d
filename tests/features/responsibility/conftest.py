"""A house under a policy, on a clock that stands still, for every test of the feature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from earshot.features.people.models import Person, Role
from earshot.features.responsibility import timers
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from tests.features.responsibility.house import House


@pytest.fixture(autouse=True)
def held_services(clock: HeldClock) -> Iterator[None]:
    """Bus handlers ask the services for the time; what this process remembers of duty is forgotten."""
    before = services()
    provide(replace(before, clock=clock))
    timers.forget()
    yield
    provide(before)


@pytest.fixture
def house(db: None, clock: HeldClock) -> House:
    return House(clock)


@pytest.fixture
def desk(house: House) -> tuple[Client, str]:
    """A signed-in owner, and the address of the page."""
    seat = house.team["mei"]
    seat.person = Person.objects.create(email="mei@example.org", name="Mei")
    seat.role = Role.OWNER
    seat.save()
    client = Client()
    client.force_login(seat.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, f"/w/{house.workspace.slug}/policy/"
