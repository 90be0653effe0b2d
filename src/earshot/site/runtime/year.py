"""A clock that cannot be right: said before anything is decided by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say
from earshot.site.doctor.clock import FAR, MADE, SET_IT
from earshot.site.runtime import standing
from earshot.site.runtime.gate import Gate, Reason

NAME = "year"


def is_possible(now: datetime) -> bool:
    """Whether this version of Earshot can be running at ``now``."""
    return MADE <= now < FAR


def check(now: datetime) -> None:
    """At the start.

    Raises:
        BadInput: the clock says a time that cannot be (1970, 2000: a battery that is empty).
    """
    if not is_possible(now):
        raise BadInput(
            f"The clock of this machine says {now:%Y-%m-%d %H:%M} UTC, which cannot be.",
            f"Deadlines and the order of things rest on it. Set it by the network: {SET_IT}. Then start again.",
        )


def warn(folder: Path, now: datetime, tell: Callable[[str], None]) -> None:
    """Say where the clock is behind a time at which Earshot was running already."""
    found = standing.read(folder)
    if found.mark is not None and found.behind(now) is not None:
        tell("!" * 78)
        tell(
            f"WARNING: the clock says {now:%Y-%m-%d %H:%M} UTC, but Earshot has run at {found.mark:%Y-%m-%d %H:%M} UTC:"
        )
        tell(f"it was set back, or was wrong then. Deadlines may be wrong. Set it by the network: {SET_IT}")
        tell("!" * 78)


def watch(now: datetime, gate: Gate) -> None:
    """While running: shut the gate before posts that would be stored with a time that cannot be."""
    if is_possible(now):
        gate.clear(NAME)
        return
    gate.shut(
        NAME,
        Reason(
            say("The clock of this machine says %(time)s, which cannot be.", time=f"{now:%Y-%m-%d %H:%M} UTC"),
            say("Set the clock by the network: %(command)s", command=SET_IT),
        ),
    )
