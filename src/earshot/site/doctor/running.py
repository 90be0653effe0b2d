"""Is it running as it should: the work process, the pages, one home once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from earshot.kernel.texts import say
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place
from earshot.site.runtime.ports_in_use import port_holder
from earshot.site.runtime.supervisor import answers, last_url

BEAT = "work.beat"
"""As ``site.runtime.work`` calls it; named here because importing that needs the web framework."""
SILENT = timedelta(seconds=60)
"""It beats every five seconds; a slice of an import or a sleeping laptop takes a while."""
START = "earshot up"


def held(folder: Path, name: str) -> bool:
    """Whether a process holds the lock ``name`` of a home."""
    try:
        with (folder / f"{name}.lock").open("r") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def work(place: Place) -> Iterator[Finding]:
    """The work process lives."""
    path = place.folder / BEAT
    last = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None
    if not held(place.folder, "work"):
        up = held(place.folder, "up")
        when = say("since %(time)s", time=f"{last:%Y-%m-%d %H:%M} UTC") if last else say("since the beginning")
        yield Finding(
            "error" if up else "note",
            say("Nobody listens: the work process is not running (%(when)s).", when=when),
            say("Read what it said at the end, or start Earshot again: %(command)s", command=START),
        )
    elif last is None or place.now - last > SILENT:
        seconds = int((place.now - last).total_seconds()) if last else 0
        yield Finding(
            "error",
            say("The work process is there, but has been silent for %(seconds)s seconds.", seconds=seconds),
            say(
                "Stop Earshot and start it again: %(command)s. Where that does not help, report it.",
                command=START,
            ),
        )
    else:
        yield ok(say("The work process is alive."))


def pages(place: Place) -> Iterator[Finding]:
    """The pages answer where they were last served; else who has their port."""
    url = urlsplit(last_url(place.folder))
    host, port = url.hostname or "127.0.0.1", url.port or 8000
    if answers(host, port):
        yield ok(say("The pages answer at %(url)s.", url=url.geturl()))
        return
    if holder := port_holder(port):
        yield Finding(
            "warning",
            say("Port %(port)s, where the pages were, is taken by %(holder)s.", port=port, holder=holder),
            say("Start Earshot at another one: %(command)s", command=f"earshot up --port {port + 1}"),
        )
        return
    running = held(place.folder, "up")
    yield Finding(
        "error" if running else "note",
        say("The pages do not answer at %(url)s.", url=url.geturl()),
        say("Start Earshot: %(command)s", command=START) if not running else say("Stop Earshot and start it again."),
    )


def alone(place: Place) -> Iterator[Finding]:
    """No other home shares this one's database: two would answer twice."""
    links = place.database.stat().st_nlink
    if place.database.is_symlink() or links > 1:
        yield Finding(
            "error",
            say("The database file %(path)s is shared with another folder by a link.", path=str(place.database)),
            say("Two installations on one database damage it and answer twice. Give each its own, by a backup."),
        )
        return
    yield ok(say("No other home shares this database."))


CHECKS = (work, pages, alone)
