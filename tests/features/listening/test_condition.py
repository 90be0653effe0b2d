"""Whether a workspace really hears: the headline is true whatever state its channels are in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from earshot.features.listening.condition import condition
from earshot.features.listening.models import Channel, Gap
from earshot.features.people.models import Workspace
from tests.features.factories import MORNING, a_channel, a_workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace() -> Workspace:
    return a_workspace("acme")


def ears(workspace: Workspace, *states: str) -> list[Channel]:
    return [
        a_channel(workspace, f"Ear {number}", state=state, active=state != "off", last_contact_at=MORNING)
        for number, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "kind"),
    [
        ((), "off"),
        (("off",), "off"),
        (("new",), "starting"),
        (("live", "off"), "listening"),
        (("live", "new"), "listening"),
        (("live", "waiting"), "partly"),
        (("waiting", "refused"), "deaf"),
        (("new", "waiting"), "deaf"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else value,
)
def test_the_word_is_that_of_the_channels(workspace: Workspace, states: tuple[str, ...], kind: str) -> None:
    assert condition(ears(workspace, *states)).kind == kind


def test_what_cannot_be_heard_is_named_with_the_time(workspace: Workspace) -> None:
    channels = ears(workspace, "waiting", "live", "refused")
    Gap.objects.create(channel=channels[0], cause="lost", from_at=MORNING - timedelta(hours=1))
    found = condition(channels)
    assert found.since == MORNING - timedelta(hours=1)
    assert "Ear 0, Ear 2" in found.detail
    assert found.hears


def test_a_channel_that_never_was_heard_counts_from_its_connection(workspace: Workspace) -> None:
    channels = [a_channel(workspace, "Ear", state="waiting", created_at=MORNING)]
    found = condition(channels)
    assert found.since == MORNING
    assert not found.hears
    assert "cannot hear" in found.title
