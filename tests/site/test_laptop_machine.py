"""What the work process notices of its machine, by a held clock and steady seconds that the test counts."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput
from earshot.site.runtime import standing, year
from earshot.site.runtime.alarm import Alarm
from earshot.site.runtime.gate import Gate, Reason
from earshot.site.runtime.lan import Addresses, phone_urls, square, square_lines
from earshot.site.runtime.rhythm import Jump, Pause, Rhythm
from earshot.site.runtime.room import AGAIN, HELD, LEAST, MB, Room, is_full
from earshot.site.runtime.standing import Standing
from earshot.site.runtime.watching import SETTLES, Watcher, silent_since


@dataclass
class Machine:
    """Two clocks and a disk that the test moves."""

    clock: HeldClock
    seconds: float = 1_000.0
    free: int = 10_000 * MB
    pauses: list[Pause] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)

    def steady(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        """Time as it really passes, awake or asleep."""
        self.seconds += seconds
        self.clock.advance(timedelta(seconds=seconds))

    def watcher(self, folder: Path, room: Room | None = None, settled: Gate | None = None) -> Watcher:
        async def woken(pause: Pause) -> None:
            self.pauses.append(pause)

        async def moved(jump: Jump) -> None:
            self.jumps.append(jump)

        room = room or Room(folder, Gate(), lambda _: self.free, self.steady)
        return Watcher(self.clock, folder, room, settled or Gate(), woken, moved, self.steady)


def why(gate: Gate) -> str:
    """Why it is shut; "" while it is open."""
    return gate.reason.words if gate.reason else ""


@pytest.fixture
def machine(clock: HeldClock) -> Machine:
    return Machine(clock)


def test_seconds_that_pass_as_they_should_are_no_news(machine: Machine) -> None:
    rhythm = Rhythm(machine.clock, 1.0, machine.steady)
    for seconds in (1.0, 1.2, 9.0, 1.0):
        machine.passes(seconds)
        assert rhythm.beat() == (None, None)


def test_a_sleep_is_told_with_its_ends(machine: Machine) -> None:
    rhythm = Rhythm(machine.clock, 1.0, machine.steady)
    fell_asleep = machine.clock.now()
    machine.passes(5_520)
    assert rhythm.beat() == (Pause(fell_asleep, machine.clock.now()), None)
    machine.passes(1)
    assert rhythm.beat() == (None, None)


@pytest.mark.parametrize("hours", [8, -8, 24 * 365])
def test_a_clock_that_was_moved_is_no_sleep(machine: Machine, hours: int) -> None:
    rhythm = Rhythm(machine.clock, 1.0, machine.steady)
    machine.passes(1)
    machine.clock.advance(timedelta(hours=hours))
    assert rhythm.beat() == (None, Jump(timedelta(hours=hours), machine.clock.now()))


def test_a_sleep_with_a_clock_that_was_moved_is_told_by_the_new_time(machine: Machine) -> None:
    rhythm = Rhythm(machine.clock, 1.0, machine.steady)
    machine.passes(600)
    machine.clock.advance(timedelta(hours=-8))
    pause, jump = rhythm.beat()
    assert jump is not None
    assert pause == Pause(machine.clock.now() - timedelta(seconds=600), machine.clock.now())


def test_the_gate_opens_with_its_last_reason() -> None:
    gate = Gate()
    gate.shut("room", Reason("full"))
    gate.shut("year", Reason("1970"))
    gate.clear("room")
    assert why(gate) == "1970"
    gate.clear("year")
    assert why(gate) == ""
    asyncio.run(asyncio.wait_for(gate.wait(), 5))


def test_too_little_room_shuts_the_gate_until_there_is_clearly_more(machine: Machine, tmp_path: Path) -> None:
    room = Room(tmp_path, Gate(), lambda _: machine.free, machine.steady)
    machine.free = LEAST
    assert room.look() is None
    machine.free = LEAST - MB
    assert room.look() == LEAST - MB
    assert "199 MB are left" in why(room.gate)
    machine.free = AGAIN - 1
    assert room.look() is not None, "it must not open and shut with every file of a browser"
    machine.free = AGAIN
    assert room.look() is None
    assert why(room.gate) == ""


def test_a_database_that_says_full_is_believed_for_a_while(machine: Machine, tmp_path: Path) -> None:
    room = Room(tmp_path, Gate(), lambda _: machine.free, machine.steady)
    room.ran_out()
    states = [room.none_left]
    assert room.look() == 0
    machine.passes(HELD)
    assert room.look() is None
    assert [*states, room.none_left] == [True, False]


def test_what_says_that_the_disk_is_full() -> None:
    assert is_full(OSError(errno.ENOSPC, "No space left on device"))
    assert is_full(Exception("database or disk is full"))
    assert not is_full(OSError(errno.EACCES, "Permission denied"))
    assert not is_full(Exception("database is locked"))


def test_the_watcher_wakes_notes_and_holds(machine: Machine, tmp_path: Path) -> None:
    settled = Gate()
    watcher = machine.watcher(tmp_path, settled=settled)
    began = machine.clock.now()
    machine.passes(5_520)
    asyncio.run(watcher.look())
    assert machine.pauses == [Pause(began, machine.clock.now())]
    assert standing.read(tmp_path).slept == (began, machine.clock.now())
    assert why(settled) == "", "a sleep is no reason not to believe the clock"
    machine.passes(1)
    machine.clock.advance(timedelta(hours=8))
    asyncio.run(watcher.look())
    assert [jump.by for jump in machine.jumps] == [timedelta(hours=8)]
    assert why(settled), "what time alone decides waits until the clock has settled"
    for _ in range(int(SETTLES / 5)):
        machine.passes(5)
        asyncio.run(watcher.look())
    assert why(settled) == ""


def test_a_clock_that_was_set_back_is_told_until_somebody_says_it_is_right(machine: Machine, tmp_path: Path) -> None:
    watcher = machine.watcher(tmp_path)
    asyncio.run(watcher.look())
    machine.passes(1)
    machine.clock.advance(timedelta(hours=-8))
    asyncio.run(watcher.look())
    behind = standing.read(tmp_path).behind(machine.clock.now())
    assert behind is not None
    assert abs(behind - timedelta(hours=8)) < timedelta(minutes=1)
    again = machine.watcher(tmp_path)
    asyncio.run(again.look())
    assert standing.read(tmp_path).behind(machine.clock.now()), "a restart does not forget it"
    (tmp_path / standing.RIGHT).touch()
    asyncio.run(again.look())
    assert standing.read(tmp_path).behind(machine.clock.now()) is None
    assert not (tmp_path / standing.RIGHT).exists()


def test_a_time_that_cannot_be_shuts_the_gate_and_leaves_no_mark(machine: Machine, tmp_path: Path) -> None:
    room = Room(tmp_path, Gate(), lambda _: machine.free, machine.steady)
    machine.clock.set(datetime(1970, 1, 1, 0, 5, tzinfo=UTC))
    watcher = machine.watcher(tmp_path, room)
    asyncio.run(watcher.look())
    assert "1970-01-01 00:05 UTC" in why(room.gate)
    assert standing.read(tmp_path).mark is None
    machine.clock.set(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    asyncio.run(watcher.look())
    assert why(room.gate) == ""


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)])
def test_a_start_in_a_year_that_cannot_be_is_refused_in_words(at: datetime) -> None:
    with pytest.raises(BadInput, match=f"says {at.year}-01-01 00:00 UTC, which cannot be") as refused:
        year.check(at)
    assert "timedatectl" in refused.value.mend


def test_a_start_behind_the_mark_warns(clock: HeldClock, tmp_path: Path) -> None:
    said: list[str] = []
    standing.write(tmp_path, Standing(mark=clock.now() + timedelta(hours=8)))
    year.warn(tmp_path, clock.now(), said.append)
    assert "has run at 2026-11-23 10:00 UTC" in " ".join(said)
    said.clear()
    standing.write(tmp_path, Standing(mark=clock.now()))
    year.warn(tmp_path, clock.now(), said.append)
    assert said == []


def test_what_is_told_is_read_again_and_damage_is_nothing(clock: HeldClock, tmp_path: Path) -> None:
    now = clock.now()
    long = Standing((now, now), 123 * MB, (now, -28_800.0), now)
    for told in (long, Standing(), Standing(free=0)):
        standing.write(tmp_path, told)
        assert standing.read(tmp_path) == told
        assert (tmp_path / standing.FILE).stat().st_size == standing.SIZE, "it never needs room"
    for damage in ("", "{", "[]", '{"slept": ["x", "y"], "free": 1, "moved": null, "mark": null}'):
        (tmp_path / standing.FILE).write_text(damage)
        assert standing.read(tmp_path) == Standing()


def test_a_work_process_that_did_not_run_is_noticed_by_its_beat(tmp_path: Path) -> None:
    beat = tmp_path / "work.beat"
    now = datetime.now(UTC)
    assert silent_since(beat, now) is None
    beat.touch()
    assert silent_since(beat, now + timedelta(seconds=30)) is None
    assert silent_since(beat, now - timedelta(hours=8)) is None, "the clock was set back: nobody can tell"
    since = silent_since(beat, now + timedelta(hours=2))
    assert since is not None
    assert abs(since - now) < timedelta(minutes=1)


def test_the_alarm_wakes_everybody_at_once() -> None:
    async def run() -> float:
        alarm, loop = Alarm(), asyncio.get_running_loop()
        began = loop.time()
        sleepers = [asyncio.create_task(alarm.sleep(600)) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        alarm.ring()
        await asyncio.gather(*sleepers)
        await alarm.sleep(0.01)
        return loop.time() - began

    assert asyncio.run(run()) < 60


def test_new_addresses_are_said_once_and_only_with_lan() -> None:
    said: list[str] = []
    now = [0.0]
    there = ["http://127.0.0.1:8000/", "http://192.168.1.7:8000/"]
    addresses = Addresses("0.0.0.0", 8000, said.append, lambda host, port: list(there), lambda: now[0])
    for _ in range(3):
        addresses.look()
        now[0] += 20
    assert said == []
    there[1] = "http://10.0.0.5:8000/"
    addresses.look()
    addresses.look()
    assert [line.strip() for line in said if "http" in line] == ["http://10.0.0.5:8000/"]
    said.clear()
    del there[1]
    now[0] += 20
    addresses.look()
    assert any("has left its network" in line for line in said)
    here = Addresses("127.0.0.1", 8000, said.append, lambda host, port: pytest.fail("nobody asks"), lambda: now[0])
    here.look()


def test_a_phone_is_sent_to_the_network_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EARSHOT_SERVES", raising=False)
    assert phone_urls() == []
    for host in ("127.0.0.1", "localhost"):
        monkeypatch.setenv("EARSHOT_SERVES", f"{host}:8000")
        assert phone_urls() == []
    monkeypatch.setenv("EARSHOT_SERVES", "192.168.1.7:8000")
    assert phone_urls() == ["http://192.168.1.7:8000/"]


def test_the_square_has_no_style_and_fits_a_terminal() -> None:
    drawn = square("http://192.168.100.200:8000/")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    lines = square_lines("http://192.168.100.200:8000/")
    assert len({len(line) for line in lines}) == 1
    assert len(lines) < 24
    assert len(lines[0]) < 76
