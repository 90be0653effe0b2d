"""What findings say, as sentences that can be said again in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from earshot.engine.policy import OTHERWISE, Claim, Policy
from earshot.engine.policy.problems import quoted
from earshot.engine.proofs.describing import described, listed
from earshot.engine.proofs.finding import Finding, Severity
from earshot.engine.proofs.timely.moments import length, moment
from earshot.engine.proofs.worst import Worst
from earshot.engine.properties import Property
from earshot.kernel.texts import N_, Said, say

Sample = Mapping[str, Any]


def unowned(sample: Sample) -> Said:
    """``owned`` does not hold."""
    return say("No rule matches %(conversation)s: only otherwise decides it.", conversation=described(sample))


def dead(rule: str, because: Sequence[str]) -> Said:
    """``reachable`` does not hold."""
    if not because:
        return say("The rule %(rule)s never decides: its own condition is impossible.", rule=quoted(rule))
    return say(
        "The rule %(rule)s never decides: all that it matches is decided before it by %(rules)s.",
        rule=quoted(rule),
        rules=listed([quoted(name) for name in because]),
    )


def overlap(first: str, second: str, sample: Sample, winner: str) -> Said:
    """Two rules with different accountable roles meet."""
    return say(
        "%(first)s and %(second)s both match %(conversation)s; %(winner)s decides it.",
        first=quoted(first),
        second=quoted(second),
        conversation=described(sample),
        winner=quoted(winner),
    )


def more_overlaps(count: int, line: int) -> Finding:
    """The overlaps that are only counted."""
    return Finding("overlaps", "note", None, say("%(count)s more pairs of rules overlap.", count=count), {}, line=line)


def undecided_overlaps(count: int, line: int) -> Finding:
    """Pairs of which nobody knows."""
    message = say("Whether %(count)s more pairs of rules overlap could not be decided in time.", count=count)
    return Finding("overlaps", "note", None, message, {}, decided=False, line=line)


def undecided(property: Property, subject: str | None, line: int, severity: Severity = "error") -> Finding:
    """The third answer: the time was up."""
    message = (
        say("%(property)s could not be decided in time.", property=property)
        if subject is None
        else say(
            "%(property)s could not be decided in time for %(subject)s.", property=property, subject=quoted(subject)
        )
    )
    return Finding(property, severity, subject, message, {}, decided=False, line=line)


def broken(policy: Policy, guarantee: str, claim: Claim, rule: str, sample: Sample, worst: Worst | None) -> Said:
    """A guarantee does not hold."""
    return say(
        "%(guarantee)s does not hold: %(conversation)s is decided by %(rule)s, and %(breach)s.",
        guarantee=quoted(guarantee),
        conversation=described(sample),
        rule=say("otherwise") if rule == OTHERWISE else quoted(rule),
        breach=_breach(policy, claim, worst),
    )


def _breach(policy: Policy, claim: Claim, worst: Worst | None) -> Said:
    if worst is None:
        return say(_BREACHES[claim.kind], role=claim.role)
    if worst.takes is None:
        return say("no answer is owed by any time (%(allowed)s are promised)", allowed=length(claim.minutes))
    parts = {"since": moment(policy, worst.since), "takes": length(worst.takes), "allowed": length(claim.minutes)}
    if claim.hours == "always":
        return say("from %(since)s the answer may take %(takes)s instead of %(allowed)s", **parts)
    return say(
        "from %(since)s the answer may take %(takes)s of %(hours)s instead of %(allowed)s", hours=claim.hours, **parts
    )


_BREACHES = {
    "accountable": N_("%(role)s is not accountable"),
    "responsible": N_("%(role)s is not responsible"),
    "consulted": N_("%(role)s is not consulted"),
    "informed": N_("%(role)s is not informed"),
    "involves": N_("%(role)s is not involved"),
    "approved": N_("%(role)s does not approve it"),
}
