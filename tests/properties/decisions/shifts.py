"""Who is on duty, changed by people: shifts that colleagues take, gaps that somebody covers, leave of one's own.

What must come of it is reckoned here from the document alone, a quarter of an hour at a time: nothing happens in less.
The proof is left out (its say has tests of its own): so more changes come into force, not fewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from types import MappingProxyType
from unittest import mock
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from earshot.engine.policy import Leave
from earshot.features.people.models import Membership
from earshot.features.responsibility.models import PolicyVersion, Swap
from earshot.features.responsibility.proving import Proof
from earshot.features.responsibility.shifts import absence, at_once, changing, swapping
from earshot.kernel.errors import EarshotError
from tests.oracle_policy import Oracle, instant_of
from tests.properties.decisions.company import HOUR, PEOPLE, ZONE, oracle_of
from tests.properties.decisions.time import Time

QUARTER = timedelta(minutes=15)
ROLES = st.sampled_from(["pr", "pr", "social", "support", "night"])
RARELY_NAMED = st.sampled_from([*[""] * 4 * len(PEOPLE), *PEOPLE])
DONE: Counter[str] = Counter()
"""How often each act came into force, over all that ran in this process."""


@dataclass(frozen=True)
class Cover:
    """Somebody alone covers a role for once."""

    role: str
    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Ask:
    """ "Take my shift"."""

    asker: str
    shift: Cover
    """As it would be."""
    state: str = "offered"


class Shifts(Time):
    """``covers``: in force, of several the last one counts; ``asks``: what was asked of colleagues, by its row."""

    covers: tuple[Cover, ...] = ()
    asks: Mapping[int, Ask] = MappingProxyType({})
    looked_at: int = 0
    """The version that was compared last."""

    def text(self) -> str:
        lines = (
            f'  - {{role: {each.role}, person: {each.person}, from: "{moment(each.start)}", to: "{moment(each.end)}"}}\n'
            for each in self.covers
        )
        return super().text() + ("overrides:\n" + "".join(lines) if self.covers else "")

    def oracle(self) -> Oracle:
        """The document in force, without whoever's seat is deactivated."""
        return oracle_of(self.text(), self.gone)

    def seat(self, who: str) -> Membership:
        """As it is now."""
        return Membership.objects.get(pk=self.team[who].pk)

    def from_now(self, quarters: int) -> datetime:
        now = self.clock.now()
        return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + quarters * QUARTER

    @contextmanager
    def act(self, name: str, allowed: bool) -> Iterator[None]:
        """What is done within succeeds exactly where it is ``allowed``."""
        refused = False
        with mock.patch.object(changing, "prove", lambda _text, at, *_: Proof(at, ())):
            try:
                yield
            except EarshotError:
                refused = True
        assert refused is not allowed, name
        DONE[name] += allowed

    # swaps ------------------------------------------------------------------------------------------------------------

    @rule(role=ROLES, wait=st.integers(1, 120), lasts=st.integers(1, 24), who=RARELY_NAMED, taker=RARELY_NAMED)
    def take_my_shift(self, role: str, wait: int, lasts: int, who: str, taker: str) -> None:
        """Asked by and of somebody named, else where it is most likely to fit."""
        oracle, start = self.oracle(), self.from_now(wait)
        likely = next(self.likely(role, start, lasts), (PEOPLE[0], Cover(role, PEOPLE[1], start, start + HOUR)))
        asker = who or likely[0]
        shift = replace(likely[1], person=taker) if taker else likely[1]
        taker = shift.person
        here = not {asker, taker} & self.gone
        with self.act("ask", here and fits(oracle, asker, shift) and not self.is_asked(asker, shift)):
            times = (shift.start, shift.end, self.clock)
            row = swapping.ask(self.seat(asker), self.seat(taker), role, *times, note="please")
            self.asks = {**self.asks, row.pk: Ask(asker, shift)}

    def likely(self, role: str, start: datetime, lasts: int) -> Iterator[tuple[str, Cover]]:
        """Shifts of the next days that one could ask another to take."""
        oracle = self.oracle()
        for at in (start + 2 * step * HOUR for step in range(30)):
            on = oracle.on_duty(role, at)
            others = [each for each in colleagues(oracle, role) if each not in on or len(on) == 2]
            for asker, taker in product(on, others):
                shift = Cover(role, taker, at, at + lasts * QUARTER)
                if asker not in self.gone and taker not in self.gone and fits(oracle, asker, shift):
                    yield asker, shift

    def is_asked(self, asker: str, shift: Cover) -> bool:
        """Whether the asker has asked somebody for some of it."""
        return any(
            self.waits(ask) and (ask.asker, ask.shift.role) == (asker, shift.role)
            for ask in self.asks.values()
            if ask.shift.start < shift.end and shift.start < ask.shift.end
        )

    def waits(self, ask: Ask) -> bool:
        return ask.state == "offered" and ask.shift.start > self.clock.now()

    @rule(number=st.integers(0, 20), answer=st.sampled_from(["accept", "accept", "accept", "decline", "withdraw"]))
    def an_answer(self, number: int, answer: str) -> None:
        """To what still waits, else to what is answered already."""
        waiting = [pk for pk, ask in self.asks.items() if ask.state == "offered"] or [*self.asks]
        if not waiting:
            return
        pk = waiting[number % len(waiting)]
        ask, row = self.asks[pk], Swap.objects.select_related("asker", "taker").get(pk=pk)
        concerned = {ask.asker} if answer == "withdraw" else {ask.asker, ask.shift.person}
        allowed = self.waits(ask) and not concerned & self.gone
        if answer == "accept":
            allowed = allowed and fits(self.oracle(), ask.asker, ask.shift)
        with self.act(answer, allowed):
            getattr(swapping, answer)(row, row.asker if answer == "withdraw" else row.taker, self.clock)
            self.asks = {**self.asks, pk: replace(ask, state=STATES[answer])}
            if answer == "accept":
                self.covers = (*self.covers, ask.shift)

    def move_clock(self, to: datetime) -> None:
        super().move_clock(to)
        for pk, ask in self.asks.items():
            if ask.state == "offered" and ask.shift.start <= to:
                DONE["lapse"] += 1
                self.asks = {**self.asks, pk: replace(ask, state="lapsed")}

    # gaps and leave ---------------------------------------------------------------------------------------------------

    @rule(role=ROLES, who=RARELY_NAMED, lasts=st.integers(1, 12))
    def a_gap_is_covered(self, role: str, who: str, lasts: int) -> None:
        """By an administrator, who puts somebody in it."""
        oracle = self.oracle()
        ahead = (self.from_now(step) for step in range(1, 300))
        start = next((at for at in ahead if oracle.is_open(role, at) and not oracle.on_duty(role, at)), None)
        if start is None:
            return
        who = who or next((each for each in PEOPLE if not oracle.on_leave(each, start)), PEOPLE[0])
        cover = Cover(role, who, start, start + lasts * QUARTER)
        open_ones = [at for at in quarters(cover.start, cover.end) if oracle.is_open(role, at)]
        free = not any(oracle.on_duty(role, at) or oracle.on_leave(who, at) for at in open_ones)
        with self.act("cover", free and who not in self.gone):
            absence.put_on_duty(self.seat("mei"), who, role, cover.start, cover.end, self.clock)
            self.covers = (*self.covers, cover)

    @rule(who=st.sampled_from(PEOPLE), wait=st.integers(0, 3), days=st.integers(0, 1))
    def leave_of_ones_own(self, who: str, wait: int, days: int) -> None:
        first = (self.clock.now().date() - self.start).days + wait
        leave = (who, first, first + days)
        new = leave not in self.leave and who not in self.gone
        with self.act("leave", new and not self.has_taken_over(leave)):
            absence.enter_leave(self.seat(who), self.seat(who), *self.dates(leave), self.clock)
            self.leave = (*self.leave, leave)

    @rule(number=st.integers(0, 9))
    def leave_is_taken_back(self, number: int) -> None:
        if not self.leave:
            return
        place = number % len(self.leave)
        leave = self.leave[place]
        with self.act("take back", leave[0] not in self.gone):
            absence.take_back_leave(
                self.seat(leave[0]), self.seat(leave[0]), Leave(leave[0], *self.dates(leave)), self.clock
            )
            place = self.leave.index(leave)
            self.leave = (*self.leave[:place], *self.leave[place + 1 :])

    def has_taken_over(self, leave: tuple[str, int, int]) -> bool:
        """Whether somebody would be on duty in their leave, because they cover for somebody."""
        oracle, (first, after) = self.oracle(), self.minutes(leave)
        mine = (each for each in self.covers if each.person == leave[0])
        return any(
            oracle.is_open(each.role, at) and last_of(self.covers, each.role, at) == leave[0]
            for each in mine
            for at in quarters(max(first, each.start), min(after, each.end))
        )

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(0, 1))
    def somebody_is_ill(self, who: str, days: int) -> None:
        """From now on, whatever they have taken over."""
        today = (self.clock.now().astimezone(ZoneInfo(ZONE)).date() - self.start).days
        leave = (who, today, today + days)
        with self.act("ill", leave not in self.leave and who not in self.gone):
            seat, last = self.seat(who), self.dates(leave)[1]
            shown = at_once.seen_mark(at_once.foresee_at_once(seat, seat, last, self.clock))
            at_once.leave_at_once(seat, seat, last, self.clock, shown)
            self.covers = tuple(left for each in self.covers for left in cut(each, who, *self.minutes(leave)))
            self.leave = (*self.leave, leave)

    def dates(self, leave: tuple[str, int, int]) -> tuple[date, date]:
        return self.start + timedelta(leave[1]), self.start + timedelta(leave[2])

    def minutes(self, leave: tuple[str, int, int]) -> tuple[datetime, datetime]:
        first, last = self.dates(leave)
        return instant_of(ZONE, f"{first} 00:00"), instant_of(ZONE, f"{last + timedelta(1)} 00:00")

    # what must be true ------------------------------------------------------------------------------------------------

    @invariant()
    def the_document_says_what_was_settled(self) -> None:
        """And nothing else of it has changed."""
        if not hasattr(self, "checked"):
            return
        rows = Swap.objects.filter(workspace=self.workspace).values_list("pk", "state")
        assert dict(rows) == {pk: ask.state for pk, ask in self.asks.items()}
        version = PolicyVersion.objects.get(workspace=self.workspace, active=True)
        if version.pk != self.looked_at:
            self.looked_at = version.pk
            self.check_document(Oracle(version.text).document)

    def check_document(self, document: Mapping[str, object]) -> None:
        ours, written = oracle_of(self.text()).document, Oracle(document)
        assert {key for key in document if document[key] != ours.get(key)} <= {"overrides"}
        assert set(ours) - set(document) <= {"overrides"}
        found = tuple(
            Cover(each["role"], each["person"], instant_of(ZONE, each["from"]), instant_of(ZONE, each["to"]))
            for each in written.document.get("overrides") or []
        )
        for each in {*found, *self.covers}:
            for at in quarters(each.start, each.end):
                assert last_of(found, each.role, at) == last_of(self.covers, each.role, at), (each.role, at)


