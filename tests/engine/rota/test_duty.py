"""Who covers a role: rota turns, leave with deputies, overrides."""

from __future__ import annotations

from datetime import date

from earshot.engine.rota import (
    ALWAYS,
    Cover,
    Duty,
    Hours,
    Opening,
    Override,
    Rota,
    day_number,
    leave_spans,
    shifts,
    turns,
)
from tests.engine.rota.test_hours import WORKDAYS, at

DAY = Hours("day", (Opening("UTC", 540, 1080, WORKDAYS),))
WEEKLY = Rota("pr", ALWAYS, ("ana", "ivo"), 7, day_number(date(2026, 11, 23)), "Asia/Taipei", 540, 0)


def who(rota: Rota, minute: int) -> str:
    ((_, _, person),) = turns(rota, minute, minute + 1)
    return person


def people(duty: Duty, minute: int) -> tuple[str, ...]:
    found = shifts(duty, minute, minute + 1)
    return found[0].people if found else ()


def test_the_first_person_begins_with_the_handover_on_the_first_day() -> None:
    assert who(WEEKLY, at("2026-11-23 08:59", "Asia/Taipei")) == "ivo"
    assert who(WEEKLY, at("2026-11-23 09:00", "Asia/Taipei")) == "ana"
    assert who(WEEKLY, at("2026-11-30 08:59", "Asia/Taipei")) == "ana"
    assert who(WEEKLY, at("2026-11-30 09:00", "Asia/Taipei")) == "ivo"
    assert who(WEEKLY, at("2026-11-16 09:00", "Asia/Taipei")) == "ivo"


def test_a_first_day_within_a_turn_belongs_to_the_first_person() -> None:
    midweek = Rota("pr", ALWAYS, ("ana", "ivo"), 7, day_number(date(2026, 11, 25)), "UTC", 540, 0)
    assert who(midweek, at("2026-11-25 00:00")) == "ana"
    assert who(midweek, at("2026-11-30 09:00")) == "ivo"


def test_daily_turns_change_on_the_wall_clock_across_a_change_of_time() -> None:
    daily = Rota("night", ALWAYS, ("a", "b", "c"), 1, day_number(date(2026, 3, 7)), "America/New_York", 150)
    spring = turns(daily, at("2026-03-07 12:00"), at("2026-03-10 12:00"))
    # 02:30 does not exist on the 8th: the handover happens when the clock jumps to 03:00, which is 07:00 UTC.
    assert [start for start, _, _ in spring][1:] == [
        at("2026-03-08 07:00"),
        at("2026-03-09 06:30"),
        at("2026-03-10 06:30"),
    ]
    assert [person for _, _, person in spring] == ["a", "b", "c", "a"]


def test_a_handover_in_a_repeated_hour_happens_once() -> None:
    daily = Rota("night", ALWAYS, ("a", "b"), 1, day_number(date(2026, 10, 31)), "America/New_York", 90)
    autumn = turns(daily, at("2026-11-01 04:00"), at("2026-11-01 08:00"))
    assert [start for start, _, _ in autumn][1:] == [at("2026-11-01 05:30")]


def test_members_cover_the_hours_only() -> None:
    duty = Duty(DAY, ("mei", "jun"))
    assert people(duty, at("2026-11-23 09:00")) == ("mei", "jun")
    assert people(duty, at("2026-11-23 18:00")) == ()


def test_a_deputy_covers_leave_unless_away_too() -> None:
    away = {"ana": leave_spans("UTC", day_number(date(2026, 12, 21)), day_number(date(2026, 12, 22)))}
    duty = Duty(ALWAYS, ("ana", "ivo"), deputies={"ana": "mei"}, away=away)
    assert people(duty, at("2026-12-20 23:59")) == ("ana", "ivo")
    assert people(duty, at("2026-12-21 00:00")) == ("mei", "ivo")
    assert people(duty, at("2026-12-23 00:00")) == ("ana", "ivo")
    (shift,) = shifts(duty, at("2026-12-21 00:00"), at("2026-12-21 00:01"))
    assert shift.covers[0] == Cover("mei", "deputy", stands_in_for="ana")
    both = Duty(ALWAYS, ("ana", "ivo"), deputies={"ana": "mei"}, away={**away, "mei": away["ana"]})
    assert people(both, at("2026-12-21 00:00")) == ("ivo",)


def test_a_deputy_who_is_on_duty_anyway_is_there_once_and_for_themselves() -> None:
    away = {"ana": leave_spans("UTC", day_number(date(2026, 12, 21)), day_number(date(2026, 12, 21)))}
    (shift,) = shifts(
        Duty(ALWAYS, ("ana", "ivo"), deputies={"ana": "ivo"}, away=away), at("2026-12-21"), at("2026-12-22")
    )
    assert shift.covers == (Cover("ivo", "member"),)


def test_leave_is_whole_days_of_the_persons_own_zone() -> None:
    (span,) = leave_spans("Asia/Taipei", day_number(date(2026, 12, 21)), day_number(date(2026, 12, 27)))
    assert span == (at("2026-12-21 00:00", "Asia/Taipei"), at("2026-12-28 00:00", "Asia/Taipei"))


def test_an_override_replaces_whoever_covers_within_the_hours() -> None:
    override = Override("mei", at("2026-11-23 12:00"), at("2026-11-23 20:00"))
    duty = Duty(DAY, ("ana", "ivo"), overrides=(override,))
    assert people(duty, at("2026-11-23 11:59")) == ("ana", "ivo")
    assert people(duty, at("2026-11-23 12:00")) == ("mei",)
    assert people(duty, at("2026-11-23 19:00")) == ()
    later = Override("jun", at("2026-11-23 13:00"), at("2026-11-23 14:00"))
    assert people(Duty(DAY, ("ana",), overrides=(override, later)), at("2026-11-23 13:00")) == ("jun",)


def test_shifts_are_cut_only_where_people_change() -> None:
    found = shifts(Duty(WEEKLY.hours, rota=WEEKLY), at("2026-11-23 00:00"), at("2026-12-07 00:00"))
    assert [shift.people for shift in found] == [("ivo",), ("ana",), ("ivo",)]
    assert found[0].end == found[1].start == at("2026-11-23 01:00")
