"""How far a trial has come, as text that the page hands back: the server remembers nothing between two slices."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Any

from earshot.features.listening.finding import HIGHEST
from earshot.features.workshop.ranking import POST, SAMPLED, Drawn

MATCHES, NEAR, REST, RESERVOIR, DONE = range(5)
MOST_KEPT = 200
"""Posts of a sample that a cursor may name."""


@dataclass(slots=True)
class Progress:
    """Counts and samples so far. ``phase`` and ``below`` say where to go on."""

    mark: str
    phase: int = MATCHES
    below: int = HIGHEST
    stored: int = 0
    """Stored posts in all."""
    rows: int = 0
    """Rows of the reservoir that will be looked at, each of which stands for ``1 / share`` posts."""
    share: float = 1.0
    passed: int = 0
    """Stored posts and rows that are done with."""
    count: int = 0
    week: int = 0
    """Stored matches of the days that the reservoir covers."""
    unmatched: int = 0
    near_posts: int = 0
    near_rows: int = 0
    near_looked: int = 0
    """Candidates for near misses that were looked at among the stored posts."""
    near_floor: int = 0
    """Number of the oldest stored post that was: those below were not asked whether they are near."""
    days: dict[str, int] = field(default_factory=dict)
    sample: list[Drawn] = field(default_factory=list)
    near: list[Drawn] = field(default_factory=list)
    near_sampled: list[Drawn] = field(default_factory=list)
    rest: list[Drawn] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    """Edit -> how many near misses it would bring."""

    def as_text(self) -> str:
        """For the next call."""
        told = asdict(self)
        for name in _DRAWS:
            told[name] = [f"{kind}{number}" for kind, number in told[name]]
        return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


_DRAWS = ("sample", "near", "near_sampled", "rest")


def mark_of(*parts: object) -> str:
    """What a cursor belongs to: query, workspace and size of the samples."""
    return blake2b("\0".join(map(str, parts)).encode("utf-8", "replace"), digest_size=8).hexdigest()


def progress_of(cursor: str | None, mark: str) -> Progress:
    """Where the cursor stands; the beginning where it belongs to something else or is damaged."""
    try:
        return _read(json.loads(cursor or ""), mark)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Progress(mark)


def _read(told: Mapping[str, Any], mark: str) -> Progress:
    if told["mark"] != mark:
        raise ValueError("of another query")
    found = Progress(mark)
    for name in _NUMBERS:
        setattr(found, name, _number(told[name]))
    if found.phase > DONE:
        raise ValueError("no phase of ours")
    found.share = min(1.0, max(1e-9, float(told["share"])))
    for name in _DRAWS:
        setattr(found, name, [_drawn(each) for each in told[name][:MOST_KEPT]])
    found.days = {str(day)[:10]: _number(count) for day, count in told["days"].items()}
    found.changes = {str(edit): _number(count) for edit, count in told["changes"].items()}
    return found


_NUMBERS = (
    "phase", "below", "stored", "rows", "passed", "count", "week", "unmatched", "near_posts", "near_rows",
    "near_looked", "near_floor",
)  # fmt: skip


def _number(told: object) -> int:
    if not isinstance(told, int) or not 0 <= told <= HIGHEST:
        raise ValueError("no number of ours")
    return told


def _drawn(told: str) -> Drawn:
    if told[0] not in (POST, SAMPLED):
        raise ValueError("no post of ours")
    return told[0], _number(int(told[1:]))
