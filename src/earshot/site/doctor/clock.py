"""Does this machine know what time it is? Deadlines, rotas and the order of things rest on it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from earshot.kernel.texts import say
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place

MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""Nobody runs this version before it was made."""
FAR = datetime(2100, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=2)
SET_IT = "timedatectl set-ntp true"


def year(place: Place) -> Iterator[Finding]:
    """A time that can be."""
    if not MADE <= place.now < FAR:
        yield Finding(
            "error",
            say("The clock says %(time)s, which cannot be.", time=f"{place.now:%Y-%m-%d %H:%M} UTC"),
            say("Set the clock by the network: %(command)s", command=SET_IT),
        )
        return
    yield ok(say("The clock says %(time)s.", time=f"{place.now:%Y-%m-%d %H:%M} UTC"))


def backwards(place: Place) -> Iterator[Finding]:
    """Nothing in the home is from the future: that is how a clock shows that it was set back."""
    ahead = max((newest - place.now for newest in _written(place)), default=timedelta())
    if ahead > AHEAD:
        yield Finding(
            "warning",
            say(
                "What Earshot wrote lies %(minutes)s minutes in the future: the clock was set back.",
                minutes=int(ahead.total_seconds() // 60),
            ),
            say(
                "Set the clock by the network: %(command)s. Until then deadlines and times may be wrong.",
                command=SET_IT,
            ),
        )
        return
    yield ok(say("The clock was not set back."))


def _written(place: Place) -> Iterator[datetime]:
    for path in place.folder.iterdir():
        if path.is_file():
            yield datetime.fromtimestamp(path.stat().st_mtime, UTC)
    for (at,) in place.ask("SELECT max(received_at) FROM listening_post"):
        if at:
            yield _moment(str(at))


def slow(place: Place) -> Iterator[Finding]:
    """Posts of the last day do not come from the future: that is how a slow clock shows."""
    since = (place.now - timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
    rows = place.ask("SELECT count(*), sum(clamped) FROM listening_post WHERE received_at > ? AND NOT history", since)
    number, clamped = (int(str(part or 0)) for part in (rows[0] if rows else (0, 0)))
    if clamped >= 5 and clamped > number / 5:
        yield Finding(
            "warning",
            say(
                "%(clamped)s of the last day's %(number)s posts seem to come from the future: the clock may be slow.",
                clamped=clamped,
                number=number,
            ),
            say("Set the clock by the network: %(command)s", command=SET_IT),
        )


def synchronised(place: Place) -> Iterator[Finding]:
    """The system keeps the clock right, where it says so."""
    program = shutil.which("timedatectl")
    if program is None:
        return
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command
            [program, "show", "--property=NTPSynchronized", "--value"], capture_output=True, text=True, timeout=3
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return
    if told == "no":
        yield Finding(
            "note",
            say("Nothing keeps the clock of this machine right."),
            say("Let the network set it: %(command)s", command=SET_IT),
        )


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


CHECKS = (year, backwards, slow, synchronised)
