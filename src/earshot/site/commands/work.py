"""Listen, decide and publish, without the pages. One such process a home.

examples:
  earshot work
  EARSHOT_LOG=DEBUG earshot work

`earshot up` starts it together with the pages; start it alone where the pages run elsewhere.
"""

from __future__ import annotations

import argparse
import asyncio
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: everything is set in the pages."""


def run(arguments: argparse.Namespace) -> int:
    """Until SIGTERM or Ctrl-C."""
    from earshot.kernel.clock import SystemClock
    from earshot.site.home import prepare_home
    from earshot.site.runtime import leash, year
    from earshot.site.runtime.lock import HomeLock
    from earshot.site.runtime.prepared import ensure_prepared

    os.umask(0o077)
    year.check(SystemClock().now())
    folder = prepare_home()
    lock = HomeLock(folder, "work")
    lock.take()
    if not leash.supervised():
        ensure_prepared(folder)
    leash.follow()
    _listen_and_publish()
    lock.release()
    return 0


def _listen_and_publish() -> None:
    from earshot.site.commands import start_django

    start_django()
    from earshot.ports.services import services
    from earshot.site.home import home
    from earshot.site.runtime.work import run_until_signalled

    asyncio.run(run_until_signalled(services().clock, home()))
