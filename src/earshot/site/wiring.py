"""Gives this process its services: the one place where ports meet adapters."""

from __future__ import annotations

from earshot.adapters.http import GuardedClient
from earshot.adapters.vault import FileVault
from earshot.kernel.clock import SystemClock
from earshot.ports.registry import find_connectors, find_enrichers
from earshot.ports.services import Services, provide
from earshot.site.home import key
from earshot.site.launch import command


def wire() -> None:
    """Provide the real services. Cheap: plug-ins are found by entry point, nothing is opened."""
    provide(
        Services(
            clock=SystemClock(),
            vault=FileVault(key()),
            connectors=find_connectors(),
            enrichers=find_enrichers(),
            http=GuardedClient,
            link_command=command("link"),
        )
    )
