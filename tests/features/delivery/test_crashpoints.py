"""The places where a test may kill the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from earshot.features.delivery import crashpoints

DIE = (
    "from earshot.features.delivery.crashpoints import reach;"
    "reach('after-claim-commit'); print('once', flush=True); reach('after-claim-commit'); print('twice', flush=True)"
)


def _run(at: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"EARSHOT_CRASH_AT": at}
    return subprocess.run([sys.executable, "-c", DIE], env=environment, capture_output=True, text=True)


def test_does_nothing_without_the_variable() -> None:
    for point in crashpoints.POINTS:
        crashpoints.reach(point)


def test_dies_at_the_named_place_the_named_time() -> None:
    first, second, other = _run("after-claim-commit"), _run("after-claim-commit:2"), _run("before-claim-commit")
    assert (first.returncode, first.stdout) == (-signal.SIGKILL, "")
    assert (second.returncode, second.stdout) == (-signal.SIGKILL, "once\n")
    assert (other.returncode, other.stdout) == (0, "once\ntwice\n")
