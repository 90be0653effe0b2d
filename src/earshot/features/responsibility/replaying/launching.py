"""Starts the process that carries a backtest on."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

_COMMAND = (sys.executable, "-m", "earshot.features.responsibility.replaying.process")

_log = logging.getLogger(__name__)


def launch(backtest_id: int) -> None:
    """Start it; it is held by its standard input, so that it ends with this process."""
    environment = os.environ | {"MALLOC_ARENA_MAX": "2"}
    process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        (*_COMMAND, str(backtest_id)), stdin=subprocess.PIPE, env=environment, process_group=0
    )
    threading.Thread(target=_wait, args=(process, backtest_id), daemon=True).start()


def _wait(process: subprocess.Popen[bytes], backtest_id: int) -> None:
    if code := process.wait():
        _log.error("The process of backtest %s ended with %s", backtest_id, code)
    if process.stdin is not None:
        process.stdin.close()
