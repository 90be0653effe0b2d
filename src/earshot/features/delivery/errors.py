"""What can go wrong here beyond the common errors."""

from __future__ import annotations

from earshot.kernel.errors import Conflict


class Collision(Conflict):
    """Somebody else has already answered this turn. ``text`` is what they wrote, ``by_name`` who they are; ``state``
    says how far it is on its way."""

    def __init__(self, message: str, mend: str, *, text: str, by_name: str, state: str) -> None:
        super().__init__(message, mend)
        self.text = text
        self.by_name = by_name
        self.state = state


class ApprovalNeeded(Conflict):
    """The policy asks for an approval that this text does not have."""
