"""One channel: its lanes, what goes wrong, what people see of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import OperationalError

from earshot.features.listening.models import Channel
from earshot.kernel.clock import HeldClock
from earshot.ports.connector import (
    Account,
    RateLimited,
    Unauthorised,
    Unavailable,
    Unsupported,
)
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardDeletion
from earshot.site.runtime import listener as module
from earshot.site.runtime.listener import Listener, hears
from earshot.site.runtime.states import LaneState
from earshot.site.runtime.writer import Writer


def batch(name: str, cursor: str) -> Batch:
    return Batch((HeardDeletion("n", name),), cursor, 1)


@dataclass
class Streaming:
    """Plays one list a connection: batches to yield, errors to raise, seconds of silence; then stays silent."""

    plays: list[list[object]]
    asked: list[str] = field(default_factory=list)

    async def stream(self, cursor: str) -> AsyncIterator[Batch]:
        self.asked.append(cursor)
        for item in self.plays.pop(0) if self.plays else [None]:
            if isinstance(item, Exception):
                raise item
            if isinstance(item, float):
                await asyncio.sleep(item)
                continue
            if item is None:
                await asyncio.sleep(60)
            assert isinstance(item, Batch)
            yield item


@dataclass
class Pulling:
    """Answers one item a pull; then nothing new."""

    answers: list[object]
    pause: timedelta = timedelta(milliseconds=10)
    asked: list[str] = field(default_factory=list)

    async def pull(self, cursor: str) -> Batch:
        self.asked.append(cursor)
        item = self.answers.pop(0) if self.answers else Batch((), cursor)
        if isinstance(item, Exception):
            raise item
        assert isinstance(item, Batch)
        return item


class Both(Streaming, Pulling):
    """Streams and pulls."""

    def __init__(self, plays: list[list[object]], answers: list[object]) -> None:
        Streaming.__init__(self, plays)
        self.answers, self.pause, self.pulled = answers, timedelta(milliseconds=10), []

    async def pull(self, cursor: str) -> Batch:
        self.pulled.append(cursor)
        item = self.answers.pop(0) if self.answers else Batch((), cursor)
        assert isinstance(item, Batch)
        return item


@dataclass
class House:
    """What the listener would have written."""

    stored: list[tuple[str, str]] = field(default_factory=list)
    """(names of the events, cursor text)"""
    modes: list[str] = field(default_factory=list)
    shown: list[LaneState] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    kept = House()

    def store(batch: Batch, source: Source, before: str, clock: object) -> None:
        if kept.troubles:
            raise kept.troubles.pop(0)
        kept.stored.append((" ".join(event.canonical_id for event in batch.events), batch.cursor))
        kept.modes.append(source.mode)

    monkeypatch.setattr(module, "store", store)
    monkeypatch.setattr(module, "show", lambda channel_id, state, clock: kept.shown.append(state))
    monkeypatch.setattr(
        module, "channel_account", lambda channel_id, account, clock: kept.accounts.append(account.handle)
    )
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "SETTLED", 0.05)
    monkeypatch.setattr(module, "CATCHING_UP", 0.01)
    return kept


def listen(session: object, clock: HeldClock, until: Callable[[], bool], cursor: str = "", **more: bool) -> None:
    """Run a listener until ``until`` holds."""

    async def run() -> None:
        writer = Writer()
        channel = Channel(pk=7, workspace_id=1, kind="n", name="ears", cursor=cursor)
        task = asyncio.create_task(Listener(channel, session, clock, writer, **more).run())
        try:
            await asyncio.wait_for(_wait(until), 20)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await writer.close()

    asyncio.run(run())


async def _wait(until: Callable[[], bool]) -> None:
    while not until():  # noqa: ASYNC110
        await asyncio.sleep(0.005)


def test_a_stream_resumes_from_what_was_stored(house: House, clock: HeldClock) -> None:
    session = Streaming([[batch("a", "1"), Unavailable("Lost.")], [batch("b", "2")], [batch("c", "3"), None]])
    listen(session, clock, lambda: len(house.stored) == 3, cursor="0")
    assert house.stored == [("a", "1"), ("b", "2"), ("c", "3")]
    assert session.asked == ["0", "1", "2"]
    assert set(house.modes) == {"stream"}


def test_people_see_what_is_wrong_and_that_it_is_well_again(house: House, clock: HeldClock) -> None:
    session = Streaming([[Unavailable("Lost.", "Wait.")], [None]])
    listen(session, clock, lambda: len(house.shown) == 2)
    waiting, live = house.shown
    assert (waiting.state, waiting.error, waiting.mend) == ("waiting", "Lost.", "Wait.")
    assert waiting.retry_at is not None
    assert live.state == "live"


def test_a_stream_that_just_ends_is_opened_again_without_alarm(house: House, clock: HeldClock) -> None:
    session = Streaming([[batch("a", "1")], [batch("b", "2"), None]])
    listen(session, clock, lambda: len(house.stored) == 2)
    assert {state.state for state in house.shown} <= {"live"}


def test_a_stream_that_stood_in_silence_begins_with_the_first_pause_again(house: House, clock: HeldClock) -> None:
    """Something on the way that ends quiet connections must not make us deaf for longer each time."""
    quiet = [[0.2, Unavailable("Lost.")] for _ in range(14)]
    session = Streaming([*quiet, [None]])
    listen(session, clock, lambda: len(session.asked) > len(quiet))
    assert len(session.asked) == len(quiet) + 1


def test_refused_credentials_wait_for_a_person(house: House, clock: HeldClock) -> None:
    session = Pulling([Unauthorised("Refused.", "Renew the password.")])
    listen(session, clock, lambda: bool(house.shown))
    assert (house.shown[0].state, house.shown[0].mend) == ("refused", "Renew the password.")
    assert house.shown[0].retry_at == clock.now() + timedelta(seconds=module.REFUSED_PAUSE)


def test_a_limited_network_is_asked_when_it_said(house: House, clock: HeldClock) -> None:
    later = clock.now() + timedelta(minutes=3)
    listen(Pulling([RateLimited("Slowly.", retry_at=later)]), clock, lambda: bool(house.shown))
    assert house.shown[0].retry_at == later


def test_pulls_go_on_from_the_stored_cursor(house: House, clock: HeldClock) -> None:
    session = Pulling([batch("a", "1"), Batch((), "1"), batch("b", "2")])
    listen(session, clock, lambda: len(session.asked) > 5)
    assert house.stored == [("a", "1"), ("b", "2")]
    assert session.asked[:4] == ["", "1", "1", "2"]
    assert set(house.modes) == {"channel"}
    assert [state.state for state in house.shown] == ["live"]


def test_a_session_that_offers_both_keeps_two_places(house: House, clock: HeldClock) -> None:
    session = Both([[batch("a", "s1"), Unavailable("Lost.")], [None]], [batch("b", "p1")])
    listen(session, clock, lambda: len(house.stored) == 2 and len(session.asked) == 2 and len(session.pulled) > 2)
    assert sorted(name for name, _ in house.stored) == ["a", "b"]
    assert session.asked[1] == "s1"
    assert session.pulled[-1] == "p1"
    assert house.stored[-1][1] == 'lanes:{"pull": "p1", "stream": "s1"}'


def test_a_lane_that_the_server_does_not_offer_leaves_the_other(house: House, clock: HeldClock) -> None:
    session = Both([[Unsupported("No streaming here.")]], [batch("b", "p1")])
    listen(session, clock, lambda: len(session.pulled) > 3)
    assert [state.state for state in house.shown] == ["live"]
    assert len(session.asked) == 1


def test_a_database_that_cannot_write_loses_nothing(house: House, clock: HeldClock) -> None:
    house.troubles = [OperationalError("disk full"), OperationalError("database is locked")]
    session = Streaming([[batch("a", "1"), batch("b", "2"), None]])
    listen(session, clock, lambda: bool(house.stored) and house.stored[-1][1] == "2")
    assert " ".join(name for name, _ in house.stored) == "a b"


def test_a_connectors_bug_is_shown_and_tried_again(house: House, clock: HeldClock) -> None:
    session = Streaming([[ZeroDivisionError("division by zero")], [batch("a", "1"), None]])
    listen(session, clock, lambda: bool(house.stored))
    assert house.shown[0] == LaneState(
        "waiting", "The connection failed (division by zero).", "", house.shown[0].retry_at
    )


@dataclass
class Introducing(Pulling):
    """Tells who we are at the second question."""

    told: list[object] = field(default_factory=list)

    async def account(self) -> Account | None:
        if not self.told:
            self.told.append(1)
            raise Unavailable("Down.")
        return Account("id:us", "us")


def test_it_learns_who_we_are(house: House, clock: HeldClock) -> None:
    listen(Introducing([]), clock, lambda: bool(house.accounts))
    assert house.accounts == ["us"]


def test_it_does_not_sign_in_anew_where_we_are_known(house: House, clock: HeldClock) -> None:
    session = Introducing([])
    listen(session, clock, lambda: len(session.asked) > 3, introduce=False)
    assert not house.accounts
    assert not session.told


def test_what_neither_streams_nor_pulls_is_not_listened_to() -> None:
    assert hears(Streaming([]))
    assert hears(Pulling([]))
    assert not hears(object())


@dataclass
class PublicPulling(Pulling):
    """A public session with something to say of itself; asking it for an account would be a mistake."""

    public: bool = True
    note: str = "The address has moved."

    async def account(self) -> Account | None:
        raise AssertionError("there is no account")


def test_what_a_public_session_pulls_is_kept_like_a_stream(house: House, clock: HeldClock) -> None:
    listen(PublicPulling([batch("a", "1")]), clock, lambda: bool(house.shown))
    assert house.modes == ["stream"]
    assert house.shown == [LaneState("live", "The address has moved.")]
    assert house.accounts == []
