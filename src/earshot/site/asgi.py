"""The web process: pages on a fixed pool of threads, the event stream asynchronously (architecture.md, Runtime)."""

from __future__ import annotations

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earshot.site.settings")

from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()

from earshot.web.live.stream import events

THREADS = 8
_pages = WSGIMiddleware(cast("Any", pages), workers=THREADS)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Route one ASGI connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].endswith("/events") and scope["method"] == "GET":
        await events(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
