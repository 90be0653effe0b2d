"""Reading ahead of the writer, never far, never out of order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest

from earshot.ports.heard import Batch, HeardDeletion
from earshot.site.runtime import intake
from earshot.site.runtime.intake import WAITING, Intake, join


def batch(number: int, events: int = 1) -> Batch:
    return Batch(tuple(HeardDeletion("n", f"{number}.{k}") for k in range(events)), str(number), counted=events or 7)


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 30))


def test_batches_are_joined_in_order_with_the_last_cursor() -> None:
    joined = join([batch(1, 2), batch(2, 0), batch(3, 1)])
    assert [event.canonical_id for event in joined.events] == ["1.0", "1.1", "3.0"]
    assert (joined.cursor, joined.counted) == ("3", 10)


def test_everything_is_handed_out_in_order_and_then_the_end() -> None:
    async def stream() -> AsyncIterator[Batch]:
        for number in range(40):
            yield batch(number)

    async def check() -> None:
        reading, seen = Intake(stream()), []
        while (batches := await reading.next(1.0)) is not None:
            seen += [each.cursor for each in batches]
        assert seen == [str(number) for number in range(40)]
        await reading.close()
        reading.raise_trouble()

    run(check())


def test_a_full_queue_stops_the_reading() -> None:
    made: list[int] = []

    async def stream() -> AsyncIterator[Batch]:
        for number in range(1000):
            made.append(number)
            yield batch(number, 400)

    async def check() -> None:
        reading = Intake(stream())
        await asyncio.sleep(0.05)
        assert len(made) == WAITING + 1
        assert len(await reading.next(1.0) or []) == 3
        await asyncio.sleep(0.05)
        assert len(made) == WAITING + 4
        await reading.close()

    run(check())


def test_the_error_that_ended_the_stream_comes_after_what_was_heard() -> None:
    async def stream() -> AsyncIterator[Batch]:
        yield batch(1)
        raise ConnectionError("lost")

    async def check() -> None:
        reading = Intake(stream())
        assert [each.cursor for each in await reading.next(1.0) or []] == ["1"]
        assert await reading.next(1.0) is None
        await reading.close()
        with pytest.raises(ConnectionError):
            reading.raise_trouble()

    run(check())


def test_a_silent_stream_hands_out_nothing_but_goes_on() -> None:
    async def stream() -> AsyncIterator[Batch]:
        await asyncio.sleep(0.2)
        yield batch(1)

    async def check() -> None:
        reading = Intake(stream())
        assert await reading.next(0.01) == []
        assert [each.cursor for each in await reading.next(5.0) or []] == ["1"]
        await reading.close()

    run(check())


def test_batches_without_events_are_joined_to_spare_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "IDLE_EVERY", 0.3)

    async def stream() -> AsyncIterator[Batch]:
        for number in range(100):
            await asyncio.sleep(0.01)
            yield batch(number, 0)
        yield batch(100)

    async def check() -> None:
        reading, handed_out = Intake(stream()), []
        while (batches := await reading.next(1.0)) is not None:
            handed_out.append(join(batches))
        assert len(handed_out) < 20
        assert handed_out[-1].cursor == "100"
        assert sum(each.counted for each in handed_out) == 701
        await reading.close()

    run(check())
