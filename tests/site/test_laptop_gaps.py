"""When a channel heard nothing: noted, made up for or not, and said in three languages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.utils import timezone, translation

from earshot.connectors.bluesky.connector import connector as bluesky
from earshot.connectors.bluesky.stream import time_of
from earshot.features.delivery.sessions import Sessions
from earshot.features.listening.actions import caught_up, contact_again, interrupted, lost_contact, try_now
from earshot.features.listening.actions.gaps import KEPT
from earshot.features.listening.gaps import gaps_of, recent_gaps, slept
from earshot.features.listening.models import Channel, Gap
from earshot.kernel.clock import HeldClock
from earshot.ports.connector import Recalls, Tools, Unavailable, Unsupported
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from earshot.ports.services import provide, services
from earshot.site.runtime import batches
from earshot.site.runtime import listener as listening
from earshot.site.runtime.channels import Channels
from earshot.site.runtime.gate import Gate
from earshot.site.runtime.missing import NOTED
from earshot.site.runtime.room import LEAST, MB, Room
from earshot.site.runtime.writer import Writer
from tests.features.factories import a_channel, a_member, a_workspace

ASLEEP = datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
AWAKE = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)


@pytest.fixture
def ears(db: None, clock: HeldClock) -> Channel:
    clock.set(AWAKE)
    return a_channel(a_workspace("laptop"), "ears", "ticker", last_contact_at=ASLEEP)


@pytest.fixture
def taipei() -> Iterator[None]:
    with timezone.override("Asia/Taipei"):
        yield


def told(channel: Channel) -> list[tuple[str, str]]:
    return [(line.kind, line.words) for line in gaps_of(channel)]


@pytest.mark.usefixtures("taipei")
def test_a_sleep_is_shown_until_it_was_made_up_for(ears: Channel, clock: HeldClock) -> None:
    assert interrupted("asleep", ASLEEP, AWAKE, clock) == 1
    first = "This machine was asleep: 08:10-09:42."
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("earshot.web.times.services", lambda: replace(services(), clock=clock))
        assert told(ears) == [("warn", f"{first} What was said meanwhile is being fetched.")]
        clock.advance(timedelta(minutes=1))
        assert caught_up(ears.pk, AWAKE, timedelta(hours=24), False, clock) == 1
        assert told(ears) == [("good", f"{first} Caught up at 09:43.")]
        with translation.override("zh-hant"):
            assert told(ears) == [("good", "這台電腦曾進入睡眠：08:10-09:42。已於09:43補齊。")]
        with translation.override("zh-hans"):
            assert told(ears) == [("good", "这台电脑曾进入睡眠：08:10-09:42。已于09:43补齐。")]
    assert caught_up(ears.pk, AWAKE, None, False, clock) == 0


def test_what_the_network_no_longer_has_is_said(ears: Channel, clock: HeldClock) -> None:
    interrupted("stopped", AWAKE - timedelta(hours=30), AWAKE, clock)
    caught_up(ears.pk, AWAKE, timedelta(hours=24), False, clock)
    kind, words = told(ears)[0]
    assert kind == "bad"
    assert words.endswith("Not filled: the network keeps 24 hours.")
    with translation.override("zh-hant"):
        assert told(ears)[0][1].endswith("未補齊：平台只保留24小時。")
    interrupted("asleep", ASLEEP, AWAKE, clock)
    caught_up(ears.pk, AWAKE, None, True, clock)
    assert told(ears)[0][1].endswith("Not filled: the network does not keep what was missed.")


def test_a_channel_that_never_heard_or_is_off_or_in_trouble_has_no_new_gap(ears: Channel, clock: HeldClock) -> None:
    a_channel(ears.workspace, "new", "ticker")
    a_channel(ears.workspace, "off", "ticker", last_contact_at=ASLEEP, active=False)
    lost_contact(ears.pk, "lost", ASLEEP, clock)
    lost_contact(ears.pk, "lost", AWAKE, clock)
    assert interrupted("asleep", ASLEEP, AWAKE, clock) == 0
    assert told(ears)[0][1].startswith("The network cannot be reached since")
    assert caught_up(ears.pk, AWAKE, None, False, clock) == 0, "it still goes on"
    clock.set(ASLEEP - timedelta(hours=8))
    contact_again(ears.pk, clock)
    gap = Gap.objects.get()
    assert gap.to_at == gap.from_at, "a clock that was set back makes no negative time"


def test_old_gaps_are_forgotten(ears: Channel, clock: HeldClock) -> None:
    for number in range(KEPT + 5):
        interrupted("asleep", ASLEEP + timedelta(minutes=number), AWAKE, clock)
    assert Gap.objects.count() == KEPT
    assert not Gap.objects.filter(from_at=ASLEEP).exists()


def test_the_list_of_channels_names_what_is_recent_or_lost(ears: Channel, clock: HeldClock) -> None:
    interrupted("asleep", ASLEEP, AWAKE, clock)
    caught_up(ears.pk, AWAKE, None, False, clock)
    assert set(recent_gaps([ears], clock.now())) == {ears.pk}
    assert recent_gaps([ears], clock.now() + timedelta(days=2)) == {}
    Gap.objects.update(filled=False)
    assert set(recent_gaps([ears], clock.now() + timedelta(days=2))) == {ears.pk}


def test_a_sleep_of_a_workspace_is_over_when_its_last_channel_has_caught_up(ears: Channel, clock: HeldClock) -> None:
    other = a_channel(ears.workspace, "other", "ticker", last_contact_at=ASLEEP)
    a_channel(a_workspace("foreign"), "theirs", "ticker", last_contact_at=ASLEEP)
    seat = a_member(ears.workspace, "mei")
    interrupted("asleep", ASLEEP, AWAKE, clock)
    caught_up(ears.pk, AWAKE, None, False, clock)
    assert (slept(seat, ASLEEP, AWAKE).channels, slept(seat, ASLEEP, AWAKE).caught_up_at) == (2, None)
    clock.advance(timedelta(minutes=3))
    caught_up(other.pk, AWAKE, None, True, clock)
    assert slept(seat, ASLEEP, AWAKE).caught_up_at == clock.now()
    assert slept(seat, ASLEEP, AWAKE).unfilled == ("other",)


def test_the_public_stream_of_bluesky_tells_where_it_is(clock: HeldClock) -> None:
    session = bluesky.open({}, Tools(services().http(), clock))
    assert isinstance(session, Recalls)
    assert session.recalls == timedelta(hours=24)
    at = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
    assert time_of(str(int(at.timestamp() * 1_000_000))) == at
    for damaged in ("", "x", "9" * 40):
        assert time_of(damaged) is None


# -- listeners with a fake stream --------------------------------------------------------------------------------------


@dataclass
class Ticker:
    """A connector whose streams tick by a cursor: what was said at each number, kept for ever."""

    clock: HeldClock
    kind: str = "ticker"
    name: str = "Ticker"
    fields: tuple[()] = ()
    speaks: None = None
    newest: int = 3
    asked: list[str] = field(default_factory=list)
    dead: bool = False
    fails: int = 0
    """So many connections fail."""

    def open(self, config: object, tools: object) -> Ticker:
        return self

    async def stream(self, cursor: str) -> AsyncIterator[Batch]:
        self.asked.append(cursor)
        if self.fails:
            self.fails -= 1
            raise Unavailable("No network.")
        at = int(cursor or 0)
        while True:
            while at < self.newest and not self.dead:
                at += 1
                yield Batch((self.post(at),), str(at), 1)
            await asyncio.sleep(0.005)

    def post(self, number: int) -> HeardPost:
        return HeardPost(
            "ticker",
            f"t/{number}",
            HeardAuthor("a"),
            f"tick {number}",
            posted_at=self.clock.now() - timedelta(minutes=5),
        )


@pytest.fixture
def ticker(clock: HeldClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ticker]:
    before, made = services(), Ticker(clock)
    provide(replace(before, clock=clock, connectors={made.kind: made}))  # type: ignore[dict-item]
    monkeypatch.setattr(listening, "SETTLED", 0.05)
    monkeypatch.setattr("earshot.site.runtime.channels.EVERY", 0.02)
    yield made
    provide(before)


class House:
    """Channels that run, with a disk that the test fills."""

    def __init__(self, clock: HeldClock, folder: Path) -> None:
        self.free = 10_000 * MB
        self.writer = Writer()
        self.room = Room(folder, Gate(), lambda _: self.free)
        self.channels = Channels(clock, self.writer, Sessions(), self.room)

    async def __aenter__(self) -> House:
        self._task = asyncio.create_task(self.channels.run())
        return self

    async def __aexit__(self, *why: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self.writer.close()

    async def until(self, **wanted: object) -> Channel:
        """Wait until the only channel's columns are so."""
        async with asyncio.timeout(30):
            while True:
                found = await self.writer.run(Channel.objects.get)
                if all(getattr(found, name) == value for name, value in wanted.items()):
                    return found
                await asyncio.sleep(0.01)

    async def until_closed(self, number: int) -> list[Gap]:
        """Wait until so many gaps are closed."""
        async with asyncio.timeout(30):
            while True:
                found = await self.writer.run(lambda: list(Gap.objects.exclude(caught_up_at=None)))
                if len(found) >= number:
                    return found
                await asyncio.sleep(0.01)


