"""What a policy promises about time and people, reckoned exactly with intervals.

``staffed``, ``in_time``, ``ladder_ends``, ``four_eyes`` and ``represented``: one function each, every one with the
counterexample that comes first in time. Minutes are half-open and UTC; the time proved is ``[first, last)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from earshot.engine.policy import Policy
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.timely.dues import Stretch, dues
from earshot.engine.proofs.timely.four_eyes import four_eyes
from earshot.engine.proofs.timely.in_time import in_time
from earshot.engine.proofs.timely.ladder_ends import ladder_ends
from earshot.engine.proofs.timely.represented import represented
from earshot.engine.proofs.timely.staffed import staffed
from earshot.engine.proofs.timely.window import Window

__all__ = ["Stretch", "Window", "dues", "findings", "four_eyes", "in_time", "ladder_ends", "represented", "staffed"]


def findings(
    policy: Policy, first: int, last: int, winning: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Finding]:
    """Every finding about time and people in the minutes ``[first, last)``.

    ``winning``: the rules that decide any conversation at all (``otherwise`` among them if it does), each with the
    facts of one that it decides; None takes every rule for one, and gives samples that say only when.
    """
    window = Window(policy, first, last, winning)
    return [
        *staffed(window),
        *in_time(window),
        *ladder_ends(window),
        *four_eyes(window),
        *represented(window),
    ]
