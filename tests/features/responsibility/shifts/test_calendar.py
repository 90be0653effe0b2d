"""The calendar against a plain reading, minute by minute, over changes of clocks; and how it is drawn."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import load, template, templates
from earshot.features.responsibility.shifts.calendar import Calendar, calendar, columns, monday
from earshot.features.responsibility.shifts.names import Seats
from earshot.features.responsibility.shifts.spans import duties, gaps, stretches
from tests.features.responsibility.house import House
from tests.oracle_policy import Oracle

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

DOCUMENT = """policy: Three places
zone: {zone}
people:
  ana: {{deputy: rui}}
  ben: {{zone: Asia/Taipei}}
roles:
  pr:    {{lead: ana, members: [ana, ivo, jun], rota: pr}}
  care:  {{lead: ben, members: [ben, lin], hours: office}}
  night: {{lead: kai, members: [kai], hours: late}}
  desk:  {{lead: rui, members: [rui], hours: always}}
hours:
  office: {{days: mon-fri, from: "09:00", to: "18:00", holidays: [2026-10-26, 2026-11-02, 2026-03-30]}}
  late: [{{from: "22:00", to: "06:00", zone: Europe/London}}, {{days: sun, from: "01:00", to: "03:00"}}]
rotas:
  pr: {{hours: always, rotation: 3 days, people: [ana, ivo, jun], handover: "02:30", start: 2026-03-01}}
otherwise: {{accountable: desk}}
leave:
  - {{person: ana, from: 2026-10-25, to: 2026-10-27}}
  - {{person: kai, from: 2026-03-29, to: 2026-03-30}}
  - {{person: ben, from: 2026-11-01, to: 2026-11-02}}
  - {{person: lin, from: 2026-11-02, to: 2026-11-02}}
overrides:
  - {{role: pr, person: jun, from: "2026-10-25 00:30", to: "2026-10-25 04:00"}}
  - {{role: care, person: lin, from: "2026-11-01 08:00", to: "2026-11-03 12:00"}}
