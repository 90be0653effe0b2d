"""The loop that tells people outside the pages: puts up what is due, carries it out, reminds, restores the law."""

from __future__ import annotations

import asyncio

from earshot.features.notices import carrying
from earshot.features.notices.bundling import bundle_due
from earshot.features.responsibility.noticing import keep_noticed
from earshot.kernel.clock import Clock
from earshot.ports.ways import WayFailed
from earshot.site.runtime.gate import Gate
from earshot.site.runtime.writer import Writer

EVERY = 1.0
"""Seconds between looks: two small queries each."""
AT_ONCE = 4
"""Messages on their way at the same time; one to a chat is a process of its own."""
LAW_EVERY = 60.0


async def run_notices(clock: Clock, writer: Writer, gate: Gate) -> None:
    """Until cancelled. What is under way then is sent again by the next process, if its outcome was not noted."""
    loop = asyncio.get_running_loop()
    kept = -LAW_EVERY
    under_way: set[asyncio.Task[None]] = set()
    try:
        while True:
            await gate.wait()
            if loop.time() - kept >= LAW_EVERY:
                kept = loop.time()
                await writer.run(keep_noticed, clock)
                await writer.run(carrying.prune, clock)
            await writer.run(bundle_due, clock)
            for errand in await writer.run(carrying.claim_due, clock, AT_ONCE - len(under_way)):
                task = asyncio.create_task(carry(errand, clock, writer))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            await asyncio.sleep(EVERY)
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def carry(errand: carrying.Errand, clock: Clock, writer: Writer) -> None:
    """Send one message and note what came of it."""
    try:
        await carrying.send(errand.kind, errand.to, errand.message)
    except WayFailed as error:
        await writer.run(carrying.failed, errand.parcel_id, error, clock)
    else:
        await writer.run(carrying.sent, errand, clock)
