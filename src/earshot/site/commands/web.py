"""Serve the pages, without listening or publishing.

examples:
  earshot web
  earshot web --port 8001
  earshot web --lan            reachable from your network (passkeys need HTTPS there)

`earshot up` starts it together with the work process.
"""

from __future__ import annotations

import argparse
import os
import socket


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
    from earshot.site.runtime.lan import note_serving
    from earshot.site.runtime.ports_in_use import listen_on
    from earshot.site.runtime.prepared import ensure_prepared

    os.umask(0o077)
    folder = prepare_home()
    listener = listen_on(host_of(arguments), arguments.port)
    note_serving(host_of(arguments), arguments.port)
    if not leash.supervised():
        ensure_prepared(folder)
        print("Earshot's pages:", *urls(host_of(arguments), arguments.port), flush=True)
    leash.follow()
    _serve(listener)
    return 0


def _serve(listener: socket.socket) -> None:
    from earshot.site.asgi import application, is_stream
    from earshot.site.runtime.pages import PageServer

    PageServer(application, is_stream).run(sockets=[listener])
