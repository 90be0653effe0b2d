"""Start everything: the pages and the work process that listens, decides and publishes.

examples:
  earshot up
  earshot up --port 8001
  earshot up --lan                    reachable from your network (passkeys need HTTPS there)
  EARSHOT_HOME=~/second earshot up    with another state

Prints every address and a one-time sign-in link. Stop with Ctrl-C. With make: make run ARGS="--port 8001"
"""

from __future__ import annotations

import argparse

from earshot.site.commands.web import add_arguments as add_where
from earshot.site.commands.web import host_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to print a link."""
    add_where(parser)
    parser.add_argument("--no-link", action="store_true", help="print no one-time sign-in link")


def run(arguments: argparse.Namespace) -> int:
    """Until Ctrl-C."""
    from earshot.site.runtime.supervisor import Supervisor, Wanted, say

    return Supervisor(Wanted(host_of(arguments), arguments.port, not arguments.no_link), say).run()
