"""One reader of the event table per process, whatever the number of open pages."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import close_old_connections

from earshot.web.live import newest
from earshot.web.models import LiveEvent

PAUSE_S = 0.2
"""Between two looks at the table."""
PAGE = 500
MEMORY = 2_000
"""Events kept for pages that are a little behind; older ones are read from the table."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the table, ready to be sent."""

    id: int
    workspace_id: int
    data: dict[str, Any]


class Tail:
    """Reads on while anybody listens. Belongs to the event loop that made it.

    Invariant: ``_memory`` holds every event with ``_floor < id <= top``. A page keeps its own cursor and asks for
    what lies behind it, so there is no moment between "what was" and "what comes" in which something could be lost.
    """

    def __init__(self) -> None:
        self.top = 0
        self._floor = 0
        self._memory: deque[Event] = deque()
        self._news = asyncio.Event()
        self._pages = 0
        self._task: asyncio.Task[None] | None = None
        # One thread, so one database connection, for everything that streams read.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call something that uses the database, on the reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _fresh, function, *arguments)

    async def enter(self) -> None:
        """One more page listens; the first one starts the reading."""
        self._pages += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_on())

    def leave(self) -> None:
        """One page less; with the last one the reading stops."""
        self._pages -= 1
        if self._pages == 0 and self._task:
            self._task.cancel()
            self._task = None

    async def after(self, cursor: int, workspace_id: int) -> tuple[list[Event], int]:
        """The workspace's next events above ``cursor``, in order, and the cursor that follows them."""
        if cursor >= self._floor:
            top = max(cursor, self.top)
            return [event for event in self._memory if event.id > cursor and event.workspace_id == workspace_id], top
        # The floor of before the reading: what lies below it was stored then, so that the reading holds all of it.
        floor = self._floor
        events = await self.run(_read, cursor, workspace_id)
        last = events[-1].id if events else 0
        return events, last if len(events) == PAGE else max(cursor, floor, last)

    async def wait(self, cursor: int, seconds: float) -> None:
        """Until there may be something above ``cursor``, at most so long."""
        if self.top > cursor:
            return
        news = self._news
        try:
            await asyncio.wait_for(news.wait(), seconds)
        except TimeoutError:
            return

    async def _read_on(self) -> None:
        self.top = self._floor = await self.run(newest)
        self._memory.clear()
        while True:
            events = await self.run(_read, self.top, None)
            if events:
                self._remember(events)
            if len(events) < PAGE:
                await asyncio.sleep(PAUSE_S)

    def _remember(self, events: list[Event]) -> None:
        self._memory.extend(events)
        self.top = events[-1].id
        while len(self._memory) > MEMORY:
            self._floor = self._memory.popleft().id
        self._news.set()
        self._news = asyncio.Event()


def _fresh(function: Callable[..., Result], *arguments: object) -> Result:
    close_old_connections()
    return function(*arguments)


def _read(cursor: int, workspace_id: int | None) -> list[Event]:
    rows = LiveEvent.objects.filter(id__gt=cursor)
    if workspace_id is not None:
        rows = rows.filter(workspace_id=workspace_id)
    return [
        Event(row.id, row.workspace_id, {"kind": row.kind, "ref": row.ref, **row.payload})
        for row in rows.order_by("id")[:PAGE]
    ]
