"""Random policies about time and people, as documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.engine.rota.minutes import EPOCH, WEEKDAYS

PEOPLE = ("ana", "ben", "chloe", "dan", "eva")
ROLES = ("support", "pr", "legal")
LED = ("support", "pr")
"""These have leads; the third perhaps."""
LADDERS = ("harm", "late", "again")
SKILL = "refunds"
INTENTS = ("complaint", "question", "praise", "press")
ZONES = ("UTC", "Asia/Taipei", "Europe/London", "America/New_York", "Australia/Lord_Howe")

BEGINNINGS = (
    "2026-03-06T09:00",  # America: forward on the 8th
    "2026-03-27T20:17",  # Europe: forward on the 29th
    "2026-10-02T10:00",  # Lord Howe: forward by half an hour on the 4th
    "2026-10-23T23:41",  # Europe: back on the 25th
    "2026-10-30T20:00",  # America: back on 1 November
    "2026-12-23T12:00",  # Christmas
    "2027-02-04T16:00",  # the lunar new year
    "2026-06-15T00:00",
)

BROKEN = [[("09:00", "12:00"), ("13:00", "18:00")], [("22:00", "06:00")], [("08:00", "24:00")], [("00:30", "02:15")]]


def minute(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(minutes=1)


def as_yaml(document: Mapping[str, Any]) -> str:
    """The text of a document; JSON is YAML. Durations are minutes in ours."""
    written = json.loads(json.dumps(document))
    for rule in (*written["rules"], written["otherwise"]):
        if "answer within" in rule:
            rule["answer within"] = {hours: f"{lasts}m" for hours, lasts in rule["answer within"].items()}
    for person in PEOPLE:
        written["people"][person] = {"name": person.title(), **written["people"][person]}
    skilled = any("skills" in person for person in written["people"].values())
    if skilled and written["rules"]:
        written["rules"][0]["skill"] = SKILL
    return json.dumps(written)


SPACE = {
    "languages": ["en", "ja", "zh-Hant"],
    "networks": ["bluesky", "mail"],
    "channels": ["desk"],
    "brands": ["tea"],
    "markets": ["tw", "jp"],
}
"""What a document may say of its space; it says nothing of time or people."""


@dataclass(frozen=True)
class Around:
    """What a document is drawn about: when something happens in it."""

    days: st.SearchStrategy[str]
    moments: st.SearchStrategy[str]
    """On the document's wall clock."""
    lasts: st.SearchStrategy[int]
    """Minutes within which answers are owed."""


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], int, int]:
    """A document, and the first and last minute to look at: one to four days around something that happens."""
    first = minute(draw(st.sampled_from(BEGINNINGS)))
    last = first + draw(st.integers(1, 4)) * 1440 - draw(st.sampled_from([0, 0, 37]))
    today = (EPOCH + timedelta(minutes=first)).date()
    days = st.integers(-2, 5).map(lambda step: str(today + timedelta(days=step)))
    moments = st.tuples(days, st.sampled_from(["00:00", "01:45", "02:30", "12:00"])).map(" ".join)
    around = Around(days, moments, st.sampled_from([1, 30, 60, 240, 600]))
    hours = {name: draw(opening_hours(str(today + timedelta(days=2)))) for name in ("office", "desk")}
    rotas = {"weeks": draw(rota(("always", *hours), days))}
    roles = {name: draw(role(("always", *hours), rotas, led=name in LED)) for name in ROLES}
    return {**draw(house(around, hours, rotas, roles)), "rules": draw(_rules(hours, around))}, first, last


@st.composite
def house(
    draw: st.DrawFn, around: Around, hours: Mapping[str, Any], rotas: Mapping[str, Any], roles: Mapping[str, Any]
) -> dict[str, Any]:
    """A document with all but its rules."""
    return {
        "policy": "Random",
        "backstop": "ana",
        "people": {name: draw(person(name)) for name in PEOPLE},
        "roles": roles,
        "hours": hours,
        "rotas": rotas,
        "ladders": draw(_ladders()),
        "otherwise": draw(outcome(("always", *hours), around)),
        "leave": draw(st.lists(_leave(around), max_size=4)),
        "overrides": draw(st.lists(_override(around), max_size=2)),
        "meetings": draw(st.lists(_meeting(), max_size=2, unique_by=lambda meeting: str(meeting["name"]))),
        **draw(optional(zone=st.sampled_from(ZONES), **{name: _some(values) for name, values in SPACE.items()})),
    }


