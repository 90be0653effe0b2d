"""Named places where a test may kill this process, to prove that nothing is sent twice or lost.

``EARSHOT_CRASH_AT`` names one, with the time it is passed when the process shall die: ``after-claim-commit`` or
``after-claim-commit:3``. Without the variable nothing here does anything.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter

POINTS = (
    "before-claim-commit",
    "after-claim-commit",
    "during-call",
    "after-unread-response",
    "before-result-commit",
    "after-result-commit",
)
_DEFAULT_DELAY_MS = 15.0

_passed: Counter[str] = Counter()


def reach(point: str) -> None:
    """Die here (SIGKILL, no clean-up of any kind) if the environment says so."""
    wanted, _, nth = os.environ.get("EARSHOT_CRASH_AT", "").partition(":")
    if wanted != point:
        return
    _passed[point] += 1
    if _passed[point] >= int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)


def reach_soon(point: str) -> None:
    """Reach ``point`` from the event loop a moment from now (``EARSHOT_CRASH_AFTER_MS``): in the midst of a call."""
    if os.environ.get("EARSHOT_CRASH_AT", "").partition(":")[0] != point:
        return
    delay = float(os.environ.get("EARSHOT_CRASH_AFTER_MS") or _DEFAULT_DELAY_MS) / 1000
    asyncio.get_running_loop().call_later(delay, reach, point)
