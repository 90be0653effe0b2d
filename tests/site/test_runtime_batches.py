"""Storing batches: cursors never ahead, one bad event never stops the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import OperationalError

from earshot.kernel.clock import HeldClock
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardDeletion
from earshot.site.runtime import batches
from earshot.site.runtime.batches import LARGEST, store

SOURCE = Source(1, 7, "stream")


def of(*names: str, cursor: str = "new", counted: int = 9) -> Batch:
    return Batch(tuple(HeardDeletion("n", name) for name in names), cursor, counted)


@pytest.fixture
def road(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[list[str], str, int]]:
    """What travelled: names, cursor, count. Events named ``bad...`` break the road."""
    travelled: list[tuple[list[str], str, int]] = []

    def travel(batch: Batch, source: Source, clock: object) -> None:
        names = [event.canonical_id for event in batch.events]
        if any(name.startswith("locked") for name in names):
            raise OperationalError("database is locked")
        if any(name.startswith("bad") for name in names):
            raise ValueError("cannot be stored")
        travelled.append((names, batch.cursor, batch.counted))

    monkeypatch.setattr(batches.pipeline, "travel", travel)
    monkeypatch.setattr(batches, "home", lambda: tmp_path)
    return travelled


def test_a_batch_travels_as_it_is(road: list[tuple[list[str], str, int]], clock: HeldClock) -> None:
    store(of("a", "b"), SOURCE, "old", clock)
    store(of(), SOURCE, "old", clock)
    assert road == [(["a", "b"], "new", 9), ([], "new", 9)]


def test_a_large_batch_travels_in_parts_the_cursor_with_the_last(
    road: list[tuple[list[str], str, int]], clock: HeldClock
) -> None:
    names = [str(number) for number in range(2 * LARGEST + 1)]
    store(of(*names), SOURCE, "old", clock)
    assert [(len(part), cursor, counted) for part, cursor, counted in road] == [
        (LARGEST, "old", 0),
        (LARGEST, "old", 0),
        (1, "new", 9),
    ]
    assert [name for part, _, _ in road for name in part] == names


@pytest.mark.parametrize("names", [["bad"], ["a", "bad"], ["bad", "a"], ["a", "bad1", "b", "c", "bad2", "d", "e"]])
def test_a_bad_event_is_set_aside_and_the_others_are_stored(
    road: list[tuple[list[str], str, int]], clock: HeldClock, tmp_path: Path, names: list[str]
) -> None:
    store(of(*names), SOURCE, "old", clock)
    assert [name for part, _, _ in road for name in part] == [name for name in names if "bad" not in name]
    assert [cursor for _, cursor, _ in road][-1] == "new"
    assert all(cursor == "old" for _, cursor, _ in road[:-1] if cursor != "new")
    assert sum(counted for _, _, counted in road) == 9
    lines = [json.loads(line) for line in (tmp_path / "set-aside.jsonl").read_text().splitlines()]
    assert [line["event"]["canonical_id"] for line in lines] == [name for name in names if "bad" in name]
    assert lines[0]["error"] == "ValueError: cannot be stored"


def test_a_database_that_cannot_write_stops_the_batch_and_sets_nothing_aside(
    road: list[tuple[list[str], str, int]], clock: HeldClock, tmp_path: Path
) -> None:
    with pytest.raises(OperationalError):
        store(of("a", "locked"), SOURCE, "old", clock)
    assert not road
    assert not (tmp_path / "set-aside.jsonl").exists()
