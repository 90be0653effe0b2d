"""A solver that stands ready: taken once, ended in time, and never left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from earshot.engine.policy import load
from earshot.engine.proofs import asking, verify
from earshot.engine.proofs.spare import Spare
from tests.engine.proofs.logic.documents import text_of
from tests.engine.proofs.logic.test_process import COVERED

AT = datetime(2026, 11, 23, tzinfo=UTC)
SOON = 20.0
"""Seconds within which even a busy machine ends a process."""
SHOW = """
import sys, time
from earshot.engine.proofs import asking
asking.stay_ready()
print(asking._spare._process.pid, flush=True)
if sys.argv[1] == "forks":
    import os
    if os.fork() == 0:
        taken = asking._spare.take()
        print(taken.pid, flush=True)
        taken.kill()
        taken.wait()
        os._exit(0)
    os.wait()
    print(asking._spare.take().pid, flush=True)
elif sys.argv[1] == "waits":
    time.sleep(60)
"""


class Started:
    """Processes that wait for somebody to write to them."""

    def __init__(self) -> None:
        self.all: list[subprocess.Popen[str]] = []

    def __call__(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.all.append(process)
        return process


@pytest.fixture
def started() -> Iterator[Started]:
    found = Started()
    yield found
    for process in found.all:
        with process:
            process.kill()


def test_it_is_taken_once(started: Started) -> None:
    spare = Spare(started)
    spare.keep()
    spare.keep()
    assert len(started.all) == 1
    assert spare.take() is started.all[0]
    assert spare.take() is started.all[1]
    spare.drop()
    assert [process.poll() for process in started.all] == [None, None], "whoever took it ends it"


def test_many_ask_at_once_and_each_has_its_own(started: Started) -> None:
    spare = Spare(started)
    spare.keep()
    taken: list[subprocess.Popen[str]] = []
    threads = [threading.Thread(target=lambda: taken.append(spare.take())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({process.pid for process in taken}) == 4
    assert len(started.all) == 4


def test_it_is_ended_when_nobody_asks_for_it(started: Started) -> None:
    spare = Spare(started)
    spare.keep(0.05)
    assert started.all[0].wait(SOON) == -signal.SIGKILL
    assert spare.take() is started.all[1]


def test_the_time_begins_anew_with_everybody_who_types(started: Started) -> None:
    spare = Spare(started)
    spare.keep(0.01)
    spare.keep(600)
    first = spare._timer
    spare.keep(600)
    assert first is not None
    assert first.finished.is_set(), "given up"
    spare.drop()
    assert [process.wait(SOON) for process in started.all] == [-signal.SIGKILL] * len(started.all)


def test_one_that_has_ended_is_not_given_away(started: Started) -> None:
    spare = Spare(started)
    spare.keep()
    started.all[0].kill()
    started.all[0].wait(SOON)
    assert spare.take() is started.all[1]
    assert started.all[0].stdin is not None
    assert started.all[0].stdin.closed


def test_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = load(text_of(COVERED))
    cold = verify(policy, AT)
    spare = Spare(asking._started)
    monkeypatch.setattr(asking, "_spare", spare)
    asking.stay_ready()
    ready = spare._process
    assert ready is not None
    assert verify(policy, AT) == cold
    assert ready.poll() is not None, "it is used for one proof"
    assert spare._process is None


@pytest.mark.parametrize("how", ["ends", "waits"], ids=["its process ends", "its process is killed"])
def test_it_ends_with_the_process_that_kept_it(how: str) -> None:
    with subprocess.Popen([sys.executable, "-c", SHOW, how], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        if how == "waits":
            process.kill()
        process.wait(SOON)
    ended = threading.Event()
    for _ in range(200):
        if not _lives(pid):
            return
        ended.wait(0.1)
    pytest.fail("it lives on")


def test_a_forked_process_leaves_it_alone() -> None:
    told = subprocess.run([sys.executable, "-c", SHOW, "forks"], capture_output=True, text=True, check=True)
    kept, other, taken = told.stdout.split()
    assert kept == taken != other


def _lives(pid: int) -> bool:
    """Whether it runs; one that nobody has buried yet does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
