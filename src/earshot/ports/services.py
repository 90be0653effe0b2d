"""What the wiring (``earshot.site.wiring``) provides to every feature of this process.

Features never import adapters. They call ``services()`` at the edge (a view, a command) and pass what they
need inwards: actions take ``actor`` and ``clock`` as arguments, so tests can hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from earshot.kernel.clock import Clock
from earshot.ports.connector import Connector
from earshot.ports.enricher import Enricher
from earshot.ports.http import HttpClient
from earshot.ports.ways import Ways, nowhere


class Vault(Protocol):
    """Seals secrets at rest. ``bound`` ties a sealed value to its row, so that it cannot be moved to another."""

    def seal(self, plain: str, bound: str) -> str: ...

    def unseal(self, sealed: str, bound: str) -> str:
        """Raises BadInput where the key is another or the value was tampered with."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    clock: Clock
    vault: Vault
    connectors: Mapping[str, Connector]
    enrichers: tuple[Enricher, ...]
    http: Callable[[], HttpClient]
    """A new guarded client, to be used within one event loop."""
    ways: Ways = field(default_factory=Ways)
    """How people are reached outside the pages."""
    address: Callable[[], str] = nowhere
    """Where people reach the pages, without a slash at the end; "" where nobody knows."""
    link_command: str = "earshot link"
    """What prints a sign-in link on the machine of this installation, as one types it there."""


_services: Services | None = None


def provide(services: Services) -> None:
    """Called once by the wiring, and by tests with their own."""
    global _services
    _services = services


def services() -> Services:
    """This process's services.

    Raises:
        RuntimeError: the wiring has not run.
    """
    if _services is None:
        raise RuntimeError("earshot.site.wiring has not provided the services yet")
    return _services
