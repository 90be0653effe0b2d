"""Who has left is on duty nowhere: not in the rota, in no calendar, on no page about shifts."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from earshot.engine.policy import load
from earshot.features.people.actions import change_member
from earshot.features.responsibility.queries import duty_now
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts import absence
from earshot.features.responsibility.shifts.feed import calendar_of
from earshot.features.responsibility.shifts.spans import stretches
from earshot.kernel.errors import BadInput
from tests.features.responsibility.house import DAY, House
from tests.features.responsibility.shifts.conftest import text_in_force
from tests.features.responsibility.shifts.test_pages import Enter, at, enter, words

pytestmark = pytest.mark.django_db
__all__ = ["enter"]

MONDAY = datetime.fromisoformat("2026-11-30T09:00+08:00")
"""From then on Ivo would have PR for a week."""


def leaves(house: House, handle: str) -> None:
    seat = house.team[handle]
    change_member(seat, house.team["mei"], seat.role, False, house.clock)


def test_the_rota_shows_the_gap_and_who_is_not_here_any_more(rota: House, enter: Enter) -> None:
    leaves(rota, "ivo")
    said = words(enter("mei").get(at(rota, "rota", **{"from": "2026-11-30"})))
    assert "1 gap: nobody on duty: pr, Mon 30 Nov 09:00" in said
    assert "Not here any more: Ivo." in said
    assert "Ivo on leave" not in said
    assert ": Ivo" not in said.split("Not here any more: Ivo.")[0]


def test_an_administrator_mends_that_gap_but_not_with_who_has_left(rota: House, enter: Enter) -> None:
    leaves(rota, "ivo")
    page = enter("mei").get(at(rota, "rota", **{"from": "2026-11-30"})).content.decode()
    assert re.findall(r'<option value="(\w+)"', page) == ["ana", "jun"]
    with pytest.raises(BadInput, match="not here any more"):
        absence.put_on_duty(rota.team["mei"], "ivo", "pr", MONDAY, MONDAY + DAY, rota.clock)
    absence.put_on_duty(rota.team["mei"], "jun", "pr", MONDAY, MONDAY + DAY, rota.clock)
    assert [each.person for each in load(text_in_force(rota)).overrides] == ["jun"]


def test_every_page_says_what_duty_says(rota: House, enter: Enter) -> None:
    """The deputy of who has left has their shifts everywhere: in my shifts, the calendar, the hand-over, the rota."""
    leaves(rota, "kai")
    now = rota.clock.now()
    noon = now.replace(hour=4)
    assert [seat.handle for seat in duty_now(rota.workspace.pk, noon)["law"]] == ["rui"]
    (today, *_) = stretches(present_policy(rota.workspace.pk), "law", noon, noon + DAY)
    assert today.people == ("rui",)
    assert "Mon 23 Nov 09:00–18:00 · law" in words(enter("rui").get(at(rota, "my-shifts")))
    content, _changed = calendar_of(rota.team["rui"], "https://example.org/", now)
    assert content.count(b"BEGIN:VEVENT") > 10
    assert "Kai" not in words(enter("rui").get(at(rota, "hand-over", role="law"))).split("Open")[0]
    assert "Rui for Kai" in words(enter("lin").get(at(rota, "rota")))


def test_who_has_left_is_asked_for_no_swap(rota: House, enter: Enter) -> None:
    leaves(rota, "ivo")
    page = enter("ana").get(at(rota, "my-shifts")).content.decode()
    form = re.search(r'href="([^"]*/shifts/swap/[^"]*)"', page)
    assert form is not None
    said = words(enter("ana").get(form[1].replace("&amp;", "&"))).split("What happens")[0]
    assert "Jun" in said
    assert "Ivo" not in said


def test_leave_is_foreseen_among_those_who_are_here(rota: House, enter: Enter) -> None:
    leaves(rota, "lin")
    days = {"first": "2026-11-26", "last": "2026-11-26"}
    shown = words(enter("ben").post(at(rota, "leave"), {**days, "try": "1"}))
    assert "care: Thu 26 Nov 09:00–18:00 nobody on duty" in shown
