"""The calendar as other programs read it: by an independent parser, over HTTP, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from earshot.features.people.models import Membership, Person
from earshot.features.responsibility.shifts import swapping
from earshot.features.responsibility.shifts.feed import make_feed
from earshot.features.responsibility.shifts.ics import Event, calendar
from earshot.features.responsibility.shifts.views_outside import GUESSES, READERS
from tests.features.responsibility.house import House
from tests.features.responsibility.shifts.conftest import ROTA
from tests.features.responsibility.shifts.test_swapping import TUESDAY, asked

HOUR = timedelta(hours=1)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('\n,;\\:"'), max_size=200)
instants = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def read(content: bytes) -> list[Any]:
    found = icalendar.Calendar.from_ical(content)
    assert not found.errors
    events = list(found.walk("VEVENT"))
    assert all(not event.errors for event in events)
    return events


@given(texts, texts, texts, instants, st.integers(1, 10_000))
def test_what_is_written_is_read_again(
    name: str, summary: str, description: str, start: datetime, minutes: int
) -> None:
    end = start + timedelta(minutes=minutes)
    event = Event("a@b", start, end, summary, description, "https://example.org/w/x/")
    content = calendar(name, "zh-hant", [event], start, HOUR)  # the parser leaves names of calendars as they are
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        line.decode()  # no character is cut in two
    (found,) = read(content)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (start, end)
    assert str(found["SUMMARY"]) == summary
    assert str(found.get("DESCRIPTION", "")) == description


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_whole_days_end_on_the_day_after(first: date, length: int) -> None:
    content = calendar("x", "en", [Event("a@b", first, first + timedelta(days=length), "Leave")], TUESDAY, HOUR)
    (found,) = read(content)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (first, first + timedelta(days=length + 1))


@pytest.fixture
def ivo(rota: House) -> str:
    """The path of ivo's calendar."""
    return reverse("calendar-feed", args=[make_feed(rota.team["ivo"], rota.clock)])


def test_it_holds_my_shifts_and_my_leave(rota: House, ivo: str) -> None:
    rota.activate(ROTA + "leave:\n  - {person: ivo, from: 2026-12-24, to: 2026-12-26}\n")
    answer = Client().get(ivo)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = read(answer.content)
    shifts = [each for each in events if isinstance(each["DTSTART"].dt, datetime)]
    assert shifts[0]["DTEND"].dt == datetime(2026, 10, 26, 1, tzinfo=UTC)  # four weeks back
    assert str(icalendar.Calendar.from_ical(answer.content)["NAME"]) == f"Shifts in {rota.workspace.name}"
    assert datetime(2026, 11, 30, 1, tzinfo=UTC) in [each["DTSTART"].dt for each in shifts]
    assert {str(each["SUMMARY"]) for each in shifts} == {"On duty: pr"}
    assert "After Ana" in str(shifts[1]["DESCRIPTION"])
    (leave,) = [each for each in events if each not in shifts]
    assert (leave["DTSTART"].dt, leave["DTEND"].dt) == (date(2026, 12, 24), date(2026, 12, 27))
    assert len({str(each["UID"]) for each in events}) == len(events)


def test_a_swap_shows_and_other_shifts_keep_their_names(rota: House, ivo: str) -> None:
    before = {str(each["UID"]): each["DTSTART"].dt for each in read(Client().get(ivo).content)}
    swapping.accept(asked(rota), rota.team["ivo"], rota.clock)
    after = {str(each["UID"]): each["DTSTART"].dt for each in read(Client().get(ivo).content)}
    assert before.items() <= after.items()
    assert set(after.values()) - set(before.values()) == {TUESDAY}


def test_names_of_shifts_stay_as_days_pass(rota: House, ivo: str) -> None:
    before = {str(each["UID"]): (each["DTSTART"].dt, each["DTEND"].dt) for each in read(Client().get(ivo).content)}
    rota.clock.advance(timedelta(days=10, hours=5))
    after = {str(each["UID"]): (each["DTSTART"].dt, each["DTEND"].dt) for each in read(Client().get(ivo).content)}
    both = before.keys() & after.keys()
    assert len(both) > 5
    assert all(before[uid] == after[uid] for uid in both)
    times_before, times_after = set(before.values()), set(after.values())
    assert len(times_before & times_after) == len(both)


def test_what_has_not_changed_is_not_sent_again(rota: House, ivo: str) -> None:
    first = Client().get(ivo)
    again = Client().get(ivo, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(ivo, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    rota.clock.advance(timedelta(days=1))
    assert Client().get(ivo, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200
    swapping.accept(asked(rota, start=TUESDAY + timedelta(days=2)), rota.team["ivo"], rota.clock)
    assert Client().get(ivo, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert Client().head(ivo).status_code == 200
    assert Client().post(ivo).status_code == 405


def test_it_is_in_the_language_of_the_person(rota: House, ivo: str) -> None:
    Person.objects.filter(pk=rota.team["ivo"].person_id).update(language="zh-hant")
    shifts = read(Client(headers={"accept-language": "en"}).get(ivo).content)
    assert {str(each["SUMMARY"]) for each in shifts} == {"值班：公關"}


@pytest.mark.parametrize("field", ["seat", "person"])
def test_who_has_left_has_no_calendar(rota: House, ivo: str, field: str) -> None:
    assert Client().get(ivo).status_code == 200
    if field == "seat":
        Membership.objects.filter(pk=rota.team["ivo"].pk).update(active=False)
    else:
        Person.objects.filter(pk=rota.team["ivo"].person_id).update(is_active=False)
    assert Client().get(ivo).status_code == 404
    assert Client().get(reverse("calendar-feed", args=["guess"])).status_code == 404


@pytest.fixture
def paces() -> Iterator[None]:
    """The limits as they are after a start, before and behind the test."""
    for pace in (READERS, GUESSES):
        pace.clear()
    yield
    for pace in (READERS, GUESSES):
        pace.clear()


@pytest.mark.usefixtures("paces")
def test_whoever_asks_all_the_time_is_told_to_wait(rota: House, ivo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(READERS, "_most", 3)
    other = reverse("calendar-feed", args=[make_feed(rota.team["ana"], rota.clock)])
    assert [Client().get(ivo).status_code for _ in range(4)] == [200, 200, 200, 429]
    rota.clock.advance(timedelta(minutes=4))
    refused = Client().get(ivo, headers={"accept-language": "zh-hant"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "360")
    assert "請在360秒後再試" in refused.content.decode()
    assert Client().get(other).status_code == 200
    rota.clock.advance(timedelta(minutes=6))
    assert Client().get(ivo).status_code == 200


@pytest.mark.usefixtures("paces")
def test_nobody_guesses_for_long(rota: House, ivo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GUESSES, "_most", 3)
    guesser = Client(REMOTE_ADDR="198.51.100.7")
    wrong = [reverse("calendar-feed", args=[f"guess-{number}"]) for number in range(4)]
    assert [guesser.get(each).status_code for each in wrong] == [404, 404, 404, 429]
    assert guesser.get(ivo).status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.8").get(ivo).status_code == 200


def test_who_is_always_on_duty_has_no_shift_to_write_down(rota: House) -> None:
    path = reverse("calendar-feed", args=[make_feed(rota.team["mei"], rota.clock)])
    assert read(Client().get(path).content) == []
    path = reverse("calendar-feed", args=[make_feed(rota.team["chloe"], rota.clock)])
    assert read(Client().get(path).content) == []
