"""The event stream (server-sent events), asynchronous."""

from __future__ import annotations

from typing import Any


async def events(scope: Any, receive: Any, send: Any) -> None:
    """One open page's stream, from its ``Last-Event-ID`` on."""
