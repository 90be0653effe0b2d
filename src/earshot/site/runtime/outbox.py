"""The loop that carries publications out, at most a quarter of a second after they are due."""

from __future__ import annotations

import asyncio

from earshot.features.delivery.worker import Worker
from earshot.site.runtime.room import Room

EVERY = 0.2
"""Seconds between looks at the outbox: one small query each."""
SWEEP_EVERY = 30.0
SETTLE_EVERY = 1.0
"""Seconds between looks at what waits for approval: one small query where nothing has changed."""
DRAIN = 8.0
"""Seconds that calls under way are given when the process is asked to stop. What is not done by then is looked up at
the next start."""


async def run_outbox(worker: Worker, room: Room) -> None:
    """Until cancelled. Begins with what a dead process left behind. Nothing is begun while nothing can be noted."""
    swept = settled = -SWEEP_EVERY
    loop = asyncio.get_running_loop()
    while True:
        if room.none_left:
            await asyncio.sleep(1.0)
            continue
        if loop.time() - swept >= SWEEP_EVERY:
            await worker.sweep()
            swept = loop.time()
        if loop.time() - settled >= SETTLE_EVERY:
            await worker.settle()
            settled = loop.time()
        await worker.start_due()
        await asyncio.sleep(EVERY)
