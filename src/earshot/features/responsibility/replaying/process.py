"""``python -m earshot.features.responsibility.replaying.process ID``: carry one backtest on, and end.

It ends at once when its standard input does: with the process that started it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading


def main(backtest_id: int) -> int:
    """Carry it on; the exit code."""
    threading.Thread(target=_follow, daemon=True).start()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)  # pages come first
    import django

    django.setup()
    from earshot.features.responsibility.replaying.running import carry_on
    from earshot.ports.services import services

    carry_on(backtest_id, services().clock)
    return 0


def _follow() -> None:
    while os.read(0, 1):  # not sys.stdin, whose lock would be held when the interpreter ends
        pass
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
