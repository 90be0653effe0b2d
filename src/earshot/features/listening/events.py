"""News of the feature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Something that a decision may rest on is different now. ``cause``: edit, deletion, correction, topic."""

    workspace_id: int
    post_ids: tuple[int, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class AuthorsChanged:
    """What decisions rest on of these authors is different now: handle, followers, verified."""

    workspace_id: int
    author_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThreadsJoined:
    """A late parent came: what was filed under one thread key belongs to another thread. ``moves``: (network, the key
    that no post bears any more, the key of the thread that they joined)."""

    workspace_id: int
    moves: tuple[tuple[str, str, str], ...]
