"""A child ends when its supervisor does, even when that one was killed: its standard input closes."""

from __future__ import annotations

import os
import signal
import threading

VARIABLE = "EARSHOT_LEASH"
"""Set for children whose standard input is held by the supervisor."""


def supervised() -> bool:
    """Whether a supervisor started this process."""
    return VARIABLE in os.environ


def follow() -> None:
    """Ask this process to stop (SIGTERM) as soon as the supervisor is gone. Does nothing without one."""
    if supervised():
        threading.Thread(target=_wait_for_the_end, name="leash", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
