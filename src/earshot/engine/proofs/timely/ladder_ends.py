"""ladder_ends: every ladder ends with a person, without a circle."""

from __future__ import annotations

from earshot.engine.policy import Ladder, Policy
from earshot.engine.policy.names import LEAD
from earshot.engine.policy.problems import listed, quoted
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.timely.window import Window
from earshot.kernel.texts import Said, say


def ladder_ends(window: Window) -> list[Finding]:
    """For every ladder, used or not, that goes round in a circle or whose last step is a whole role."""
    policy = window.policy
    return [
        Finding(
            property="ladder_ends",
            severity="error",
            subject=ladder.name,
            message=message,
            sample={},
            because=tuple(rule.name for rule in policy.rules if rule.ladder == ladder.name),
            line=ladder.line,
        )
        for ladder in policy.ladders.values()
        if (message := _fault(policy, ladder)) is not None
    ]


def _fault(policy: Policy, ladder: Ladder) -> Said | None:
    """Why a ladder does not end with a person."""
    way = [ladder]
    while way[-1].continues:
        following = policy.ladders[way[-1].continues]
        if following in way:
            names = listed([*(one.name for one in way), following.name])
            return say("The ladder %(ladder)s goes round in a circle: %(way)s.", ladder=quoted(ladder.name), way=names)
        way.append(following)
    last = way[-1].steps[-1].to if way[-1].steps else None
    if last is None or last in policy.people or last.endswith(LEAD):
        return None
    parts = {"ladder": quoted(ladder.name), "role": last}
    if way[-1] is ladder:
        return say("The ladder %(ladder)s ends with the role %(role)s, not with a person.", **parts)
    return say(
        "The ladder %(ladder)s goes on as %(other)s, which ends with the role %(role)s, not with a person.",
        other=quoted(way[-1].name),
        **parts,
    )
