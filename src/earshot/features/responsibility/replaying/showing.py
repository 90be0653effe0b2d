"""A backtest as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from earshot.engine.policy import OTHERWISE
from earshot.features.conversations.queries import access_conversations
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import Backtest
from earshot.features.responsibility.replaying.reckoning import Handed, Load, Outcome, Side, outcome_of
from earshot.features.responsibility.replaying.running import SILENT, UNDER_WAY

EARLIEST = timedelta(seconds=2)
"""Before that a rate says nothing."""
KINDS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Pair:
    """One person under the version in force and under the other."""

    person: str
    before: Load
    after: Load


@dataclass(frozen=True, slots=True)
class Moved:
    """One kind of conversations that change hands, with some that can be opened: (id, how it begins)."""

    handed: Handed
    from_rule: str
    to_rule: str
    examples: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class RoleWeeks:
    """One role: its conversations in each week under either version (None: the same), and in all."""

    role: str
    cells: list[tuple[int, int]]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the section shows. ``left``: the time that it will still take (None: not known yet)."""

    row: Backtest
    under_way: bool
    percent: int
    left: timedelta | None
    outcome: Outcome | None
    pairs: list[Pair]
    moved: list[Moved]
    more: int
    weeks: list[date]
    roles: list[RoleWeeks]
    same: bool
    """The text is the one that was in force."""


def shown(row: Backtest, membership: Membership, now: datetime) -> Shown:
    """Of one backtest, for whoever reads it."""
    under_way = row.state in UNDER_WAY and now - row.seen_at < SILENT
    outcome = outcome_of(row.outcome) if row.outcome else None
    percent = min(99, 100 * row.done // row.total) if row.total and under_way else 0
    return Shown(
        row=row,
        under_way=under_way,
        percent=percent,
        left=_left(row, now) if under_way else None,
        outcome=outcome,
        pairs=_pairs(outcome) if outcome else [],
        moved=_moved(outcome.handed, membership) if outcome else [],
        more=max(0, len(outcome.handed) - KINDS_SHOWN) if outcome else 0,
        weeks=[date.fromisoformat(week) for week in _weeks(outcome)] if outcome else [],
        roles=_roles(outcome) if outcome else [],
        same=row.text == row.base.text,
    )


def _left(row: Backtest, now: datetime) -> timedelta | None:
    if row.started_at is None or not row.done or now - row.started_at < EARLIEST:
        return None
    return (now - row.started_at) * ((row.total - row.done) / row.done)


def _pairs(outcome: Outcome) -> list[Pair]:
    before, after = outcome.before.loads, outcome.after.loads
    return [Pair(name, before.get(name, Load()), after.get(name, Load())) for name in sorted({*before, *after})]


def _moved(handed: Sequence[Handed], membership: Membership) -> list[Moved]:
    kinds = sorted(handed, key=lambda each: -each.number)[:KINDS_SHOWN]
    wanted = {pk for each in kinds for pk in each.examples}
    rows = access_conversations(membership).filter(pk__in=wanted).values_list("pk", "snippet")
    there = dict(rows)
    return [
        Moved(
            each, _rule(each.from_rule), _rule(each.to_rule), [(pk, there[pk]) for pk in each.examples if pk in there]
        )
        for each in kinds
    ]


def _examples(handed: Handed, there: Mapping[int, str]) -> list[tuple[int, str]]:
    return [(pk, there[pk]) for pk in handed.examples if pk in there]


def _rule(name: str) -> str:
    return _("Otherwise") if name == OTHERWISE else name


def _weeks(outcome: Outcome) -> list[str]:
    return sorted({week for side in (outcome.before, outcome.after) for weeks in side.weeks.values() for week in weeks})


def _roles(outcome: Outcome) -> list[RoleWeeks]:
    weeks = _weeks(outcome)
    names = dict.fromkeys([*outcome.before.weeks, *outcome.after.weeks])
    rows = []
    for role in names:
        cells = [(_week(outcome.before, role, week), _week(outcome.after, role, week)) for week in weeks]
        rows.append(RoleWeeks(role, cells, sum(old for old, _new in cells), sum(new for _old, new in cells)))
    return rows


def _week(side: Side, role: str, week: str) -> int:
    return side.weeks.get(role, {}).get(week, 0)
