"""An import that is killed at a half, gone on with by another process, cancelled at three quarters and begun anew
(``interrupted:1000000``, ``interrupted:1000000:xlsx``): nothing is lost and nothing is there twice, counted by id.

The process that reads is killed by SIGKILL in the middle of a batch. A home that holds an import which is still to be
read is gone on with.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.imports import read, write_csv, write_xlsx

if TYPE_CHECKING:
    from earshot.features.listening.models import Import
    from earshot.features.people.models import Membership
    from earshot.kernel.clock import Clock

KILLED, CANCELLED = 0.5, 0.75
LOOKS = 0.5
"""Seconds between two looks at how far it is."""


def main(count: int, form: str) -> None:
    """All of it, and what stands in the end."""
    from earshot.site.commands import start_django

    start_django()
    from earshot.features.listening.actions import cancel_import
    from earshot.features.listening.models import Import
    from earshot.kernel.clock import SystemClock

    clock = SystemClock()
    owner = _owner(clock)
    begun = Import.objects.filter(state__in=("waiting", "running")).first() or _begin(owner, count, form, clock)
    if begun.position < KILLED * count:
        reader = _reader(begun, count)
        _wait(begun, KILLED * count, reader)
        reader.send_signal(signal.SIGKILL)
        reader.wait()
    _told("killed", begun)
    _free(begun)
    reader = _reader(begun, count)
    _wait(begun, CANCELLED * count, reader)
    begun.refresh_from_db()
    cancel_import(begun, owner, clock)
    reader.wait()
    _told("cancelled", begun)
    again = _anew(begun, owner, clock)
    _reader(again, count).wait()
    _told("begun anew", again)
    _count(count)


def _begin(owner: Membership, count: int, form: str, clock: Clock) -> Import:
    from earshot.features.listening.actions import start_import
    from earshot.ports.files import FileWishes

    path = Path(os.environ["EARSHOT_HOME"]) / f"posts.{form}"
    (write_xlsx if form == "xlsx" else write_csv)(path, count)
    return start_import(owner.workspace, path, "history", FileWishes(), clock)


def _owner(clock: Clock) -> Membership:
    from django.core.management import call_command

    from bench.workspace import make_workspace
    from earshot.features.people.models import Membership

    call_command("migrate", verbosity=0)
    return Membership.objects.first() or make_workspace(clock)


def _free(begun: Import) -> None:
    """As when the time is over for which the killed process had it (a minute): nobody waits for that here."""
    type(begun).objects.filter(pk=begun.pk).update(held_by="", held_until=None)


def _anew(begun: Import, owner: Membership, clock: Clock) -> Import:
    from earshot.features.listening.actions import start_import
    from earshot.ports.files import FileWishes

    return start_import(owner.workspace, Path(begun.path), "history", FileWishes(), clock)


def _reader(begun: Import, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bench.interrupted", "read", str(begun.pk), str(count)])


def _wait(begun: Import, position: float, reader: subprocess.Popen[bytes]) -> None:
    while begun.position < position and reader.poll() is None:
        time.sleep(LOOKS)
        begun.refresh_from_db()


def _told(what: str, begun: Import) -> None:
    begun.refresh_from_db()
    print(
        f"{what} at {begun.position:,} of {begun.total:,}: {begun.state}, {begun.added:,} added, "
        f"{begun.duplicates:,} told before, {begun.bad:,} set aside",
        flush=True,
    )


def _count(count: int) -> None:
    from earshot.features.listening.models import Author, Post, PostVersion

    posts = Post.objects.count()
    ids = Post.objects.values("workspace", "network", "canonical_id").distinct().count()
    versions, authors = PostVersion.objects.count(), Author.objects.count()
    print(f"{count:,} rows, {posts:,} posts, {ids:,} ids, {versions:,} versions, {authors:,} authors")
    if not count == posts == ids == versions:
        raise SystemExit("lost or doubled")


def _go_on(number: int, count: int) -> None:
    from earshot.site.commands import start_django

    start_django()
    from earshot.features.listening.models import Import
    from earshot.kernel.clock import SystemClock

    read(Import.objects.get(pk=number), count, SystemClock())


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        _go_on(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, sys.argv[2] if len(sys.argv) > 2 else "csv")
