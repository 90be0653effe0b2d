"""Random policies about time and people, as documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.engine.rota.minutes import EPOCH, WEEKDAYS

PEOPLE = ("ana", "ben", "chloe", "dan", "eva")
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
    return json.dumps(written)


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], int, int]:
    """A document, and the first and last minute to look at: one to four days around something that happens."""
    first = minute(draw(st.sampled_from(BEGINNINGS)))
    last = first + draw(st.integers(1, 4)) * 1440 - draw(st.sampled_from([0, 0, 37]))
    today = (EPOCH + timedelta(minutes=first)).date()
    around = st.integers(-2, 5).map(lambda step: str(today + timedelta(days=step)))
    zone = draw(st.sampled_from(ZONES))
    hours = {name: draw(_hours(str(today + timedelta(days=2)))) for name in ("office", "desk")}
    names = ("always", *hours)
    rotas = {name: draw(_rota(names, around)) for name in ("weeks",)}
    roles = {name: draw(_role(names, rotas)) for name in ("support", "pr", "legal")}
    document = {
        "policy": "Random",
        "zone": zone,
        "backstop": "ana",
        "people": {name: draw(_person(name)) for name in PEOPLE},
        "roles": roles,
        "hours": hours,
        "rotas": rotas,
        "ladders": draw(_ladders()),
        "rules": draw(_rules(names)),
        "otherwise": draw(_outcome(names)),
        "leave": draw(st.lists(_leave(around), max_size=4)),
        "overrides": draw(st.lists(_override(around), max_size=2)),
        "meetings": draw(st.lists(_meeting(), max_size=2, unique_by=lambda meeting: str(meeting["name"]))),
    }
    return document, first, last


def _person(name: str) -> st.SearchStrategy[dict[str, Any]]:
    others = st.sampled_from([other for other in PEOPLE if other != name])
    return st.fixed_dictionaries({}, optional={"deputy": others, "zone": st.sampled_from(ZONES)})


@st.composite
def _hours(draw: st.DrawFn, closed: str) -> list[dict[str, Any]]:
    zone, days = draw(st.sampled_from(ZONES)), draw(st.sampled_from([WEEKDAYS, WEEKDAYS[:5], ("mon", "wed", "sun")]))
    holidays = draw(st.sampled_from([[], [closed], "TW", "GB-ENG"]))
    return [
        {"zone": zone, "days": list(days), "from": begins, "to": ends, "holidays": holidays}
        for begins, ends in draw(st.sampled_from(BROKEN))
    ]


@st.composite
def _rota(draw: st.DrawFn, hours: tuple[str, ...], around: st.SearchStrategy[str]) -> dict[str, Any]:
    rotation = draw(st.sampled_from(["daily", "3 days", "weekly"]))
    time = draw(st.sampled_from(["00:00", "01:30", "02:15", "09:00"]))
    return {
        "hours": draw(st.sampled_from(hours)),
        "rotation": rotation,
        "people": draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3)),
        "handover": f"mon {time}" if rotation == "weekly" else time,
        "start": draw(around),
        "zone": draw(st.sampled_from(ZONES)),
    }


@st.composite
def _role(draw: st.DrawFn, hours: tuple[str, ...], rotas: Mapping[str, Any]) -> dict[str, Any]:
    role: dict[str, Any] = {
        "lead": draw(st.sampled_from(PEOPLE)),
        "members": draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True)),
    }
    if draw(st.booleans()):
        return {**role, "rota": draw(st.sampled_from(sorted(rotas)))}
    return {**role, "hours": draw(st.sampled_from(hours))}


@st.composite
def _outcome(draw: st.DrawFn, hours: tuple[str, ...]) -> dict[str, Any]:
    role = st.sampled_from(["support", "pr", "legal"])
    outcome: dict[str, Any] = {
        "accountable": draw(role),
        "handling": draw(st.sampled_from(["answer", "answer", "watch"])),
    }
    if draw(st.booleans()):
        outcome["responsible"] = draw(role)
    if draw(st.booleans()):
        lasts = st.sampled_from([1, 30, 60, 240, 600])
        outcome["answer within"] = draw(st.dictionaries(st.sampled_from(hours), lasts, min_size=1))
    approver = st.sampled_from(["support", "pr", "legal", "support.lead", "pr.lead", "legal.lead"])
    outcome["approve by"] = draw(st.lists(approver, max_size=2, unique=True))
    return outcome


@st.composite
def _rules(draw: st.DrawFn, hours: tuple[str, ...]) -> list[dict[str, Any]]:
    intents = draw(st.lists(st.sampled_from(INTENTS), max_size=3, unique=True))
    return [{"name": f"All {one}", "when": f"intent:{one}", **draw(_outcome(hours))} for one in intents]


@st.composite
def _ladders(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    names = ("harm", "late", "again")
    targets = st.sampled_from(["support", "pr", "pr.lead", "ana", "ben"])
    ladders: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        steps: list[dict[str, Any]] = [
            {"after": f"{number}h", "to": draw(targets)} for number in range(1, draw(st.integers(2, 3)))
        ]
        if draw(st.booleans()):
            steps.append({"continue": draw(st.sampled_from(names))})
        ladders[name] = steps
    return ladders


@st.composite
def _leave(draw: st.DrawFn, around: st.SearchStrategy[str]) -> dict[str, str]:
    begins, ends = sorted((draw(around), draw(around)))
    return {"person": draw(st.sampled_from(PEOPLE)), "from": begins, "to": ends}


@st.composite
def _override(draw: st.DrawFn, around: st.SearchStrategy[str]) -> dict[str, str]:
    moment = st.tuples(around, st.sampled_from(["00:00", "01:45", "02:30", "12:00"])).map(" ".join)
    begins, ends = sorted(draw(st.lists(moment, min_size=2, max_size=2, unique=True)))
    role, person = draw(st.sampled_from(["support", "pr"])), draw(st.sampled_from(PEOPLE))
    return {"role": role, "person": person, "from": begins, "to": ends}


@st.composite
def _meeting(draw: st.DrawFn) -> dict[str, Any]:
    teams = draw(st.lists(st.sampled_from(["support", "pr", "legal"]), min_size=1, max_size=3, unique=True))
    named = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    days = draw(st.sampled_from(["", "mon ", "sun "]))
    return {
        "name": draw(st.sampled_from(["Daily", "Weekly"])),
        "every": f"{days}{draw(st.sampled_from(['02:15', '10:00', '23:45']))}",
        "minutes": draw(st.sampled_from([15, 60])),
        "zone": draw(st.sampled_from(ZONES)),
        "teams": teams,
        "representatives": {teams[0]: named} if named else {},
    }
