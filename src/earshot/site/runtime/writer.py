"""The one thread that writes for the road: its functions run one after the other, each with the same connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """First come, first served; everybody waits for their own turn, so nothing piles up."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it in the writer's thread. What has begun is finished even if the caller is cancelled."""
        future = self._thread.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Finish what has begun and end the thread."""
        await asyncio.wrap_future(self._thread.submit(connections.close_all))
        await asyncio.to_thread(self._thread.shutdown)
