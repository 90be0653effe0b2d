"""Earshot in its two halves: pages that stay, and a work process that a test starts and kills as it likes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

from tests.journeys.installation import EARSHOT, Installation
from tests.servers.fault_proxy import Fault, FaultProxy
from tests.servers.processes import ROOT, Child, listens

LONGEST_LIFE = 60.0
"""Seconds in which a work process has to come by the place where it shall die."""


class Halves(Installation):
    """``earshot web`` runs; ``begin_work`` and ``die_at`` are the other half."""

    def _start(self) -> Child:
        child = Child([EARSHOT, "web", "--port", str(self.port)], self.home / "up.log", env=self.env)
        child.wait_until(lambda: listens(self.port), 60)
        return child

    @property
    def link(self) -> str:
        """A fresh sign-in link of the owner."""
        return self.command("link", "--url", self.address).stdout.split()[0]

    def begin_work(self, log: str, **env: str) -> Child:
        """A work process. Stop it by ``stop``."""
        return Child([sys.executable, "-m", "earshot", "work"], self.home / log, cwd=ROOT, env={**self.env, **env})

    def die_at(self, place: str, number: int) -> None:
        """One life, which kill -9 ends at ``place``. Fails where it ends otherwise, or never comes there."""
        life = self.begin_work(f"life-{number:02d}-{place}.log", EARSHOT_CRASH_AT=place)
        try:
            code = life.process.wait(LONGEST_LIFE)
            assert code == -signal.SIGKILL, f"the work process ended with {code}:\n{life.tail()}"
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it never came by {place}:\n{life.tail()}") from None
        finally:
            life.stop()


def killed_again_and_again(
    halves: Halves,
    proxy: FaultProxy,
    places: Sequence[str],
    faults: Sequence[Fault | None],
    path: str,
    kills: Counter[str],
) -> None:
    """One life for each place, the server answering badly as is its turn. ``kills`` counts how often it died where."""
    for number, place in enumerate(places):
        proxy.clear()
        if (fault := faults[number % len(faults)]) is not None:
            proxy.fault(fault, path=path, times=2)
        halves.die_at(place, number)
        kills[place] += 1
    proxy.clear()
