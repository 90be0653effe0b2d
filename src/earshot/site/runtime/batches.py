"""Stores batches: in parts of a bearable size, and past events that the road cannot take."""

from __future__ import annotations

import dataclasses
import json
import logging
import os

from django.db import InterfaceError, OperationalError

from earshot import pipeline
from earshot.features.listening.departing import deletions_of
from earshot.kernel.clock import Clock
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardEvent
from earshot.site.home import home
from earshot.site.runtime.room import is_full

log = logging.getLogger(__name__)

LARGEST = 1_000
"""Events in one transaction (trust.md)."""


def store(batch: Batch, source: Source, cursor_before: str, clock: Clock) -> None:
    """Send the batch down the road, in parts of at most :data:`LARGEST`.

    An event that the road cannot take never stops the others: it is found by halving and kept in
    ``<home>/set-aside.jsonl``. ``cursor_before`` is stored with every part but the last, so the cursor is never
    ahead of what is stored. The posts of accounts that departed are deleted behind the events.

    Raises:
        OperationalError: the database cannot write now (locked, disk full): nothing is lost, try again.
        OSError: there is no room for what is set aside: the same.
    """
    events = batch.events
    if batch.departed:
        events += deletions_of(source.workspace_id, batch)
    for start in range(0, max(1, len(events)), LARGEST):
        part = events[start : start + LARGEST]
        last = start + LARGEST >= len(events)
        _store_part(
            Batch(part, batch.cursor, batch.counted) if last else Batch(part, cursor_before),
            source,
            cursor_before,
            clock,
        )


def _store_part(batch: Batch, source: Source, cursor_before: str, clock: Clock) -> None:
    try:
        pipeline.travel(batch, source, clock)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # one bad event must not stop the channel: find it
        if not batch.events or is_full(error):
            raise
        if len(batch.events) > 1:
            half = len(batch.events) // 2
            _store_part(Batch(batch.events[:half], cursor_before), source, cursor_before, clock)
            _store_part(Batch(batch.events[half:], batch.cursor, batch.counted), source, cursor_before, clock)
            return
        _set_aside(batch.events[0], source, error, clock)
        pipeline.travel(Batch((), batch.cursor, batch.counted), source, clock)


def _set_aside(event: HeardEvent, source: Source, error: Exception, clock: Clock) -> None:
    log.exception("Channel %d: %s could not be stored and is set aside.", source.channel_id, event.canonical_id)
    line = {
        "at": clock.now().isoformat(),
        "channel": source.channel_id,
        "error": f"{type(error).__name__}: {error}",
        "event": dataclasses.asdict(event),
    }
    with (home() / "set-aside.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        file.flush()
        os.fsync(file.fileno())
