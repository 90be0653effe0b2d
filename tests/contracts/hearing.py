"""Listening for the length of a test, whichever way a session hears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from earshot.ports.connector import Pulls, Streams
from earshot.ports.heard import Batch, HeardDeletion, HeardPost


@dataclass(slots=True)
class Heard:
    """All batches of a listening, in order."""

    batches: list[Batch] = field(default_factory=list)

    @property
    def cursor(self) -> str:
        return self.batches[-1].cursor if self.batches else ""

    @property
    def posts(self) -> list[HeardPost]:
        return [event for batch in self.batches for event in batch.events if isinstance(event, HeardPost)]

    @property
    def ids(self) -> set[str]:
        return {post.canonical_id for post in self.posts}

    @property
    def deleted(self) -> set[str]:
        return {
            event.canonical_id for batch in self.batches for event in batch.events if isinstance(event, HeardDeletion)
        }

    def post(self, canonical_id: str) -> HeardPost:
        """The newest word of that post."""
        return [post for post in self.posts if post.canonical_id == canonical_id][-1]


async def hear(session: object, cursor: str, enough: Callable[[Heard], bool], seconds: float) -> Heard:
    """Listen from ``cursor`` until ``enough``. Raises TimeoutError with what was heard."""
    heard = Heard()

    async def listen() -> None:
        async for batch in _batches(session, cursor):
            heard.batches.append(batch)
            if enough(heard):
                return

    try:
        await asyncio.wait_for(listen(), seconds)
    except TimeoutError:
        raise TimeoutError(
            f"after {seconds} s: {len(heard.batches)} batches, {[post.text for post in heard.posts]}"
        ) from None
    return heard


async def _batches(session: object, cursor: str) -> AsyncIterator[Batch]:
    if isinstance(session, Streams):
        async for batch in session.stream(cursor):
            yield batch
        return
    assert isinstance(session, Pulls), "a session that hears either streams or pulls"
    while True:
        batch = await session.pull(cursor)
        cursor = batch.cursor
        yield batch
        await asyncio.sleep(0.25)
