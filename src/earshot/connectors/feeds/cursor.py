"""How far a feed has been read: small JSON, stored with the posts it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import orjson

MARK = 8
"""Letters of one entry's mark (``posts.mark_of``)."""
MOST_MARKS = 5_000
"""Entries of the last document that are remembered; of a longer one the rest is handed in again, and known then."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """``given`` is the address of the settings, ``current`` where the feed is really read: the two differ where the
    address has moved for good or is that of a page which names its feed."""

    given: str
    current: str = ""
    moved: bool = False
    etag: str = ""
    modified: str = ""
    wish: int = 0
    """Seconds for which the document itself asks to be left alone; 0 for none."""
    marks: frozenset[str] = frozenset()
    begun: bool = False
    """Whether it has been read before: what comes later is news, not backlog."""

    @property
    def address(self) -> str:
        return self.current or self.given

    def back(self) -> Cursor:
        """Begin at the settings' own address again; what was handed in stays known."""
        return replace(self, current="", moved=False, etag="", modified="")

    def write(self) -> str:
        """The cursor as text."""
        kept = sorted(self.marks)[:MOST_MARKS]
        found = {"a": self.given, "u": self.current, "g": self.moved, "e": self.etag, "m": self.modified}
        return orjson.dumps({**found, "w": self.wish, "s": "".join(kept)}).decode()


def read_cursor(text: str, given: str) -> Cursor:
    """The cursor stored, or a new one where there is none, it is damaged, or it belongs to another address."""
    try:
        found: Any = orjson.loads(text) if text else None
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or found.get("a") != given:
        return Cursor(given)
    marks, wish = str(found.get("s") or ""), found.get("w")
    return Cursor(
        given=given,
        current=str(found.get("u") or ""),
        moved=bool(found.get("g")),
        etag=str(found.get("e") or ""),
        modified=str(found.get("m") or ""),
        wish=wish if isinstance(wish, int) and wish >= 0 else 0,
        marks=frozenset(cut(marks)),
        begun=True,
    )


def cut(marks: str) -> Iterable[str]:
    """One string of marks as single ones."""
    return (marks[place : place + MARK] for place in range(0, len(marks), MARK))