"""
ZONES = ("Europe/London", "America/New_York", "Asia/Taipei")
WEEKS = (date(2026, 3, 23), date(2026, 3, 2), date(2026, 10, 19), date(2026, 10, 26))
"""Around the days on which clocks change in London and New York."""


def drawn(zone: str, first: date, reader: str, house: House | None = None) -> tuple[Calendar, str]:
    text = DOCUMENT.format(zone=zone)
    policy = load(text)
    shown = columns(first, 14, ZoneInfo(reader), datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
    return calendar(policy, Seats(policy, house.workspace.pk if house else 0), shown, "ana", shown[0].start), text


@pytest.mark.django_db
@pytest.mark.parametrize("reader", ZONES)
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", WEEKS, ids=str)
def test_bars_are_what_is_so_minute_by_minute(zone: str, first: date, reader: str) -> None:
    found, text = drawn(zone, first, reader)
    oracle = Oracle(text)
    begin, end = found.columns[0].start, found.columns[-1].end
    for lane in found.lanes:
        at = begin
        edges = sorted({edge for bar in lane.bars for edge in (bar.start, bar.end)})
        probes = {edge + step for edge in edges for step in (-MINUTE, timedelta(0), MINUTE)}
        while at < end:
            probes.add(at)
            at += timedelta(minutes=47)
        for probe in sorted(probes):
            if begin <= probe < end:
                here = [bar for bar in lane.bars if bar.start <= probe < bar.end]
                assert len(here) <= 1
                people = {each for bar in here for each in bar.people}
                assert people == set(oracle.on_duty(lane.role, probe)), (lane.role, probe)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(["ana", "ivo", "jun", "ben", "lin", "kai", "rui"]),
    st.integers(0, 300),
    st.integers(1, 40),
)
def test_duties_are_whole_and_mine_alone(zone: str, person: str, day: int, length: int) -> None:
    """A duty begins and ends where it really does, whatever is asked for; every minute of mine is in one duty."""
    text = DOCUMENT.format(zone=zone)
    policy, oracle = load(text), Oracle(text)
    start = datetime(2026, 2, 1, tzinfo=ZoneInfo("UTC")) + timedelta(days=day)
    found = duties(policy, person, start, start + timedelta(days=length))
    for each in found:
        assert person in oracle.on_duty(each.role, each.start)
        assert person in oracle.on_duty(each.role, each.end - MINUTE)
        if each.begins:
            assert person not in oracle.on_duty(each.role, each.start - MINUTE)
        if each.ends:
            assert person not in oracle.on_duty(each.role, each.end)
    for step in range(0, length * 24, 5):
        at = start + timedelta(hours=step)
        for role in policy.roles:
            here = [each for each in found if each.role == role and each.start <= at < each.end]
            assert len(here) == (person in oracle.on_duty(role, at))


@pytest.mark.django_db
@pytest.mark.parametrize("reader", ZONES)
def test_days_are_as_wide_as_each_other_and_bars_fill_them(reader: str) -> None:
    found, _text = drawn("Europe/London", date(2026, 10, 19), reader)
    desk = next(lane for lane in found.lanes if lane.role == "desk")
    assert [(bar.left, bar.width) for bar in desk.bars] == [(0, 100)]
    for lane in found.lanes:
        for before, after in zip(lane.bars, lane.bars[1:], strict=False):
            assert before.left + before.width <= after.left + 0.01
    lengths = {(column.end - column.start) / timedelta(hours=1) for column in found.columns}
    assert lengths == ({24.0} if reader == "Asia/Taipei" else {24.0, 25.0})


@pytest.mark.django_db
def test_gaps_leave_and_holidays_are_marked() -> None:
    found, _text = drawn("Europe/London", date(2026, 10, 26), "Europe/London")
    care = next(lane for lane in found.lanes if lane.role == "care")
    closed = [bar for bar in care.aside if bar.kind == "holiday"]
    assert [bar.said for bar in closed] == ["holiday: Mon 26 Oct 09:00–18:00", "holiday: Mon 2 Nov 09:00–18:00"]
    assert [bar.label for bar in care.aside if bar.kind == "leave"] == ["ben on leave", "lin on leave"]
    march, _text = drawn("Europe/London", date(2026, 3, 23), "Europe/London")
    assert {(gap.role, gap.away) for gap in march.gaps} == {("night", ("kai",))}
    assert all(gap.said for gap in march.gaps)


def test_gaps_are_holes_of_open_hours_only() -> None:
    text = DOCUMENT.format(zone="Europe/London")
    policy, oracle = load(text), Oracle(text)
    start = datetime(2026, 3, 28, tzinfo=ZoneInfo("UTC"))
    for one in gaps(policy, start, start + 5 * DAY):
        assert not oracle.on_duty(one.role, one.start)
        assert one in stretches(policy, one.role, one.start, one.end)


def test_weeks_begin_on_monday() -> None:
    assert {monday(date(2026, 11, 23) + timedelta(days=number)) for number in range(7)} == {date(2026, 11, 23)}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_template_has_a_calendar(language: str) -> None:
    """Four weeks of each starting point: every lane drawn, every gap in words."""
    for each in templates():
        policy = load(template(each.name, language=language))
        shown = columns(date(2026, 12, 21), 28, ZoneInfo("Asia/Taipei"), datetime(2026, 12, 22, tzinfo=ZoneInfo("UTC")))
        found = calendar(policy, Seats(policy, 0), shown, None, shown[1].start)
        assert [lane.role for lane in found.lanes] == list(policy.roles)
        assert all(0 <= bar.left <= 100 and 0 <= bar.width <= 100.01 and bar.said for bar in found.bars)
        assert len({bar.key for bar in found.bars}) == len(list(found.bars))
        assert found.now is not None
