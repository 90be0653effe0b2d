"""Serve the pages, without listening or publishing.

examples:
  earshot web
  earshot web --port 8001
  earshot web --lan            reachable from your network (passkeys need HTTPS there)

`earshot up` starts it together with the work process.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket

GRACE = 3
"""Seconds that open connections are given when the process is asked to stop."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--lan", action="store_true", help="listen on every interface of this machine")


def host_of(arguments: argparse.Namespace) -> str:
    """The address to listen on."""
    from earshot.site.runtime.addresses import EVERYWHERE

    return EVERYWHERE if arguments.lan else str(arguments.host)


def run(arguments: argparse.Namespace) -> int:
    """Until SIGTERM or Ctrl-C."""
    from earshot.site.home import prepare_home
    from earshot.site.runtime import leash
    from earshot.site.runtime.addresses import urls
    from earshot.site.runtime.ports_in_use import listen_on
    from earshot.site.runtime.prepared import ensure_prepared

    os.umask(0o077)
    folder = prepare_home()
    listener = listen_on(host_of(arguments), arguments.port)
    if not leash.supervised():
        ensure_prepared(folder)
        print("Earshot's pages:", *urls(host_of(arguments), arguments.port), flush=True)
    leash.follow()
    _serve(listener)
    return 0


def _serve(listener: socket.socket) -> None:
    import uvicorn

    from earshot.site.asgi import application

    logging.getLogger("uvicorn.error").addFilter(_no_farewell)
    config = uvicorn.Config(
        application,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _no_farewell(record: logging.LogRecord) -> bool:
    """Open event streams are cut when the process stops; that is no error."""
    return "timeout graceful shutdown" not in record.getMessage()