def optional(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


def _some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


def person(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """What share, languages, skills and capacity somebody has changes nothing about when they are on duty."""
    others = st.sampled_from([other for other in PEOPLE if other != name])
    return optional(
        deputy=others,
        zone=st.sampled_from(ZONES),
        weight=st.sampled_from([0.5, 2]),
        languages=_some(["en", "ja"]),
        skills=st.just([SKILL]),
        capacity=st.integers(1, 3),
    )


@st.composite
def opening_hours(draw: st.DrawFn, closed: str) -> list[dict[str, Any]]:
    zone, days = draw(st.sampled_from(ZONES)), draw(st.sampled_from([WEEKDAYS, WEEKDAYS[:5], ("mon", "wed", "sun")]))
    holidays = draw(st.sampled_from([[], [closed], "TW", "GB-ENG"]))
    return [
        {"zone": zone, "days": list(days), "from": begins, "to": ends, "holidays": holidays}
        for begins, ends in draw(st.sampled_from(BROKEN))
    ]


@st.composite
def rota(draw: st.DrawFn, hours: Sequence[str], days: st.SearchStrategy[str]) -> dict[str, Any]:
    rotation = draw(st.sampled_from(["daily", "3 days", "weekly", "2 weeks"]))
    time = draw(st.sampled_from(["00:00", "01:30", "02:15", "09:00"]))
    on = draw(st.sampled_from(["mon ", ""])) if "week" in rotation else ""
    return {
        "hours": draw(st.sampled_from(hours)),
        "rotation": rotation,
        "people": draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3)),
        "start": draw(days),
        **draw(optional(handover=st.just(f"{on}{time}"), zone=st.sampled_from(ZONES))),
    }


@st.composite
def role(draw: st.DrawFn, hours: Sequence[str], rotas: Mapping[str, Any], *, led: bool) -> dict[str, Any]:
    """Any people, or a rota. ``led``: it has a lead for certain."""
    lead = {"lead": st.sampled_from(PEOPLE)}
    found: dict[str, Any] = {
        "members": draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True)),
        **draw(st.fixed_dictionaries(lead) if led else optional(**lead)),
    }
    if draw(st.booleans()):
        return {**found, "rota": draw(st.sampled_from(sorted(rotas)))}
    return {**found, "hours": draw(st.sampled_from(hours))}


@st.composite
def outcome(draw: st.DrawFn, hours: Sequence[str], around: Around) -> dict[str, Any]:
    role = st.sampled_from(ROLES)
    found: dict[str, Any] = {
        "accountable": draw(role),
        "handling": draw(st.sampled_from(["answer", "answer", "watch"])),
        **draw(
            optional(
                responsible=role,
                consulted=_some(ROLES),
                informed=_some(ROLES),
                ladder=st.sampled_from(LADDERS),
                **{"answer within": st.dictionaries(st.sampled_from(hours), around.lasts, min_size=1)},
            )
        ),
    }
    approver = st.sampled_from([*ROLES, *(f"{name}.lead" for name in LED)])
    found["approve by"] = draw(st.lists(approver, max_size=2, unique=True))
    return found


@st.composite
def _rules(draw: st.DrawFn, hours: Mapping[str, Any], around: Around) -> list[dict[str, Any]]:
    intents = draw(st.lists(st.sampled_from(INTENTS), max_size=3, unique=True))
    clocks = ("always", *hours)
    return [{"name": f"All {one}", "when": f"intent:{one}", **draw(outcome(clocks, around))} for one in intents]


@st.composite
def _ladders(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    targets = st.sampled_from(["support", "pr", "pr.lead", "ana", "ben"])
    ladders: dict[str, list[dict[str, Any]]] = {}
    for name in LADDERS:
        steps: list[dict[str, Any]] = [
            {"after": f"{number}h", "to": draw(targets)} for number in range(1, draw(st.integers(2, 3)))
        ]
        if draw(st.booleans()):
            steps.append({"continue": draw(st.sampled_from(LADDERS))})
        ladders[name] = steps
    return ladders


@st.composite
def _leave(draw: st.DrawFn, around: Around) -> dict[str, str]:
    begins, ends = sorted((draw(around.days), draw(around.days)))
    return {"person": draw(st.sampled_from(PEOPLE)), "from": begins, "to": ends}


@st.composite
def _override(draw: st.DrawFn, around: Around) -> dict[str, str]:
    begins, ends = sorted(draw(st.lists(around.moments, min_size=2, max_size=2, unique=True)))
    return {"role": draw(st.sampled_from(ROLES)), "person": draw(st.sampled_from(PEOPLE)), "from": begins, "to": ends}


@st.composite
def _meeting(draw: st.DrawFn) -> dict[str, Any]:
    teams = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True))
    named = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    days = draw(st.sampled_from(["", "mon ", "sun ", "tue-thu "]))
    return {
        "name": draw(st.sampled_from(["Daily", "Weekly"])),
        "every": f"{days}{draw(st.sampled_from(['02:15', '10:00', '23:45']))}",
        "minutes": draw(st.sampled_from([15, 60])),
        "teams": teams,
        "representatives": {teams[0]: named} if named else {},
        **draw(optional(zone=st.sampled_from(ZONES))),
    }
