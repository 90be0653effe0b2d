"""four_eyes: wherever approval is needed, every possible author has an approver other than the author on duty."""

from __future__ import annotations

from collections.abc import Iterator

from earshot.engine.policy import Rule
from earshot.engine.policy.problems import quoted
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.timely.moments import moment
from earshot.engine.proofs.timely.window import Presence, Window
from earshot.kernel.texts import Said, say

People = tuple[str, ...]
Alone = tuple[int, str, str]
"""A minute, an author on duty in it, and the approval that nobody else can give then."""


def four_eyes(window: Window) -> list[Finding]:
    """For every rule that asks for approval the first minute in which an author of the responsible role is on duty and,
    for some entry of ``approve by``, nobody but the author is. Without an author nothing is written."""
    known: dict[tuple[str, str], Alone | None] = {}
    found = []
    for rule in window.deciders():
        for entry in rule.approve_by:
            if (rule.responsible, entry) not in known:
                known[rule.responsible, entry] = _first_alone(window, rule.responsible, entry)
        alone = [at for entry in rule.approve_by if (at := known[rule.responsible, entry]) is not None]
        if alone:
            found.append(_finding(window, rule, min(alone, key=lambda at: at[0])))
    return found


def _first_alone(window: Window, responsible: str, entry: str) -> Alone | None:
    approvers = window.presence(entry)
    for start, authors, there in _together(window.presence(responsible), approvers):
        for author in authors:
            if not set(there) - {author}:
                return start, author, entry
    return None


def _together(authors: list[Presence], approvers: list[Presence]) -> Iterator[tuple[int, People, People]]:
    """Every span in which the same authors and the same approvers are on duty: its first minute, and both."""
    index = 0
    for start, end, writing in authors:
        at = start
        while at < end:
            while index < len(approvers) and approvers[index][1] <= at:
                index += 1
            begins, ends, there = approvers[index] if index < len(approvers) else (end, end, ())
            if begins > at:
                yield at, writing, ()
                at = min(begins, end)
            else:
                yield at, writing, there
                at = min(ends, end)


def _finding(window: Window, rule: Rule, alone: Alone) -> Finding:
    minute, author, entry = alone
    return Finding(
        property="four_eyes",
        severity="error",
        subject=rule.name,
        message=_message(window, rule, minute, author, entry),
        sample=window.sample(rule, minute),
        because=window.because(rule),
        line=rule.line,
    )


def _message(window: Window, rule: Rule, minute: int, author: str, entry: str) -> Said:
    parts = {"at": moment(window.policy, minute), "author": author, "approver": entry}
    if rule is window.policy.otherwise:
        return say(
            "On %(at)s %(author)s can answer what no rule names, and nobody else is on duty who could approve as "
            "%(approver)s.",
            **parts,
        )
    return say(
        "On %(at)s %(author)s can answer for the rule %(rule)s, and nobody else is on duty who could approve as "
        "%(approver)s.",
        rule=quoted(rule.name),
        **parts,
    )
