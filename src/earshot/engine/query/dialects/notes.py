"""What a conversion has to say about what is not exactly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from earshot.kernel.texts import Said

NoteKind = Literal["lost", "differs", "read"]
Effect = Literal["", "more", "less"]


@dataclass(frozen=True, slots=True)
class Note:
    """What is not exactly the same, with its place in the foreign query (code points, end exclusive).

    ``lost``: it was left out; ``differs``: it finds somewhat more, less or other posts; ``read``: it can be read in
    several ways, and this is how it was read. ``effect``: whether the query finds more or less without what was lost;
    "" where that is said in words, or nothing is left.
    """

    kind: NoteKind
    start: int
    end: int
    message: Said
    effect: Effect = ""

    def as_json(self) -> dict[str, object]:
        """The shape that the command line prints."""
        return {
            "kind": self.kind, "start": self.start, "end": self.end, "message": str(self.message),
            "effect": self.effect,
        }  # fmt: skip
