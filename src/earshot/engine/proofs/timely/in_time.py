"""in_time: no deadline falls where nobody who could answer is on duty."""

from __future__ import annotations

from earshot.engine.policy import Clocked, Rule
from earshot.engine.policy.problems import quoted
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.timely.dues import dues
from earshot.engine.proofs.timely.moments import moment
from earshot.engine.proofs.timely.window import Window
from earshot.engine.rota import count
from earshot.kernel.texts import Said, say

Late = tuple[int, int]
"""A start, and its deadline in whose last minute nobody could answer."""


def in_time(window: Window) -> list[Finding]:
    """For every rule the first start whose deadline ends a minute without anybody of the responsible role.

    Deadlines that fall after the last minute are judged as well: what counts is when the conversation began.
    """
    known: dict[tuple[tuple[Clocked, ...], str], Late | None] = {}
    found = []
    for rule in window.deciders():
        question = (rule.within, rule.responsible)
        if question not in known:
            known[question] = _first_late(window, *question)
        late = known[question]
        if late is not None:
            found.append(_finding(window, rule, *late))
    return found


def _first_late(window: Window, within: tuple[Clocked, ...], role: str) -> Late | None:
    if _always_there(window, within, role):
        return None
    for stretch in dues(window.policy, within, window.first, window.last):
        minute = window.unstaffed(role, stretch.due - 1, stretch.due_of(stretch.end - 1))
        if minute is not None:
            return stretch.start_of(minute + 1), minute + 1
    return None


def _always_there(window: Window, within: tuple[Clocked, ...], role: str) -> bool:
    """Whether somebody is on duty in every minute in which a clock runs, and so in every one that ends at a deadline.

    Most policies owe their answers in the hours of those who give them. False: perhaps.
    """
    policy, latest = window.policy, window.last - 1
    counted = [count(policy.hours[clock.hours], latest, clock.minutes) for clock in within]
    ends = [found.due for found in counted if found]
    if not ends:
        return not within
    return all(window.staffed_while_open(role, clock.hours, min(ends)) for clock in within)


def _finding(window: Window, rule: Rule, start: int, due: int) -> Finding:
    return Finding(
        property="in_time",
        severity="error",
        subject=rule.name,
        message=_message(window, rule, start, due),
        sample=window.sample(rule, start),
        because=window.because(rule),
        line=rule.line,
    )


def _message(window: Window, rule: Rule, start: int, due: int) -> Said:
    parts = {
        "start": moment(window.policy, start),
        "due": moment(window.policy, due),
        "role": rule.responsible,
    }
    if rule is window.policy.otherwise:
        return say(
            "What no rule names and comes on %(start)s is to be answered by %(due)s, but nobody of %(role)s is on duty "
            "then.",
            **parts,
        )
    return say(
        "What the rule %(rule)s decides and comes on %(start)s is to be answered by %(due)s, but nobody of %(role)s is "
        "on duty then.",
        rule=quoted(rule.name),
        **parts,
    )
