"""Away from now on: never refused, never in silence."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from earshot.engine.policy import load, on_duty
from earshot.features.audit.queries import entries
from earshot.features.notices.models import Notice
from earshot.features.people.models import Role
from earshot.features.responsibility.queries import audit_findings
from earshot.features.responsibility.seated import present_policy
from earshot.features.responsibility.shifts import absence, swapping
from earshot.features.responsibility.shifts.at_once import (
    VERB,
    NotConfirmed,
    foresee_at_once,
    leave_at_once,
    seen_mark,
)
from earshot.features.responsibility.shifts.changing import WouldBreak
from earshot.features.responsibility.shifts.shown_gaps import shown_gaps
from earshot.features.responsibility.timers import run_due
from earshot.kernel.errors import BadInput, NotAllowed
from earshot.kernel.texts import Said, restored
from tests.features.responsibility.house import HOUR, House, holder_of, now_of
from tests.features.responsibility.shifts.conftest import ROTA, text_in_force
from tests.features.responsibility.shifts.test_pages import Enter, at, enter, words
from tests.features.responsibility.shifts.test_swapping import asked

pytestmark = pytest.mark.django_db
__all__ = ["enter"]

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
TEXT = (
    ROTA.replace("{deputy: rui}", "{}")
    .replace("accountable: desk, handling: answer", "accountable: law, ladder: up, handling: answer")
    .replace(
        "rules:\n", "ladders:\n  up: [{after: 10m, to: law}, {after: 1h, to: law.lead}, {after: 2h, to: mei}]\nrules:\n"
    )
)
"""Kai alone has law, without a deputy, and law may be accountable: without him there is a gap in what is promised."""


@pytest.fixture
def alone(rota: House) -> House:
    rota.activate(TEXT)
    return rota


def told(house: House, handle: str) -> list[str]:
    return list(Notice.objects.filter(membership=house.team[handle], kind="absence").values_list("said", flat=True))


def test_planned_leave_stays_refused_and_illness_is_shown_confirmed_and_so(alone: House) -> None:
    kai = alone.team["kai"]
    with pytest.raises(WouldBreak):
        absence.enter_leave(kai, kai, TODAY, TOMORROW, alone.clock)
    with pytest.raises(NotConfirmed) as refused:
        leave_at_once(kai, kai, TOMORROW, alone.clock)
    assert text_in_force(alone) == TEXT
    away = refused.value.away
    assert {one.role for one in away.open} == {"law"}
    assert away.broken
    leave_at_once(kai, kai, TOMORROW, alone.clock, seen_mark(away))
    assert text_in_force(alone) == TEXT + "leave:\n  - {person: kai, from: 2026-11-23, to: 2026-11-24}\n"
    assert on_duty(present_policy(alone.workspace.pk), "law", alone.clock.now()) == ()


def test_what_was_confirmed_is_what_was_shown(alone: House) -> None:
    kai = alone.team["kai"]
    with pytest.raises(NotConfirmed):
        leave_at_once(kai, kai, TOMORROW, alone.clock, "something else")
    assert text_in_force(alone) == TEXT


def test_it_stands_in_the_audit_trail_and_on_the_auditors_page_until_it_is_over(alone: House, enter: Enter) -> None:
    kai = alone.team["kai"]
    away = foresee_at_once(kai, kai, TOMORROW, alone.clock)
    leave_at_once(kai, kai, TOMORROW, alone.clock, seen_mark(away))
    entry = entries(alone.workspace.pk).filter(verb=VERB).get()
    assert (entry.actor_name, entry.detail["open"]) == ("Kai", ["law"])
    assert [restored(each) for each in entry.detail["confirmed"]] == [each.message for each in away.broken]

    page = words(enter("ivo").get(at(alone, "auditor")))
    assert "Kai is away at once; the last day is 24 Nov." in page
    assert "Kai was shown what this leaves uncovered, and confirmed it" in page
    assert "Nobody on duty still: law: Mon 23 Nov" in page
    assert "All promises are kept." in page
    assert not audit_findings(alone.workspace.pk, alone.clock.now())
    (gap,) = shown_gaps(alone.team["ivo"], alone.clock.now())
    assert all(one.start >= alone.clock.now() - HOUR for one in gap.open)

    alone.clock.set(alone.clock.now() + timedelta(days=2))
    assert shown_gaps(alone.team["ivo"], alone.clock.now()) == []


def test_a_gap_that_is_covered_by_now_says_so_and_leave_taken_back_is_gone(alone: House, enter: Enter) -> None:
    kai, mei = alone.team["kai"], alone.team["mei"]
    leave_at_once(kai, kai, TODAY, alone.clock, seen_mark(foresee_at_once(kai, kai, TODAY, alone.clock)))
    for one in shown_gaps(mei, alone.clock.now())[0].open:
        absence.put_on_duty(mei, "chloe", "law", one.start, one.end, alone.clock)
    assert "Every hour of it is covered by now." in words(enter("mei").get(at(alone, "auditor")))
    (leave,) = load(text_in_force(alone)).leave
    absence.take_back_leave(kai, kai, leave, alone.clock)
    assert shown_gaps(mei, alone.clock.now()) == []


def test_leads_and_administrators_are_told_and_whoever_comes_on_duty(rota: House) -> None:
    ana, kai = rota.team["ana"], rota.team["kai"]
    rota.team["lin"].role = Role.ADMIN
    rota.team["lin"].save()
    leave_at_once(kai, kai, TODAY, rota.clock)
    said = restored(told(rota, "rui")[0])
    assert isinstance(said, Said)
    assert str(said.parts["times"]).startswith("law, 2026-11-23")
    for handle in ("mei", "lin", "chloe"):
        assert ["every shift is covered" in each for each in told(rota, handle)] == [True], handle
    assert not told(rota, "kai")
    assert not told(rota, "ben")
    assert all(Notice.objects.filter(kind="absence").values_list("urgent", flat=True))
    away = foresee_at_once(ana, ana, TODAY, rota.clock)
    leave_at_once(rota.team["mei"], ana, TODAY, rota.clock, seen_mark(away))
    assert len(told(rota, "ana")) == 1, "she is told what was entered for her"


def test_a_shift_that_was_taken_over_falls_back(rota: House) -> None:
    ivo = rota.team["ivo"]
    swapping.accept(asked(rota), ivo, rota.clock)
    rota.clock.set(rota.clock.now() + timedelta(days=1))
    swap = load(text_in_force(rota)).overrides[0]
    assert swap.person == "ivo"
    away = foresee_at_once(ivo, ivo, TOMORROW, rota.clock)
    assert [(one.role, one.people) for one in away.covered] == [("pr", ("ana",))]
    leave_at_once(ivo, ivo, TOMORROW, rota.clock, seen_mark(away))
    assert load(text_in_force(rota)).overrides == ()
    assert any("instead" in each for each in told(rota, "ana"))


def test_what_is_theirs_is_covered_at_once(rota: House) -> None:
    conversation = rota.hear(risk=90)
    assert holder_of(conversation) == "ana"
    ana = rota.team["ana"]
    leave_at_once(ana, ana, TODAY, rota.clock, seen_mark(foresee_at_once(ana, ana, TODAY, rota.clock)))
    run_due(rota.clock)
    covering = now_of(conversation).covering
    assert covering is not None
    assert (holder_of(conversation), covering.handle) == ("ana", "mei"), "nobody else of PR is on duty"


def test_who_may(rota: House) -> None:
    with pytest.raises(NotAllowed):
        leave_at_once(rota.team["ivo"], rota.team["ana"], TODAY, rota.clock)
    with pytest.raises(BadInput, match="before"):
        leave_at_once(rota.team["ana"], rota.team["ana"], TODAY - timedelta(days=2), rota.clock)


def test_the_page_from_question_to_confirmation(alone: House, enter: Enter) -> None:
    client, address = enter("kai"), at(alone, "leave-at-once")
    page = client.get(address).content.decode()
    assert 'value="2026-11-23"' in page
    shown = client.post(address, {"last": "2026-11-23", "try": "1"})
    said = words(shown)
    assert "law: Mon 23 Nov" in said
    assert "nobody on duty; Mei has what falls due" in said
    assert "The ladder “up” goes on:" in said
    assert "the lead of law after 1 h" in said
    assert "These promises of the policy break meanwhile:" in said
    assert text_in_force(alone) == TEXT
    refused = client.post(address, {"last": "2026-11-23", "enter": "1"})
    assert refused.status_code == 422
    assert "Something stays uncovered. Nothing has changed yet." in words(refused)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen is not None
    done = client.post(address, {"last": "2026-11-23", "enter": "1", "seen": seen[1]})
    assert done.status_code == 302
    assert [each.person for each in load(text_in_force(alone)).leave] == ["kai"]
