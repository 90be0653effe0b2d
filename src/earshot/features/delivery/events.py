"""News of the feature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicationSettled:
    """A publication came to rest: ``sent``, ``rejected``, ``taken_back``, or ``held`` for a human."""

    workspace_id: int
    conversation_id: int
    publication_id: int
    state: str
