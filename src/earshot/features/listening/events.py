"""News of the feature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class TopicSaved:
    """A topic was made or changed, and stands like this now. ``by_id``: the seat of whoever did it."""

    workspace_id: int
    topic_id: int
    query: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PostsForgotten:
    """Networks deleted these posts (network, canonical id), whether we keep them or not: no word of them stays."""

    workspace_id: int
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AccountForgotten:
    """A whole account was deleted on its network; the identities of its posts begin with ``prefix``."""

    workspace_id: int
    network: str
    prefix: str
