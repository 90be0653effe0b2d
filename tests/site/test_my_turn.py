"""My turn: what waits for one person, by deadline."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from earshot.features.conversations import actions
from earshot.features.inbox.lists import TURN, count, tally
from earshot.features.responsibility.actions import offer_hand_over
from earshot.site.axis import axis
from earshot.site.turn import read_turn
from tests.features.factories import MORNING, a_person
from tests.features.inbox.conftest import Tea, network, tea

__all__ = ["network", "tea"]


def test_accountable_by_deadline(tea: Tea) -> None:
    tea.hear("one", "one")
    tea.wait(minutes=10)
    tea.hear("two", "two")
    tea.hear("wire!", "three")
    turn = read_turn(tea.mei, tea.clock.now())
    assert [row.conversation.author.handle for row in turn.rows] == ["one", "two"]
    assert (turn.count, turn.late, turn.next_due) == (2, 0, "3 h 50 min")
    assert [row.conversation.author.handle for row in turn.consulted] == ["three"]


def test_late_is_counted_and_said(tea: Tea) -> None:
    tea.hear("one", "one")
    tea.wait(hours=4, minutes=4)
    turn = read_turn(tea.mei, tea.clock.now())
    assert (turn.late, turn.latest) == (1, "4 min")
    page = tea.get("")
    assert "1 is 4 min late." in page
    assert 'class="due over"' in page


def test_what_waits_for_them_or_sleeps_is_not_my_turn(tea: Tea) -> None:
    waiting, asleep, done = tea.hear("a", "one"), tea.hear("b", "two"), tea.hear("c", "three")
    actions.end_turn(waiting, tea.clock.now(), tea.clock)
    actions.snooze(asleep, tea.mei, tea.clock.now() + timedelta(hours=1), tea.clock)
    actions.done(done, tea.mei, tea.clock)
    assert read_turn(tea.mei, tea.clock.now()).count == 0
    assert count(TURN, tea.mei, tally(tea.mei)).number == 0
    page = tea.get("")
    assert "Nothing is waiting for you" in page
    assert "1 more of yours waits for an answer of theirs" in page


def test_an_offer_is_mine_to_answer(tea: Tea) -> None:
    conversation = tea.hear("wire!", "one")
    offer_hand_over(conversation, tea.ana, tea.ken, tea.clock, note="I am away")
    assert "Offered to you" in tea.get("", tea.ken)
    assert "I am away" in tea.get("", tea.ken)
    assert "Offered to you" not in tea.get("", tea.ana)
    assert "Offered to you" not in tea.get("", tea.mei)


def test_who_is_on_duty(tea: Tea) -> None:
    duty = {each.role: [seat.handle for seat in each.people] for each in read_turn(tea.mei, tea.clock.now()).duty}
    assert duty == {"care": ["ken"], "desk": ["mei"], "pr": ["ana"]}


def test_home_leads_to_the_workspace(tea: Tea) -> None:
    client = tea.client(tea.mei)
    assert client.get("/").headers["Location"] == "/w/tea/"
    assert "Tea" in client.get("/?choose=1").content.decode()
    stranger = Client()
    stranger.force_login(a_person("eve"))
    assert "You have no workspace yet" in stranger.get("/").content.decode()
    assert Client().get("/").status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_in_every_language(tea: Tea, language: str) -> None:
    assert tea.mei.person
    tea.mei.person.language = language
    tea.mei.person.save()
    tea.hear("hello")
    words = {"en": "My turn", "zh-hant": "待我處理", "zh-hans": "待我处理"}
    assert f"<h1>{words[language]}</h1>" in tea.get("")


def test_the_axis_shows_what_falls_into_it() -> None:
    late, soon, later, far = (MORNING + timedelta(minutes=minutes) for minutes in (-300, 6, 90, 3000))
    drawn = axis([late, soon, later, far], MORNING)
    assert drawn is not None
    assert [mark.kind for mark in drawn.marks] == ["late", "soon", "later"]
    assert [mark.x for mark in drawn.marks] == sorted(mark.x for mark in drawn.marks)
    assert drawn.marks[0].x < drawn.now < drawn.marks[1].x
    assert all(re.fullmatch(r"\d\d:00", tick.label) for tick in drawn.ticks)


def test_no_axis_where_nothing_falls_into_it() -> None:
    assert axis([MORNING + timedelta(days=2)], MORNING) is None
