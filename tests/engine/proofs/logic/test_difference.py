"""Two versions: exactly the conversations that change hands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, decide, load
from earshot.engine.proofs import difference
from tests.engine.proofs.logic.documents import FIELDS, documents, enumerated, text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.test_twin import SLOW
from tests.engine.proofs.logic.twin import AT
from tests.engine.proofs.many import random_policies

POLICIES = random_policies(50)

Class = tuple[str, str, str, str]


@st.composite
def versions(draw: st.DrawFn) -> tuple[Policy, Policy, list[str]]:
    fields = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True))
    old, new = (draw(documents(4, fields))[0] for _ in range(2))
    if old["rules"] and draw(st.booleans()):
        new["rules"] = [*old["rules"][:1], *(rule for rule in new["rules"] if rule["name"] != old["rules"][0]["name"])]
    return load(text_of(old)), load(text_of(new)), fields


def handed(old: Policy, new: Policy, facts: Mapping[str, Any], at: datetime = AT) -> Class:
    before, after = decide(old, facts, at), decide(new, facts, at)
    return before.rule, before.accountable.role, after.rule, after.accountable.role


@settings(max_examples=POLICIES, suppress_health_check=SLOW)
@given(versions())
def test_it_tells_exactly_what_changes_hands(drawn: tuple[Policy, Policy, list[str]]) -> None:
    old, new, fields = drawn
    expected = {handed(old, new, facts) for facts in enumerated(fields)}
    with solver_here():
        found = difference(old, new, AT)
    assert found.decided
    classes = [(one.from_rule, one.from_role, one.to_rule, one.to_role) for one in found.handed]
    assert len(classes) == len(set(classes))
    assert set(classes) == {one for one in expected if one[1] != one[3]}
    for one in found.handed:
        assert handed(old, new, one.sample) == (one.from_rule, one.from_role, one.to_rule, one.to_role)


def test_two_zones_are_told_apart() -> None:
    document: dict[str, Any] = {
        "policy": "Night",
        "zone": "Europe/Berlin",
        "roles": {role: {"lead": role, "members": [role], "hours": "always"} for role in ("day", "night")},
        "rules": [{"name": "At night", "when": "hour>=22 OR hour<=5", "accountable": "night"}],
        "otherwise": {"accountable": "day"},
    }
    old, new = load(text_of(document)), load(text_of({**document, "zone": "America/New_York"}))
    with solver_here():
        found = difference(old, new, AT)
        assert difference(old, old, AT).handed == ()
    assert {(one.from_role, one.to_role) for one in found.handed} == {("day", "night"), ("night", "day")}
    assert [str(one.message) for one in found.handed] == [
        f"What {one.from_rule if one.from_rule == 'otherwise' else quoted(one.from_rule)} gave to {one.from_role}, "
        f"{one.to_rule if one.to_rule == 'otherwise' else quoted(one.to_rule)} now gives to {one.to_role}: for example "
        f"a post posted at {one.sample['posted'][:16].replace('T', ' ')} UTC."
        for one in found.handed
    ]


def quoted(name: str) -> str:
    return f'"{name}"'
