"""An independent, slow, plain reading of docs/guide/policy.md: the oracle of ``earshot.engine.policy``.

It shares no code with the engine. It knows time only as single minutes: a minute is converted to each wall clock and asked who
covers; a deadline is found by walking from minute to minute until a clock has counted its duration.

    oracle = Oracle(text_or_dict)                 # an error-free policy document
    oracle.on_duty("pr", at)                      # -> ["ana"]
    answer = decide_oracle(oracle, facts, at)     # a document or an Oracle
    answer.role, answer.people, answer.deadline, answer.on_duty, answer.rule, answer.gap ...

``facts`` use the names of the query language (``topic``, ``tag``, ``is`` and ``has`` are lists). How conditions are read stands in
``tests.oracle_conditions``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle_conditions import holds

MINUTE = timedelta(minutes=1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GIVE_UP = timedelta(days=60)
"""A walk ends here; tests keep durations below it."""


@dataclass(frozen=True)
class Answer:
    """What the policy says. ``people``: whom the work may go to (one of them gets it); several only where several on duty fit
    equally and have equally little open work for their weight."""

    rule: str
    handling: str
    role: str
    people: frozenset[str]
    responsible: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    deadline: datetime | None
    approve_by: tuple[str, ...]
    ladder: str | None
    gap: bool
    on_duty: tuple[str, ...]


def decide_oracle(
    document: str | Mapping[str, Any] | Oracle,
    facts: Mapping[str, Any],
    at: datetime,
    load: Mapping[str, int] | None = None,
) -> Answer:
    """Decide one conversation; ``facts`` may carry ``turn_since`` (aware datetime)."""
    oracle = document if isinstance(document, Oracle) else Oracle(document)
    return oracle.decide(facts, at, load)


class Oracle:
    def __init__(self, document: str | Mapping[str, Any]) -> None:
        if isinstance(document, str):
            from ruamel.yaml import YAML

            document = YAML(typ="base", pure=True).load(document)
        self.document = document
        self.zone = document.get("zone") or "UTC"
        self.roles = document["roles"]

    # who is on duty -----------------------------------------------------------------------------------------------

    def on_duty(self, role: str, at: datetime) -> list[str]:
        """Who covers the role in the minute of ``at``."""
        if role.endswith(".lead"):
            lead = self.roles[role[: -len(".lead")]]["lead"]
            open_now = self.is_open(role[: -len(".lead")], at)
            return [lead] if open_now and not self.on_leave(lead, at) else []
        if not self.is_open(role, at):
            return []
        replaced = [entry for entry in self._list("overrides") if entry["role"] == role and self._within(entry, at)]
        if replaced:
            return [replaced[-1]["person"]]
        found: list[str] = []
        for person in self._planned(role, at):
            if self.on_leave(person, at):
                person = self._deputy(person)
            if person is not None and not self.on_leave(person, at) and person not in found:
                found.append(person)
        return found

    def is_open(self, role: str, at: datetime) -> bool:
        """Whether the minute lies in the role's hours."""
        spec = self.roles[role]
        hours = self.document["rotas"][spec["rota"]]["hours"] if spec.get("rota") else spec["hours"]
        return self.clock_runs(hours, at)

    def clock_runs(self, hours: str, at: datetime) -> bool:
        """Whether the named hours are open in the minute of ``at``."""
        if hours == "always":
            return True
        spec = self.document["hours"][hours]
        return any(self._opening_runs(opening, at) for opening in (spec if isinstance(spec, list) else [spec]))

    def _opening_runs(self, opening: Mapping[str, Any], at: datetime) -> bool:
        wall = self._wall(at, opening.get("zone"))
        now = f"{wall:%H:%M}"
        begins, ends = opening["from"].zfill(5), opening["to"].zfill(5)
        if begins < ends:
            return begins <= now < ends and self._opens_on(opening, wall.date())
        if now >= begins:
            return self._opens_on(opening, wall.date())
        return now < ends and self._opens_on(opening, wall.date() - timedelta(days=1))

    def _opens_on(self, opening: Mapping[str, Any], day: date) -> bool:
        return day.weekday() in days_of(opening.get("days")) and not is_holiday(opening.get("holidays"), day)

    def on_leave(self, person: str, at: datetime) -> bool:
        own = (self._people().get(person) or {}).get("zone")
        day = self._wall(at, own).date().isoformat()
        return any(entry["person"] == person and entry["from"] <= day <= entry["to"] for entry in self._list("leave"))

    def _deputy(self, person: str) -> str | None:
        return (self._people().get(person) or {}).get("deputy")

    def _planned(self, role: str, at: datetime) -> list[str]:
        spec = self.roles[role]
        if not spec.get("rota"):
            return spec.get("members") or []
        rota = self.document["rotas"][spec["rota"]]
        return [rota["people"][self._turn(rota, at) % len(rota["people"])]]

    def _turn(self, rota: Mapping[str, Any], at: datetime) -> int:
        """How many handovers the wall clock has reached since the first person's first; negative before."""
        length = {"daily": 1, "weekly": 7}.get(rota["rotation"]) or days_of_rotation(rota["rotation"])
        day, _, time = (rota.get("handover") or "00:00").rpartition(" ")
        first = date.fromisoformat(rota["start"])
        while day and DAYS[first.weekday()] != day:
            first -= timedelta(days=1)
        hour, minute = map(int, time.split(":"))
        begin = datetime(first.year, first.month, first.day, hour, minute)  # noqa: DTZ001  a wall clock
        return (self._reached(at, rota.get("zone")) - begin) // timedelta(days=length)

    def _reached(self, at: datetime, zone: str | None) -> datetime:
        """The latest time that the wall has shown: in a repeated hour, what it showed before going back."""
        wall = self._wall(at, zone)
        if not wall.fold:
            return wall.replace(tzinfo=None)
        earlier = (self._wall(at - back * MINUTE, zone) for back in range(181))
        return max(shown.replace(tzinfo=None, fold=0) for shown in earlier)

    def _within(self, entry: Mapping[str, Any], at: datetime) -> bool:
        return instant_of(self.zone, entry["from"]) <= at < instant_of(self.zone, entry["to"])

    def _wall(self, at: datetime, zone: str | None) -> datetime:
        return at.astimezone(ZoneInfo(zone or self.zone))

    def _people(self) -> Mapping[str, Any]:
        return self.document.get("people") or {}

    def _list(self, key: str) -> list[Any]:
        return self.document.get(key) or []

    # deciding -----------------------------------------------------------------------------------------------------

    def decide(self, facts: Mapping[str, Any], at: datetime, load: Mapping[str, int] | None = None) -> Answer:
        at = at.astimezone(UTC).replace(second=0, microsecond=0)
        rule = next((one for one in self._list("rules") if self._holds(one, facts)), self.document["otherwise"])
        role = rule["accountable"]
        on_duty = self.on_duty(role, at)
        deadline = self._deadline(rule, facts.get("turn_since") or at)
        responsible = rule.get("responsible") or role
        return Answer(
            rule=rule.get("name", "otherwise"),
            handling=rule.get("handling") or "answer",
            role=role,
            people=frozenset(self._best(on_duty, rule, facts, load or {}) or [self._backstop()]),
            responsible=responsible,
            consulted=self._letters(rule, facts, "consulted"),
            informed=self._letters(rule, facts, "informed"),
            deadline=deadline,
            approve_by=tuple(rule.get("approve by") or ()),
            ladder=rule.get("ladder"),
            gap=deadline is not None and not self.on_duty(responsible, deadline - MINUTE),
            on_duty=tuple(on_duty),
        )

    def _holds(self, entry: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
        return holds(entry["when"], facts, self.zone)

    def _best(
        self, on_duty: list[str], rule: Mapping[str, Any], facts: Mapping[str, Any], load: Mapping[str, int]
    ) -> list[str]:
        """Points as in a contest: what is asked first outweighs all that is asked after it."""

        def points(person: str) -> tuple[bool, bool, bool, float]:
            says = self._people().get(person) or {}
            open_now = load.get(person, 0)
            return (
                not rule.get("skill") or rule["skill"] in says.get("skills", []),
                self._reads(says.get("languages"), facts.get("lang") or "und"),
                open_now < int(says.get("capacity", 10**9)),
                -open_now / float(says.get("weight", 1)),
            )

        return [person for person in on_duty if points(person) == max(map(points, on_duty))]

    @staticmethod
    def _reads(languages: list[str] | None, lang: str) -> bool:
        if not languages or lang == "und":
            return True
        return lang in languages or lang.split("-")[0] in languages

    def _backstop(self) -> str:
        return self.document.get("backstop") or self.roles[self.document["otherwise"]["accountable"]]["lead"]

    def _letters(self, rule: Mapping[str, Any], facts: Mapping[str, Any], letter: str) -> tuple[str, ...]:
        names = list(rule.get(letter) or [])
        for entry in self._list("also"):
            if self._holds(entry, facts):
                names += [name for name in entry.get(letter) or [] if name not in names]
        return tuple(names)

    def _deadline(self, rule: Mapping[str, Any], since: datetime) -> datetime | None:
        within = rule.get("answer within")
        if not within or (rule.get("handling") or "answer") != "answer":
            return None
        clocks = within.items() if isinstance(within, Mapping) else [("always", within)]
        since = since.astimezone(UTC).replace(second=0, microsecond=0)
        left = {hours: minutes_of(duration) for hours, duration in clocks}
        at = since
        while at < since + GIVE_UP:
            for hours in left:
                left[hours] -= self.clock_runs(hours, at)
            at += MINUTE
            if 0 in left.values():
                return at
        return None


# written forms --------------------------------------------------------------------------------------------------------


def minutes_of(duration: str) -> int:
    """``1h30m`` -> 90."""
    return sum(
        int(number) * {"d": 1440, "h": 60, "m": 1}[unit] for number, unit in re.findall(r"(\d+)([dhm])", duration)
    )


def days_of(written: str | list[str] | None) -> set[int]:
    """``mon-fri`` -> {0..4}."""
    if written in (None, "daily"):
        return set(range(7))
    found = set()
    for part in written if isinstance(written, list) else written.split(","):
        first, _, last = part.strip().partition("-")
        day = DAYS.index(first)
        found.add(day)
        while DAYS[day] != (last or first):
            day = (day + 1) % 7
            found.add(day)
    return found


def days_of_rotation(written: str) -> int:
    number, unit = written.split()
    return int(number) * (7 if unit.startswith("week") else 1)


def is_holiday(written: str | list[str] | None, day: date) -> bool:
    if isinstance(written, list) or written is None:
        return day.isoformat() in (written or [])
    return day in country(written, day.year)


@lru_cache
def country(code: str, year: int) -> Any:
    import holidays

    place, _, part = code.partition("-")
    return holidays.country_holidays(place, subdiv=part or None, years=year)


@lru_cache(maxsize=10_000)
def instant_of(zone: str, written: str) -> datetime:
    """The first minute at which the wall clock shows the written time, or a later one."""
    wall = datetime.fromisoformat(written)
    if wall.tzinfo:
        return wall
    at = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    while at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wall:
        at += MINUTE
    return at
