"""represented: every team that a meeting lists has a representative in it."""

from __future__ import annotations

from collections.abc import Iterator

from earshot.engine.policy import Meeting, Policy
from earshot.engine.policy.problems import quoted
from earshot.engine.proofs.finding import Finding
from earshot.engine.proofs.timely.moments import moment
from earshot.engine.proofs.timely.window import Window
from earshot.engine.rota import DAY, instant_of, weekday
from earshot.engine.rota.zones import first_at, wall_of
from earshot.kernel.texts import Said, say


def represented(window: Window) -> list[Finding]:
    """For every meeting the first time that it begins without a team whose people are all on leave.

    Who represents is there from beginning to end. Nothing but leave keeps anybody away, and one person may represent
    several teams.
    """
    found = []
    for meeting in window.policy.meetings:
        missing = [(at, team) for at in _times(meeting, window) for team in _missing(window.policy, meeting, at)]
        if missing:
            found.append(_finding(window, meeting, missing))
    return found


def _times(meeting: Meeting, window: Window) -> Iterator[int]:
    """The minutes at which the meeting begins, in the window; in a skipped hour when the clock jumps over it."""
    days = range(wall_of(meeting.zone, window.first) // DAY - 2, wall_of(meeting.zone, window.last) // DAY + 2)
    for day in days:
        if weekday(day) in meeting.days:
            at = first_at(meeting.zone, day * DAY + meeting.at)
            if window.first <= at < window.last:
                yield at


def _missing(policy: Policy, meeting: Meeting, at: int) -> list[str]:
    """The teams of which nobody is there all the time, when the meeting begins in the minute ``at``."""
    ends = at + meeting.minutes
    return [
        team
        for team in meeting.teams
        if all(_away(policy, person, at, ends) for person in representatives(policy, meeting, team))
    ]


def representatives(policy: Policy, meeting: Meeting, team: str) -> tuple[str, ...]:
    """Who may represent a team: those named, else its members; where none are written, the people of its rota."""
    return meeting.representatives.get(team) or policy.roles[team].members or policy.staff(team)


def _away(policy: Policy, person: str, start: int, end: int) -> bool:
    """Whether leave takes any minute of the span from the person."""
    return any(begins < end and ends > start for begins, ends in policy.book.away_spans(person))


def _finding(window: Window, meeting: Meeting, missing: list[tuple[int, str]]) -> Finding:
    return Finding(
        property="represented",
        severity="error",
        subject=meeting.name,
        message=_message(window.policy, meeting, missing),
        sample={"at": instant_of(missing[0][0]).isoformat()},
        line=meeting.line,
    )


def _message(policy: Policy, meeting: Meeting, missing: list[tuple[int, str]]) -> Said:
    at, team = missing[0]
    parts = {"meeting": quoted(meeting.name), "team": team, "at": moment(policy, at)}
    if not representatives(policy, meeting, team):
        return say("Nobody represents %(team)s in the meeting %(meeting)s: the team has no people.", **parts)
    if len(missing) == 1:
        return say("On %(at)s nobody of %(team)s can be in the meeting %(meeting)s: all are on leave.", **parts)
    return say(
        "On %(at)s nobody of %(team)s can be in the meeting %(meeting)s: all are on leave. In all a team is missing "
        "%(times)s times.",
        times=len(missing),
        **parts,
    )
