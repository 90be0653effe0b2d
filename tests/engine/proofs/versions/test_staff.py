"""Who is in a role: the proof tells exactly the roles in which a look at every quarter of an hour finds something."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, load, on_duty, on_leave
from earshot.engine.proofs import Change, changing, difference
from tests.engine.proofs.logic.documents import text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.test_twin import SLOW
from tests.engine.proofs.logic.twin import AT
from tests.engine.proofs.many import random_policies

DAYS = 3
MOMENTS = [AT + timedelta(minutes=15 * step) for step in range(DAYS * 96)]
PEOPLE = ("ana", "ben", "cy", "dee")
ROLES = ("a", "b")

people = st.sampled_from(PEOPLE)
team = st.lists(people, min_size=1, max_size=3, unique=True)
moment = st.tuples(st.sampled_from(["2026-11-23", "2026-11-24", "2026-11-26"]), st.sampled_from(["00:00", "09:30"]))


@st.composite
def roles(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {"members": draw(team), draw(st.sampled_from(["hours", "rota"])): "day"}
    return {**found, "lead": draw(people)} if draw(st.booleans()) else found


@st.composite
def overrides(draw: st.DrawFn) -> dict[str, Any]:
    start, end = sorted(" ".join(one) for one in draw(st.lists(moment, min_size=2, max_size=2, unique=True)))
    return {"role": draw(st.sampled_from(ROLES)), "person": draw(people), "from": start, "to": end}


leaves = st.builds(
    lambda person, day: {"person": person, "from": day, "to": day},
    people,
    st.sampled_from(["2026-11-20", "2026-11-24", "2026-11-25"]),
)
persons = st.fixed_dictionaries(
    {},
    optional={
        "deputy": people,
        "languages": st.just(["en"]),
        "capacity": st.integers(3, 4),
        "weight": st.just(0.5),
        "skills": st.just(["law"]),
    },
)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "people": st.fixed_dictionaries(dict.fromkeys(PEOPLE, persons)).map(
        lambda found: {name: {key: word for key, word in one.items() if word != name} for name, one in found.items()}
    ),
    "roles": st.fixed_dictionaries(dict.fromkeys(ROLES, roles())),
    "hours": st.sampled_from(["09:00", "09:30"]).map(
        lambda start: {"day": {"days": "daily", "from": start, "to": "18:00"}}
    ),
    "rotas": st.builds(
        lambda some, start: {"day": {"hours": "day", "rotation": "daily", "people": some, "start": start}},
        team,
        st.sampled_from(["2026-11-23", "2026-11-25"]),
    ),
    "leave": st.lists(leaves, max_size=2),
    "overrides": st.lists(overrides(), max_size=2),
    "backstop": people,
}


@st.composite
def versions(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Two versions that have some parts in common."""
    old = {name: draw(part) for name, part in PARTS.items()}
    new = {name: draw(part) if draw(st.booleans()) else old[name] for name, part in PARTS.items()}
    rest = {"policy": "Two", "zone": "Asia/Taipei", "rules": [], "otherwise": {"accountable": "a"}}
    return load(text_of({**old, **rest})), load(text_of({**new, **rest}))


def told(old: Policy, new: Policy, role: str) -> bool:
    """Whether something about the role is another."""
    was, now = old.roles[role], new.roles[role]
    some, others = old.staff(role), new.staff(role)
    if was.lead != now.lead or {*some} != {*others} or first_apart(old, new, role):
        return True
    if not was.rota and not now.rota and some != others:
        return True
    if any(is_open(old, role, at) != is_open(new, role, at) for at in MOMENTS):
        return True
    return any(differs(old, new, person) for person in {*some, was.lead} & {*others, now.lead} if person)


def is_open(policy: Policy, role: str, at: datetime) -> bool:
    return policy.book.is_open(role, int(at.timestamp()) // 60)


def differs(old: Policy, new: Policy, person: str) -> bool:
    """Whether somebody who stays is limited, stood in for or away in another way."""
    was, now = old.people[person], new.people[person]
    keys = ("deputy", "languages", "capacity", "weight", "skills")
    away = any(on_leave(old, person, at) != on_leave(new, person, at) for at in MOMENTS)
    return away or any(getattr(was, key) != getattr(now, key) for key in keys)


def first_apart(old: Policy, new: Policy, role: str) -> datetime | None:
    """The first quarter of an hour in which others are on duty."""
    return next((at for at in MOMENTS if {*on_duty(old, role, at)} != {*on_duty(new, role, at)}), None)


@settings(max_examples=random_policies(60), suppress_health_check=SLOW)
@given(versions())
def test_it_tells_exactly_the_roles_that_are_others(drawn: tuple[Policy, Policy]) -> None:
    old, new = drawn
    with solver_here(), patch.object(changing, "DAYS", DAYS):
        found = difference(old, new, AT)
    changes: list[Change] = [*found.changes]
    assert {change.kind for change in changes} <= {"people"}
    assert [change.subject for change in changes] == [
        *([None] if old.backstop != new.backstop else []),
        *(role for role in new.roles if told(old, new, role)),
    ]
    for change in changes:
        apart = first_apart(old, new, change.subject) if change.subject else None
        if change.subject == "a":  # accountable for everything
            assert change.sample == ({"at": apart.isoformat()} if apart else {})
        assert ("on duty instead of" in change.message) == bool(apart)
        assert (change.before, change.after) == ends(old, new, change.subject)


def ends(old: Policy, new: Policy, role: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if role is None:
        return (old.backstop,), (new.backstop,)
    return old.staff(role), new.staff(role)
