"""What a proof answers: for every property of a policy nothing (it holds), findings, or that it was not decided."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from earshot.engine.properties import Property
from earshot.kernel.texts import Said

Severity = Literal["error", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a property does not hold, with the conversation that shows it.

    ``subject`` is the name of a rule, role, guarantee, ladder or meeting; None for ``owned``. ``message`` reads as a
    sentence ("a question in Japanese, Sunday 03:10, has nobody on duty"). ``sample``: facts as ``fill_facts``
    reads them, with ``at`` (ISO 8601, UTC) where the time matters; empty where no conversation is needed. ``because``:
    the names of the rules that bring it about, in the order of the document. ``decided`` is False for the third answer:
    the time was up, which blocks as a finding does. ``line``: where its subject is written, from 1.
    """

    property: Property
    severity: Severity
    subject: str | None
    message: Said
    sample: Mapping[str, Any]
    because: tuple[str, ...] = ()
    accepted: bool = False
    decided: bool = True
    line: int = 1

    @builtins.property  # the field of that name hides it
    def blocks(self) -> bool:
        """Whether a version with it cannot become active."""
        return self.severity == "error" and not self.accepted

    def as_json(self) -> dict[str, Any]:
        """The shape of ``earshot policy check --json``; ``decided`` stands there only where it is false."""
        told = {
            "property": self.property,
            "severity": self.severity,
            "subject": self.subject,
            "accepted": self.accepted,
            "message": str(self.message),
            "sample": dict(self.sample),
            "because": list(self.because),
        }
        return told if self.decided else {**told, "decided": False}
