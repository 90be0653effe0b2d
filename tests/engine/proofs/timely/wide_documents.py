"""Random policies that keep what they promise, but for what happens near some days of the ninety, as documents.

The proofs reckon in pieces of days: a hole in the first week would hide what is wrong near their borders, so in these
documents nothing happens far from one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.engine.proofs.timely import documents as some
from tests.engine.rota.minutes import EPOCH, QUARTER, WEEKDAYS

DAYS = 90
BEYOND = 60
"""Days after the last one in which deadlines may fall."""
BORDERS = (0, 14, 28, 30, 42, 56, 60, 70, 84, 90, 98, 112, 120)
"""Days after the first minute where pieces of 14, of 30 and of 90 days meet, before the end and behind it."""
LASTS = (15, 60, 240, 600, 2400)
"""Minutes within which answers are owed."""
LONG = 9000
"""So many minutes of office hours take 18 or 19 days."""
BEGINNINGS = ("2026-09-28T16:00", "2027-01-20T09:07")
"""Clocks go back within 14 and 42 days of the one, forward within the ninety of the other."""
STEPS = (-1440, -60, -QUARTER, 0, QUARTER, 60, 1440)


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], int, int]:
    """A document, the first minute, and the last of ninety days; every edge of time in it is a whole quarter."""
    first = some.minute(draw(st.sampled_from(BEGINNINGS)))
    around = near(first, draw(st.sampled_from(BORDERS)))
    closed = draw(around.days)
    hours = {name: draw(some.opening_hours(closed)) for name in ("office", "desk")}
    rotas = {"weeks": draw(some.rota(("always", *hours), around.days))}
    roles = {name: draw(role(tuple(hours))) for name in some.ROLES}
    document = draw(some.house(around, hours, rotas, roles))
    rules = [
        {"name": f"All {name}", "when": f"intent:{intent}", **draw(promise(name, roles[name]))}
        for name, intent in zip(some.ROLES, some.INTENTS, strict=False)
    ]
    return {**document, "rules": rules, "otherwise": {"accountable": "legal"}}, first, first + DAYS * 1440


def near(first: int, border: int) -> some.Around:
    """What may happen within two days of a border."""
    begins = EPOCH + timedelta(minutes=(first + border * 1440) // QUARTER * QUARTER)
    days = st.integers(-1, 2).map(lambda step: str((begins + timedelta(days=step)).date()))
    shown = st.sampled_from(STEPS).map(lambda step: written(begins + timedelta(minutes=step)))
    return some.Around(days, shown, st.sampled_from(LASTS))


def written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


@st.composite
def role(draw: st.DrawFn, hours: tuple[str, ...]) -> dict[str, Any]:
    """A rota, or one or two people, in their hours: a hole is what leave or an override makes."""
    found: dict[str, Any] = {"lead": draw(st.sampled_from(some.PEOPLE))}
    if draw(st.integers(0, 3)) == 0:
        return {**found, "rota": "weeks"}
    people = draw(st.lists(st.sampled_from(some.PEOPLE), min_size=1, max_size=2, unique=True))
    return {**found, "members": people, "hours": draw(st.sampled_from(["always", *hours]))}


@st.composite
def promise(draw: st.DrawFn, name: str, written: dict[str, Any]) -> dict[str, Any]:
    """An answer is owed in the hours of those who give it; now and then in others."""
    clock = written.get("hours", "always") if draw(st.integers(0, 4)) else draw(st.sampled_from(["office", "desk"]))
    lasts = st.sampled_from(LASTS)
    approver = st.sampled_from([*some.ROLES, *(f"{name}.lead" for name in some.ROLES)])
    return {
        "accountable": name,
        "answer within": {clock: draw(lasts), **draw(some.optional(always=lasts))},
        "approve by": draw(st.lists(approver, max_size=1)),
    }


def one_hole(day: int) -> tuple[dict[str, Any], int, int]:
    """A document that keeps all it promises but for one day of leave, so many days after the first minute."""
    first = some.minute(BEGINNINGS[0])
    away = str((EPOCH + timedelta(minutes=first, days=day)).date())
    office = {"zone": "UTC", "days": list(WEEKDAYS), "from": "09:00", "to": "17:00"}
    clocks = {"All support": {"office": 60}, "All pr": {"office": LONG}, "All legal": {"office": LONG, "always": 30240}}
    outcomes = [{"accountable": "support", "answer within": clock} for clock in clocks.values()]
    rules = [
        {"name": name, "when": f"intent:{intent}", **outcome}
        for name, intent, outcome in zip(clocks, some.INTENTS, outcomes, strict=False)
    ]
    return (
        {
            "policy": "One hole",
            "backstop": "ben",
            "people": {name: {} for name in some.PEOPLE},
            "roles": {name: {"members": ["ana"], "hours": "office"} for name in some.ROLES},
            "hours": {"office": [office]},
            "rotas": {},
            "ladders": {},
            "rules": rules,
            "otherwise": {"accountable": "support", "answer within": {"office": 60}},
            "leave": [{"person": "ana", "from": away, "to": away}],
            "overrides": [],
            "meetings": [],
        },
        first,
        first + DAYS * 1440,
    )
