"""A workspace to measure in, made in the home of the process."""

from __future__ import annotations

from earshot.features.listening.models import Channel
from earshot.features.people.actions import create_workspace
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock


def make_workspace(clock: Clock) -> Membership:
    """Migrated database, one workspace with its owner."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return create_workspace("Bench", "bench", "owner@bench.test", "Owner", "owner", "Asia/Taipei", "en", clock)


def make_channel(owner: Membership, clock: Clock) -> Channel:
    """A channel that hears; of no real network."""
    return Channel.objects.create(
        workspace=owner.workspace, kind="bench", name="bench", account_id="did:plc:us", created_at=clock.now()
    )
