"""News of the feature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Something that a decision may rest on is different now. ``cause``: edit, deletion, correction, topic."""

    workspace_id: int
    post_ids: tuple[int, ...]
    cause: str
