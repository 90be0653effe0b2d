"""``--backtest`` of ``earshot policy diff``: two documents on this installation's own history."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from earshot.kernel.errors import BadInput
from earshot.site.commands.at_home import open_home, workspace_of

if TYPE_CHECKING:
    from earshot.engine.policy import Policy
    from earshot.features.responsibility.replaying.reckoning import Outcome

_DAYS = re.compile(r"(\d{1,4})d")
LONGEST = 3_660


def days_of(text: str) -> int:
    """``90d`` -> 90.

    Raises:
        BadInput: it is no number of days.
    """
    found = _DAYS.fullmatch(text)
    if found is None or not 0 < int(found[1]) <= LONGEST:
        raise BadInput(f"--backtest {text} is no number of days.", "Write it like 90d.")
    return int(found[1])


def replayed(before: Policy, after: Policy, days: int, slug: str) -> Outcome:
    """Both on the conversations of the last days; how far it is goes to standard error, where somebody looks at it."""
    open_home()
    from earshot.features.responsibility.replaying.at_once import rerun
    from earshot.ports.services import services

    looked_at = sys.stderr.isatty()

    def said(done: int, total: int) -> None:
        if looked_at:
            print(f"\r{done:,} of {total:,} conversations", end="" if done < total else "\n", file=sys.stderr)

    return rerun(workspace_of(slug), before, after, services().clock.now(), days, said)


def lines(outcome: Outcome, days: int) -> list[str]:
    """What came out, as a table."""
    if not outcome.number:
        return [f"There is no conversation of the last {days} days."]
    told = [
        f"Of {outcome.number:,} conversations of the last {days} days "
        f"{outcome.moved:,} would have had another accountable role."
    ]
    for each in sorted(outcome.handed, key=lambda handed: -handed.number):
        examples = ", ".join(map(str, each.examples))
        kind = f"{each.from_role} ({each.from_rule}) -> {each.to_role} ({each.to_rule})"
        told.append(f"  {each.number:>7,}  {kind}, for example {examples}")
    before, after = outcome.before, outcome.after
    told.append(f"{'':<20}{'conversations':>20}{'most at once':>20}{'late':>20}")
    for person in sorted({*before.loads, *after.loads}):
        old, new = before.loads.get(person), after.loads.get(person)
        cells = [_pair(getattr(old, name, 0), getattr(new, name, 0)) for name in ("number", "most", "late")]
        told.append(f"{person:<20}{cells[0]:>20}{cells[1]:>20}{cells[2]:>20}")
    told.append(
        f"Deadlines missed: {_pair(before.late, after.late)}. With nobody on duty: {_pair(before.gaps, after.gaps)}."
    )
    told.append("Facts are those of today; each is taken to be answered when it was in truth.")
    return told


def _pair(old: int, new: int) -> str:
    return f"{old:,}" if old == new else f"{old:,} -> {new:,}"
