"""The places a channel has heard up to: one text in the database, one place a lane.

A session with a single way of hearing stores its own cursor as it is. One that both streams and pulls has two,
stored together as ``lanes:{"stream": ..., "pull": ...}``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

Lane = Literal["stream", "pull"]
_MARK = "lanes:"


class Cursors:
    """The cursors of one channel. Change them only by :meth:`stored`, once the database has taken it."""

    def __init__(self, text: str, lanes: Sequence[Lane]) -> None:
        self._lanes = tuple(lanes)
        self._of: dict[str, str] = dict.fromkeys(lanes, "")
        if text.startswith(_MARK):
            kept = json.loads(text.removeprefix(_MARK))
            self._of |= {lane: kept.get(lane, "") for lane in lanes}
        elif lanes:
            self._of[lanes[0]] = text

    def of(self, lane: Lane) -> str:
        """Where this lane resumes; "" at first."""
        return self._of[lane]

    def text(self, lane: Lane, cursor: str) -> str:
        """What to store when ``lane`` has come to ``cursor``."""
        if len(self._lanes) < 2:
            return cursor
        return _MARK + json.dumps(self._of | {lane: cursor}, sort_keys=True)

    def stored(self, lane: Lane, cursor: str) -> None:
        """The database has it."""
        self._of[lane] = cursor