STATES = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}+00:00"


def quarters(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += QUARTER


def colleagues(oracle: Oracle, role: str) -> list[str]:
    """Everybody of a role."""
    spec = oracle.roles[role]
    people = oracle.document["rotas"][spec["rota"]]["people"] if "rota" in spec else []
    return [*people, *spec["members"], spec["lead"]]


def fits(oracle: Oracle, asker: str, shift: Cover) -> bool:
    """Whether it is the asker's own, the taker is a colleague who is not on leave, and nobody else comes or goes."""
    open_ones = [at for at in quarters(shift.start, shift.end) if oracle.is_open(shift.role, at)]
    own = all(asker in (on := oracle.on_duty(shift.role, at)) and {*on} <= {asker, shift.person} for at in open_ones)
    at_home = not any(oracle.on_leave(shift.person, at) for at in open_ones)
    return bool(open_ones) and own and at_home and shift.person in {*colleagues(oracle, shift.role)} - {asker}


def last_of(covers: tuple[Cover, ...], role: str, at: datetime) -> str | None:
    """Who covers for once, of several who is written last."""
    found = [each.person for each in covers if each.role == role and each.start <= at < each.end]
    return found[-1] if found else None


def cut(cover: Cover, who: str, start: datetime, end: datetime) -> Iterator[Cover]:
    """What is left of it where ``who`` is away from ``start`` to before ``end``."""
    if cover.person != who or cover.end <= start or end <= cover.start:
        yield cover
        return
    if cover.start < start:
        yield replace(cover, end=start)
    if end < cover.end:
        yield replace(cover, start=end)
