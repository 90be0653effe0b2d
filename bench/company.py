"""Policies of a company of 200 people: the rules of ``policies``, with rotas, leave, deputies, ladders and meetings.

The same for the same size. What happens in them happens in the ninety days from ``FIRST`` on.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bench.policies import document as without_people

FIRST = date(2026, 11, 23)
DAYS = 90
EACH = 8
"""People of a team; with 25 teams some 200."""
ON_ROTA = 3
"""Every third team takes turns."""
PLACES = (("Asia/Taipei", "TW"), ("Asia/Tokyo", "JP"), ("Europe/London", "GB"), ("America/New_York", "US"))
HOURS = (("09:00", "18:00"), ("10:00", "21:00"))
ABSENCES = 300
"""One and a half for each in the ninety days, of one day to two weeks."""
COVERS = 40


def document(rules: int, seed: int = 1) -> str:
    """A document of so many rules, as JSON, which is YAML."""
    draw = random.Random(seed)
    found: dict[str, Any] = json.loads(without_people(rules, seed))
    teams = [*found["roles"]]
    staff = {team: [f"{team}-{number}" for number in range(EACH)] for team in teams}
    everybody = [person for people in staff.values() for person in people]
    rotas = {team: _rota(draw, number, staff[team]) for number, team in enumerate(teams) if number % ON_ROTA == 0}
    ladders = _ladders(teams)
    return json.dumps(
        {
            **found,
            "policy": f"{rules} rules, {len(everybody)} people",
            "people": {person: _person(draw, person, staff) for person in everybody},
            "roles": {team: _role(team, number, staff[team], rotas) for number, team in enumerate(teams)},
            "hours": {f"hours-{number}": _hours(number) for number in range(len(PLACES) * len(HOURS))},
            "rotas": rotas,
            "ladders": ladders,
            "rules": [{**rule, **_owed(draw, rule, teams, ladders)} for rule in found["rules"]],
            "leave": [_absence(draw, everybody) for _ in range(ABSENCES)],
            "overrides": [_cover(draw, teams, staff) for _ in range(COVERS)],
            "meetings": [_meeting(number, teams) for number in range(6)],
        }
    )


def _hours_of(number: int) -> str:
    """The hours of a team by its place in the document."""
    return "always" if number == 0 else f"hours-{number % (len(PLACES) * len(HOURS))}"


def _hours(number: int) -> dict[str, str]:
    zone, holidays = PLACES[number % len(PLACES)]
    begins, ends = HOURS[number // len(PLACES)]
    return {"zone": zone, "days": "mon-fri", "from": begins, "to": ends, "holidays": holidays}


def _rota(draw: random.Random, number: int, people: Sequence[str]) -> dict[str, Any]:
    daily = number % 2 == 0
    return {
        "hours": _hours_of(number),
        "rotation": "daily" if daily else "weekly",
        "people": draw.sample(people, 4),
        "handover": "09:00" if daily else "mon 09:00",
        "start": str(FIRST - timedelta(days=7 * number)),
    }


def _role(team: str, number: int, people: Sequence[str], rotas: dict[str, Any]) -> dict[str, Any]:
    covers = {"rota": team} if team in rotas else {"hours": _hours_of(number)}
    return {"lead": people[0], "members": people, **covers}


def _person(draw: random.Random, person: str, staff: dict[str, list[str]]) -> dict[str, Any]:
    team = person.rpartition("-")[0]
    return {
        "deputy": draw.choice([other for other in staff[team] if other != person]),
        "zone": draw.choice(PLACES)[0],
        "languages": ["en", draw.choice(["ja", "zh", "de"])],
    }


def _ladders(teams: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """One for each team, which goes on as everybody's."""
    last = [{"after": "30m", "to": f"{teams[0]}.lead"}, {"after": "1h", "to": f"{teams[1]}-0"}]
    own = {
        f"late-{team}": [
            {"after": "20m", "to": team},
            {"after": "40m", "to": f"{team}.lead"},
            {"continue": "to the top"},
        ]
        for team in teams[1:]
    }
    return {**own, "to the top": last}


def _owed(draw: random.Random, rule: dict[str, Any], teams: Sequence[str], ladders: dict[str, Any]) -> dict[str, Any]:
    """Answers are owed in the hours of those who give them; one rule in forty overlooks that."""
    team = str(rule["accountable"])
    hours = "always" if draw.random() < 0.025 else _hours_of(teams.index(team))
    ladder = f"late-{team}" if f"late-{team}" in ladders else "to the top"
    return {"answer within": {hours: draw.choice(["1h", "2h", "4h", "8h"])}, "ladder": ladder}


def _absence(draw: random.Random, everybody: Sequence[str]) -> dict[str, str]:
    first = FIRST + timedelta(days=draw.randrange(DAYS))
    last = first + timedelta(days=draw.choice([0, 0, 1, 4, 13]))
    return {"person": draw.choice(everybody), "from": str(first), "to": str(last)}


def _cover(draw: random.Random, teams: Sequence[str], staff: dict[str, list[str]]) -> dict[str, str]:
    team, day = draw.choice(teams), FIRST + timedelta(days=draw.randrange(DAYS))
    return {"role": team, "person": draw.choice(staff[team]), "from": f"{day} 09:00", "to": f"{day} 18:00"}


def _meeting(number: int, teams: Sequence[str]) -> dict[str, Any]:
    return {
        "name": f"Meeting {number}",
        "every": "mon 10:00",
        "minutes": 30,
        "teams": teams[number * 4 : number * 4 + 4],
    }