@pytest.fixture
def channel(transactional_db: None, ticker: Ticker) -> Iterator[Channel]:
    yield a_channel(a_workspace("laptop"), "ears", "ticker")
    connections.close_all()


def test_after_a_sleep_streams_go_on_at_once_from_the_stored_cursor(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path
) -> None:
    async def run() -> list[Gap]:
        async with House(clock, tmp_path) as house:
            await house.until(cursor="3", state="live")
            ticker.dead = True  # the connection does not know that the machine slept
            since = clock.now()
            clock.advance(timedelta(minutes=92))
            ticker.newest, ticker.dead = 5, True
            await house.writer.run(interrupted, "asleep", since, clock.now(), clock)
            ticker.dead = False
            house.channels.renew()
            await house.until(cursor="5", state="live")
            return await house.until_closed(1)

    gap = asyncio.run(run())[0]
    assert ticker.asked == ["", "3"]
    assert (gap.cause, gap.filled) == ("asleep", True)


def test_after_a_sleep_nobody_waits_for_the_pauses_of_earlier_failures(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FIRST_PAUSE", 600.0)
    monkeypatch.setattr(listening, "LONGEST_PAUSE", 600.0)
    ticker.fails = 1

    async def run() -> None:
        async with House(clock, tmp_path) as house:
            await house.until(state="waiting")
            house.channels.renew()
            await house.until(cursor="3", state="live")

    asyncio.run(run())


def test_a_person_who_tries_now_waits_for_no_pause(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FIRST_PAUSE", 600.0)
    monkeypatch.setattr(listening, "LONGEST_PAUSE", 600.0)
    ticker.fails = 1
    person = a_member(channel.workspace, "mei")

    async def run() -> None:
        async with House(clock, tmp_path) as house:
            await house.until(state="waiting")
            assert await house.writer.run(try_now, channel, person, clock)
            await house.until(cursor="3", state="live")

    asyncio.run(run())
    assert ticker.asked == ["", ""], "once more, not again and again"


def test_a_network_that_is_away_for_long_leaves_a_gap_that_closes(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(listening, "LONGEST_PAUSE", 0.01)
    ticker.fails = 10_000

    async def run() -> list[Gap]:
        async with House(clock, tmp_path) as house:
            await house.until(state="waiting")
            assert await house.writer.run(Gap.objects.count) == 0, "a moment is no news"
            clock.advance(NOTED)
            async with asyncio.timeout(30):
                while not await house.writer.run(Gap.objects.count):  # noqa: ASYNC110 - the listener's own pace
                    await asyncio.sleep(0.01)
            ticker.fails = 0
            await house.until(cursor="3", state="live")
            return await house.until_closed(1)

    gap = asyncio.run(run())[0]
    assert gap.cause == "lost"
    assert gap.to_at is not None
    assert gap.to_at - gap.from_at >= NOTED


def test_a_full_disk_pauses_the_streams_and_loses_nothing(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path
) -> None:
    async def run() -> None:
        async with House(clock, tmp_path) as house:
            await house.until(cursor="3", state="live")
            house.free = LEAST - MB
            house.room.look()
            ticker.newest = 6
            paused = await house.until(state="waiting")
            assert "nearly full" in paused.error
            assert "nothing that was received is lost" in paused.mend
            assert paused.cursor == "3", "never ahead of what is stored"
            house.free = 10_000 * MB
            house.room.look()
            after = await house.until(cursor="6", state="live")
            assert (after.heard, after.error) == (6, "")

    asyncio.run(run())
    assert ticker.asked == [""], "the connection stood all the while"


def test_a_database_that_is_full_is_the_same(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[int] = []

    def store(*args: object) -> None:
        if not refused:
            refused.append(1)
            raise OperationalError("database or disk is full")
        batches.store(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(listening, "store", store)

    async def run() -> None:
        async with House(clock, tmp_path) as house:
            paused = await house.until(state="waiting")
            assert (paused.error, paused.cursor) == ("The disk is full: nothing can be stored.", "")
            assert house.room.none_left
            house.room._refused_at = -1e9  # the time that it is believed has passed
            house.room.look()
            after = await house.until(cursor="3", state="live")
            assert after.heard == 3

    asyncio.run(run())
    assert refused
    assert len(ticker.asked) == 1


@dataclass
class Both(Ticker):
    """Streams without a cursor, and pulls; the stream may not be on offer."""

    streams: bool = True
    pause: timedelta = timedelta(milliseconds=10)

    def open(self, config: object, tools: object) -> Both:
        return self

    async def stream(self, cursor: str) -> AsyncIterator[Batch]:
        if not self.streams:
            await asyncio.sleep(0.1)  # the other way of hearing has come to the present long before
            raise Unsupported("No stream here.")
        while True:
            yield Batch((), "", 1)
            await asyncio.sleep(0.2)

    async def pull(self, cursor: str) -> Batch:
        at = int(cursor or 0)
        return Batch((self.post(at + 1),), str(at + 1), 1) if at < self.newest else Batch((), cursor)


@pytest.mark.parametrize("streams", [True, False])
def test_what_one_way_of_hearing_forgets_the_other_makes_up_for(
    channel: Channel, ticker: Ticker, clock: HeldClock, tmp_path: Path, streams: bool
) -> None:
    both = Both(clock, streams=streams)
    provide(replace(services(), connectors={both.kind: both}))  # type: ignore[dict-item]
    Channel.objects.update(last_contact_at=clock.now())

    async def run() -> list[Gap]:
        async with House(clock, tmp_path) as house:
            since = clock.now()
            clock.advance(timedelta(hours=2))
            await house.writer.run(interrupted, "asleep", since, clock.now(), clock)
            return await house.until_closed(1)

    assert [gap.filled for gap in asyncio.run(run())] == [True]
