"""News that travels upward: a lower feature publishes, an upper one subscribes.

Synchronous and inside the publisher's transaction, so that an event and its consequences are stored together
or not at all. Subscriptions are made in each feature's ``AppConfig.ready``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

Event = TypeVar("Event")

_handlers: dict[type, list[Callable[..., None]]] = defaultdict(list)


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Call ``handler`` for every event of exactly this class. Subscribing twice is once."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def publish(event: object) -> None:
    """Hand ``event`` to its subscribers, in the order they subscribed. Their errors reach the publisher."""
    for handler in _handlers[type(event)]:
        handler(event)
