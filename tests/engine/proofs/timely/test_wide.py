"""The proofs about time and people over their whole ninety days, across the borders of the pieces they reckon in.

Not only the first finding of everything is compared: who is on duty, where nobody is, and every deadline.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from earshot.engine.policy import Policy, load
from earshot.engine.proofs import timely
from earshot.engine.proofs.timely import Window, dues
from tests.engine.proofs.many import random_policies
from tests.engine.proofs.timely.documents import ROLES, as_yaml
from tests.engine.proofs.timely.test_twin import first_minutes, shown, winning
from tests.engine.proofs.timely.wide_documents import BEYOND, documents, one_hole
from tests.engine.proofs.timely.wide_twin import WideTwin

POLICIES = random_policies(8)


@pytest.mark.whole
@given(documents())
@settings(max_examples=POLICIES, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking takes long here
def test_the_proof_and_its_twin_agree_over_ninety_days(drawn: tuple[dict[str, Any], int, int]) -> None:
    document, first, last = drawn
    policy, twin = load(as_yaml(document)), WideTwin(document, first, last)
    findings = timely.findings(policy, first, last, winning(document))
    for name in ("staffed", "in_time", "four_eyes", "represented"):
        assert first_minutes(findings, name) == getattr(twin, name)(), name
    assert all(shown(policy, finding) for finding in findings)
    window = Window(policy, first, last, winning(document))
    for role in ROLES:
        same_people(window, twin, role)
        same_people(window, twin, f"{role}.lead")
        same_holes(window, twin, role)
    for number, rule in enumerate(document["rules"]):
        same_deadlines(policy, twin, number, rule)


@pytest.mark.whole
@pytest.mark.parametrize("day", [0, 13, 14, 15, 29, 30, 31, 83, 84, 85, 89, 90, 91, 97, 98, 99, 104, 108, 111])
def test_one_hole_is_found_wherever_it_is(day: int) -> None:
    """Far behind the last day as well, for conversations that begin before it."""
    document, first, last = one_hole(day)
    policy, twin = load(as_yaml(document)), WideTwin(document, first, last)
    findings = timely.findings(policy, first, last, winning(document))
    assert first_minutes(findings, "staffed") == twin.staffed()
    assert first_minutes(findings, "in_time") == twin.in_time()
    assert bool(first_minutes(findings, "in_time")) == (day < 110)


def same_people(window: Window, twin: WideTwin, name: str) -> None:
    spans = window.presence(name)
    for minute in twin.looked_at:
        index = bisect_right(spans, minute, key=lambda span: span[0]) - 1
        here = spans[index][2] if index >= 0 and minute < spans[index][1] else ()
        assert frozenset(here) == twin.duty(name, minute), (name, minute)


def same_holes(window: Window, twin: WideTwin, role: str) -> None:
    """As deadlines are asked: a day at a time, and far behind the last minute as well."""
    for start in range(window.first, window.last + BEYOND * 1440, 1440):
        empty = (minute for minute in range(start, start + 1440, 1) if not twin.duty(role, minute))
        assert window.unstaffed(role, start, start + 1440) == next(empty, None), (role, start)


def same_deadlines(policy: Policy, twin: WideTwin, number: int, rule: dict[str, Any]) -> None:
    expected = zip(*(twin.dues(hours, lasts) for hours, lasts in rule["answer within"].items()), strict=True)
    found = deadlines(dues(policy, policy.rules[number].within, twin.first, twin.last))
    for minute, due in zip(twin.looked_at, map(min, expected), strict=True):
        assert next(found) == (minute, due)


def deadlines(stretches: Iterator[timely.Stretch]) -> Iterator[tuple[int, int]]:
    """Start and deadline of what a twin looks at; no start may lack, and none be told twice."""
    after = None
    for stretch in stretches:
        assert after in (None, stretch.start)
        for start in range(stretch.start, stretch.end):
            if after is None or start % 15 < 2:
                yield start, stretch.due_of(start)
            after = stretch.end
