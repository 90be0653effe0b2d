"""Deadlines of every start at once against clocks read minute by minute."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Clocked, load
from earshot.engine.proofs.timely import Stretch, dues
from earshot.engine.rota import DAY, count
from tests.engine.proofs.timely.documents import as_yaml, documents
from tests.engine.proofs.timely.house import HOUSE, MONDAY
from tests.engine.proofs.timely.twin import Twin

CLOCKS = st.dictionaries(st.sampled_from(["always", "office", "desk"]), st.integers(1, 1500), min_size=1)


def each(stretches: list[Stretch]) -> dict[int, int]:
    """Start -> deadline; no start may be told twice."""
    found = {start: stretch.due_of(start) for stretch in stretches for start in range(stretch.start, stretch.end)}
    assert len(found) == sum(stretch.end - stretch.start for stretch in stretches)
    return found


@given(documents(), CLOCKS)
@settings(max_examples=40)
def test_every_start_has_the_deadline_that_the_clocks_read(
    drawn: tuple[dict[str, Any], int, int], clocks: dict[str, int]
) -> None:
    document, first, last = drawn
    within = [Clocked(hours, lasts) for hours, lasts in clocks.items()]
    found = each([*dues(load(as_yaml(document)), within, first, last)])
    twin = Twin(document, first, last)
    read = zip(*(twin.dues(hours, lasts) for hours, lasts in clocks.items()), strict=True)
    assert found == {start: min(both) for start, both in zip(range(first, last), read, strict=False)}


def test_a_clock_owes_nothing_once_its_hours_are_over() -> None:
    """Open on one Monday only: what comes too late for it is never counted, and ``count`` says the same."""
    later = ", ".join(str(date(2026, 11, 30) + timedelta(days=7 * number)) for number in range(600))
    text = HOUSE.replace(
        '"18:00"}', f'"18:00"}}\n  once: {{days: mon, from: "09:00", to: "10:00", holidays: [{later}]}}'
    )
    policy = load(text)
    found = each([*dues(policy, [Clocked("once", 30)], MONDAY, MONDAY + 2 * DAY)])
    for start in range(MONDAY, MONDAY + 2 * DAY, 30):
        counted = count(policy.hours["once"], start, 30)
        assert found.get(start) == (counted.due if counted else None)
    assert max(found) == MONDAY + 9 * 60 + 30
    both = each([*dues(policy, [Clocked("once", 30), Clocked("always", 900)], MONDAY, MONDAY + 2 * DAY)])
    assert both == {start: min(found.get(start, start + 900), start + 900) for start in range(MONDAY, MONDAY + 2 * DAY)}
