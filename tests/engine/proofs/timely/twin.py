"""The properties about time and people, minute by minute, from the words of the specification.

Reads the same document as the proof, before it is a policy, and shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any

from tests.engine.rota import minutes


class Twin:
    """A document (as YAML would read it) and the minutes ``[first, last)``."""

    def __init__(self, document: Mapping[str, Any], first: int, last: int) -> None:
        self.document, self.first, self.last = document, first, last
        self.zone: str = document.get("zone", "UTC")
        self._open: dict[tuple[str, int], bool] = {}
        self._duty: dict[tuple[str, int], frozenset[str]] = {}

    # Who is on duty

    def open(self, hours: str, minute: int) -> bool:
        known = self._open.get((hours, minute))
        if known is None:
            known = hours == "always" or minutes.is_open(self.document["hours"][hours], minute)
            self._open[hours, minute] = known
        return known

    def hours(self, role: str) -> str:
        written = self.document["roles"][role]
        return self.document["rotas"][written["rota"]]["hours"] if "rota" in written else written["hours"]

    def away(self, person: str, minute: int) -> bool:
        zone = self.document["people"][person].get("zone", self.zone)
        today, _ = minutes.wall(zone, minute)
        return any(
            leave["person"] == person and leave["from"] <= str(today) <= leave["to"] for leave in self.document["leave"]
        )

    def duty(self, name: str, minute: int) -> frozenset[str]:
        """Those on duty as a role or as ``ROLE.lead``."""
        known = self._duty.get((name, minute))
        if known is None:
            known = self._duty[name, minute] = frozenset(self._reckoned(name, minute))
        return known

    def _reckoned(self, name: str, minute: int) -> set[str]:
        role = name.removesuffix(".lead")
        if not self.open(self.hours(role), minute):
            return set()
        if name != role:
            lead = self.document["roles"][role].get("lead")
            return set() if lead is None or self.away(lead, minute) else {lead}
        here = set()
        for override in self.document["overrides"]:
            if override["role"] == role and self._shown(override["from"]) <= minute < self._shown(override["to"]):
                here = {override["person"]}
        if here:
            return here
        for person in self._planned(role, minute):
            deputy = self.document["people"][person].get("deputy")
            if not self.away(person, minute):
                here.add(person)
            elif deputy and not self.away(deputy, minute):
                here.add(deputy)
        return here

    def _planned(self, role: str, minute: int) -> list[str]:
        written = self.document["roles"][role]
        return (
            [self._turn(self.document["rotas"][written["rota"]], minute)] if "rota" in written else written["members"]
        )

    def _turn(self, rota: Mapping[str, Any], minute: int) -> str:
        """Whose turn it is: handover after handover from the first person's, forwards or backwards."""
        first = date.fromisoformat(rota["start"])
        on, _, time = rota.get("handover", "00:00").rpartition(" ")
        while on and minutes.WEEKDAYS[first.weekday()] != on:
            first -= timedelta(days=1)
        turn = 0
        while self._handover(rota, first, turn, time) > minute:
            turn -= 1
        while self._handover(rota, first, turn + 1, time) <= minute:
            turn += 1
        return rota["people"][turn % len(rota["people"])]

    def _handover(self, rota: Mapping[str, Any], first: date, turn: int, time: str) -> int:
        day = first + timedelta(days=turn * {"daily": 1, "3 days": 3, "weekly": 7, "2 weeks": 14}[rota["rotation"]])
        return minutes.first_shown(rota.get("zone", self.zone), day, minutes.clock(time))

    def _shown(self, written: str) -> int:
        at = datetime.fromisoformat(written)
        return minutes.first_shown(self.zone, at.date(), at.hour * 60 + at.minute)

    # The properties: subject -> the first minute that shows it

    @cached_property
    def looked_at(self) -> Sequence[int]:
        """The minutes that are looked at, in order."""
        return range(self.first, self.last)

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """The rules that decide what is to be answered, ``otherwise`` under its name."""
        rules = [*self.document["rules"], {"name": "otherwise", **self.document["otherwise"]}]
        return [rule for rule in rules if rule.get("handling", "answer") == "answer"]

    def staffed(self) -> dict[str, int]:
        found = {}
        for role in {rule["accountable"] for rule in self.rules}:
            for minute in self.looked_at:
                if self.open(self.hours(role), minute) and not self.duty(role, minute):
                    found[role] = minute
                    break
        return found

    def in_time(self) -> dict[str, int]:
        found = {}
        for rule in self.rules:
            clocks = [self.dues(hours, lasts) for hours, lasts in rule.get("answer within", {}).items()]
            for start, dues in zip(self.looked_at, zip(*clocks, strict=True), strict=False):
                if not self.duty(rule.get("responsible", rule["accountable"]), min(dues) - 1):
                    found[rule["name"]] = start
                    break
        return found

    def dues(self, hours: str, lasts: int) -> Iterator[int]:
        """For every start that is looked at, by when a clock has counted so many minutes."""
        counted, end = 0, self.first
        for start in count(self.first):
            while counted < lasts:
                counted += self.open(hours, end)
                end += 1
            yield end
            counted -= self.open(hours, start)

    def four_eyes(self) -> dict[str, int]:
        found = {}
        for rule in self.rules:
            for minute in self.looked_at if rule.get("approve by") else ():
                authors = self.duty(rule.get("responsible", rule["accountable"]), minute)
                if any(not self.duty(entry, minute) - {one} for one in authors for entry in rule["approve by"]):
                    found[rule["name"]] = minute
                    break
        return found

    def represented(self) -> dict[str, int]:
        return {
            meeting["name"]: missing[0]
            for meeting in self.document["meetings"]
            if (missing := [at for at in self._beginnings(meeting) if not self._complete(meeting, at)])
        }

    def _beginnings(self, meeting: Mapping[str, Any]) -> list[int]:
        on, _, time = meeting["every"].rpartition(" ")
        zone = meeting.get("zone", self.zone)
        around, _ = minutes.wall(zone, self.first)
        days = [around + timedelta(days=step) for step in range(-2, (self.last - self.first) // 1440 + 4)]
        first, _, last = on.partition("-")
        named = (
            minutes.WEEKDAYS[minutes.WEEKDAYS.index(first) : minutes.WEEKDAYS.index(last or first) + 1] if on else ()
        )
        on_days = [day for day in days if not on or minutes.WEEKDAYS[day.weekday()] in named]
        begins = [minutes.first_shown(zone, day, minutes.clock(time)) for day in on_days]
        return [at for at in begins if self.first <= at < self.last]

    def _complete(self, meeting: Mapping[str, Any], at: int) -> bool:
        span = range(at, at + meeting["minutes"])
        for team in meeting["teams"]:
            role = self.document["roles"][team]
            people = meeting["representatives"].get(team) or role.get("members", [])
            people = people or self.document["rotas"][role["rota"]]["people"] if "rota" in role else people
            if not any(not any(self.away(person, minute) for minute in span) for person in people):
                return False
        return True

    def ladder_ends(self) -> set[str]:
        """The ladders that are followed for a thousand ladders without an end, or end with a role."""
        return {name for name in self.document["ladders"] if not self._ends(name)}

    def _ends(self, name: str) -> bool:
        for _ in range(1_000):
            last = self.document["ladders"][name][-1]
            if "continue" not in last:
                return last["to"] not in self.document["roles"]
            name = last["continue"]
        return False
