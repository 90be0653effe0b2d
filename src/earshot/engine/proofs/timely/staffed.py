"""staffed: every role that can be accountable for an answer has a person on duty at every minute of its hours."""

from __future__ import annotations

from earshot.engine.policy import Rule
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.timely.moments import length, span
from earshot.engine.proofs.timely.window import Window
from earshot.engine.rota import Span, merged
from earshot.kernel.texts import Said, say


def staffed(window: Window) -> list[Finding]:
    """For every such role its first hole, and how much more there is."""
    found, deciding = [], accountable(window)
    for role in window.policy.roles:
        rules = [rule for rule in deciding if rule.accountable == role]
        holes = merged((shift.start, shift.end) for shift in window.shifts(role) if not shift.covers) if rules else []
        if holes:
            found.append(_finding(window, role, rules, holes))
    return found


def accountable(window: Window) -> list[Rule]:
    """The rules by which a role can be accountable for an answer; ``otherwise`` counts whether or not it decides."""
    rest = window.policy.otherwise
    rules = [rule for rule in window.deciders() if rule is not rest]
    return [*rules, rest] if rest.handling == "answer" else rules


def _finding(window: Window, role: str, rules: list[Rule], holes: list[Span]) -> Finding:
    return Finding(
        property="staffed",
        severity="error",
        subject=role,
        message=_message(window, role, holes),
        sample=window.sample(rules[0], holes[0][0]),
        because=tuple(name for rule in rules for name in window.because(rule)),
        line=window.policy.roles[role].line,
    )


def _message(window: Window, role: str, holes: list[Span]) -> Said:
    parts = {
        "role": role,
        "span": span(window.policy, *holes[0]),
        "hours": window.policy.roles[role].hours,
    }
    if len(holes) == 1:
        return say("Nobody of %(role)s is on duty on %(span)s, although its hours are %(hours)s.", **parts)
    return say(
        "Nobody of %(role)s is on duty on %(span)s, although its hours are %(hours)s. There are %(holes)s such holes, "
        "%(length)s in all.",
        **parts,
        holes=len(holes),
        length=length(sum(end - start for start, end in holes)),
    )
