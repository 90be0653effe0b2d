"""Reads a stream ahead of the writer, but never far: a full queue stops the reading (back-pressure)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from earshot.ports.heard import Batch

WAITING = 8
"""Batches read ahead."""
GATHER = 1_000
"""Events handed out together at most, roughly."""
IDLE_EVERY = 2.0
"""Seconds between batches that hold nothing but a cursor and a count: they are joined, to spare the disk."""


class Intake:
    """Hands out what a stream brings, in order, joined while the writer was busy."""

    def __init__(self, stream: AsyncIterator[Batch]) -> None:
        self._queue: asyncio.Queue[Batch] = asyncio.Queue(WAITING)
        self._reader = asyncio.create_task(self._read(stream))
        self._kept: list[Batch] = []
        self._handed_out = asyncio.get_running_loop().time()

    async def next(self, patience: float) -> list[Batch] | None:
        """The next batches; an empty list after ``patience`` seconds without any; None when the stream has ended."""
        until = asyncio.get_running_loop().time() + patience
        while True:
            batch = await self._one(min(until, self._handed_out + IDLE_EVERY if self._kept else until))
            if batch is not None:
                self._kept.append(batch)
                self._take_waiting()
            if self._worth_writing():
                return self._hand_out()
            if batch is None and self._ended():
                return self._hand_out() or None
            if batch is None and asyncio.get_running_loop().time() >= until:
                return []

    async def close(self) -> None:
        """Stop reading."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError, Exception):  # the reader's own error is told by raise_trouble
            await self._reader

    def raise_trouble(self) -> None:
        """Raise what ended the stream, if it was an error."""
        if not self._reader.cancelled() and (error := self._reader.exception()) is not None:
            raise error

    async def _read(self, stream: AsyncIterator[Batch]) -> None:
        async for batch in stream:
            await self._queue.put(batch)

    async def _one(self, until: float) -> Batch | None:
        """One batch, or None: nothing by ``until`` (loop time), or the stream has ended."""
        if self._queue.empty():
            getting = asyncio.create_task(self._queue.get())
            seconds = max(0.0, until - asyncio.get_running_loop().time())
            try:
                await asyncio.wait({getting, self._reader}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not getting.done():
                    getting.cancel()
            return getting.result() if getting.done() and not getting.cancelled() else None
        return self._queue.get_nowait()

    def _take_waiting(self) -> None:
        while not self._queue.empty() and sum(len(batch.events) for batch in self._kept) < GATHER:
            self._kept.append(self._queue.get_nowait())

    def _worth_writing(self) -> bool:
        """Something was heard, or it is time to note how far we are."""
        if any(batch.events or batch.departed for batch in self._kept):
            return True
        return bool(self._kept) and asyncio.get_running_loop().time() >= self._handed_out + IDLE_EVERY

    def _ended(self) -> bool:
        return self._reader.done() and self._queue.empty()

    def _hand_out(self) -> list[Batch]:
        batches, self._kept = self._kept, []
        self._handed_out = asyncio.get_running_loop().time()
        return batches


def join(batches: Sequence[Batch]) -> Batch:
    """Several batches of one lane, in order, as one."""
    if len(batches) == 1:
        return batches[0]
    events = tuple(event for batch in batches for event in batch.events)
    departed = tuple(account for batch in batches for account in batch.departed)
    return Batch(events, batches[-1].cursor, sum(batch.counted for batch in batches), departed)
