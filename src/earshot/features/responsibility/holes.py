"""What only ``otherwise`` decides: said in words, with whoever has taken it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earshot.engine.policy import Accepted, Policy, fill_facts
from earshot.features.responsibility.sentences import in_words


@dataclass(frozen=True, slots=True)
class Hole:
    """``sample``: a conversation that no rule matches; ``taken``: by whom and why such are left to ``otherwise``."""

    sample: Mapping[str, Any]
    taken: Accepted | None

    @property
    def why(self) -> str:
        """The finding's sentence about this conversation, in the reader's words."""
        from earshot.engine.proofs.sentences import unowned  # not before somebody asks: proofs load much

        return in_words(unowned(self.sample))


def hole(policy: Policy, sample: Mapping[str, Any]) -> Hole:
    """Of a conversation that only ``otherwise`` decides, as ``fill_facts`` reads it."""
    facts = fill_facts(sample, policy.zone)
    known = (each for each in policy.accepted if each.finding == "owned" and not each.undecided)
    return Hole(sample, next((each for each in known if each.when is None or each.when.holds(facts)), None))
