"""The web process: pages on a fixed pool of threads, the event stream asynchronously (architecture.md, Runtime)."""

from __future__ import annotations

import gc
import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

pages = get_wsgi_application()

from earshot.web.live.stream import events

THREADS = 8
_YOUNG_OBJECTS = 10_000
"""Objects made since the garbage collector last looked, from which on it looks again: about one page's."""
_pages = WSGIMiddleware(cast("Any", pages), workers=THREADS)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Route one ASGI connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif is_stream(scope):
        await events(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)


def is_stream(scope: Any) -> bool:
    """Whether a connection asks for the event stream, which goes on until its page goes away."""
    return bool(scope["type"] == "http" and scope["method"] == "GET" and scope["path"].endswith("/events"))


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _settle()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _settle() -> None:
    """Load what the first page would load, and keep the garbage collector from all that lives as long as the process:
    to look through it takes sixty milliseconds, every thirty pages or so, in the middle of somebody's page."""
    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, *gc.get_threshold()[1:])
