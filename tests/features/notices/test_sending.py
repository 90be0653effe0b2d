"""What goes out, when, and to whom: bundled, in the person's language, at least once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps

from earshot.features.notices import carrying, rhythm, silence
from earshot.features.notices.actions import News, acknowledge, notify, settle
from earshot.features.notices.bundling import bundle_due
from earshot.features.notices.queries import unacknowledged, waiting_to_go_out
from earshot.kernel.texts import say
from earshot.ports.ways import WayFailed
from tests.features import factories as make
from tests.features.notices.conftest import Desk

Notice, Parcel, Way, Wish = (apps.get_model("notices", name) for name in ("Notice", "Parcel", "Way", "Wish"))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ABOUT = ("thing", 7)


def tell(
    desk: Desk, kind: str = "accountable", must: bool = True, urgent: bool = False, about=ABOUT, seat=None
) -> None:  # type: ignore[no-untyped-def]
    seat = seat or desk.mei
    news = News(
        seat.pk, kind, say("The rule “%(rule)s” gives this conversation to you.", rule="Harm"), about, must, urgent
    )
    notify(seat.workspace_id, [news], desk.clock)


def test_everything_that_waits_for_a_person_is_one_message(desk: Desk) -> None:
    desk.way()
    for number in range(3):
        tell(desk, about=("thing", number))
        desk.clock.advance(20 * timedelta(seconds=1))
    desk.run()
    [(to, message)] = desk.mail.letters
    assert to == desk.mei.person.email
    assert message.title == "3 notices: You are accountable"
    assert message.text.count("Harm") == 3
    assert message.link == "http://desk.test/w/acme/notices/"


def test_what_is_urgent_waits_for_nobody_and_takes_the_others_along(desk: Desk) -> None:
    desk.way()
    tell(desk)
    tell(desk, "escalated", urgent=True, about=("thing", 8))
    desk.run()
    assert [message.urgent for _, message in desk.mail.letters] == [True]
    assert desk.mail.titles == ["2 notices: You are accountable"]


def test_nothing_goes_out_before_its_minute(desk: Desk) -> None:
    desk.way()
    tell(desk)
    desk.clock.advance(timedelta(seconds=59))
    desk.run()
    assert desk.mail.letters == []
    assert waiting_to_go_out() == 1


def test_it_speaks_the_language_of_the_person(desk: Desk) -> None:
    desk.way()
    desk.mei.person.language = "zh-hant"
    desk.mei.person.save()
    tell(desk)
    desk.clock.advance(MINUTE)
    desk.run()
    [(_, message)] = desk.mail.letters
    assert message.title == "由您負責"
    assert "規則「Harm」" in message.text
    assert message.language == "zh-Hant"


def test_each_way_gets_it_once_and_one_that_fails_keeps_no_other_waiting(desk: Desk) -> None:
    desk.way()
    way = desk.way("chat")
    desk.chat.trouble = WayFailed("No.", "Mend it.")
    tell(desk, must=False)
    desk.clock.advance(MINUTE)
    desk.run()
    assert len(desk.mail.letters) == 1
    way.refresh_from_db()
    assert str(way.error) == "No. Mend it."
    assert way.failed_at == desk.clock.now()
    desk.chat.trouble = None
    desk.clock.advance(MINUTE)
    desk.run()
    desk.run()
    assert len(desk.mail.letters) == 1
    assert len(desk.chat.letters) == 1
    assert desk.chat.letters[0][0].startswith("chat://")
    way.refresh_from_db()
    assert way.failed_at is None
    assert way.error == ""


def test_a_process_that_dies_between_claim_and_note_sends_it_again(desk: Desk) -> None:
    desk.way()
    tell(desk, must=False)
    desk.clock.advance(MINUTE)
    bundle_due(desk.clock)
    [lost] = carrying.claim_due(desk.clock, 10)
    assert carrying.claim_due(desk.clock, 10) == []
    desk.run()
    assert desk.mail.letters == []
    desk.clock.advance(carrying.CLAIMED_FOR)
    desk.run()
    [(_, message)] = desk.mail.letters
    assert message.key == lost.message.key
    desk.clock.advance(HOUR)
    desk.run()
    assert len(desk.mail.letters) == 1


def test_of_two_processes_one_gets_it(desk: Desk) -> None:
    desk.way()
    tell(desk)
    desk.clock.advance(MINUTE)
    bundle_due(desk.clock)
    [parcel] = Parcel.objects.all()
    mine = Parcel.objects.filter(pk=parcel.pk, next_at=parcel.next_at)
    assert len(carrying.claim_due(desk.clock, 10)) == 1
    assert not mine.exists()


def test_what_was_settled_on_the_way_is_not_told(desk: Desk) -> None:
    desk.way()
    tell(desk)
    desk.clock.advance(MINUTE)
    bundle_due(desk.clock)
    settle(ABOUT, desk.clock)
    desk.run()
    assert desk.mail.letters == []
    assert Parcel.objects.get().state == "dropped"


def test_it_is_sent_again_until_somebody_has_it(desk: Desk) -> None:
    desk.way()
    tell(desk)
    sent_at = []
    for _ in range(60 * 6):
        before = len(desk.mail.letters)
        desk.run()
        if len(desk.mail.letters) > before:
            sent_at.append(int((desk.clock.now() - Notice.objects.get().at) / MINUTE))
        desk.clock.advance(MINUTE)
    assert sent_at == [1, 6, 21, 81, 141, 201, 261, 321]
    [waiting] = unacknowledged(desk.mei.workspace_id, desk.clock.now())
    assert (waiting.name, waiting.sent) == ("Mei", 8)
    acknowledge(desk.mei.pk, ABOUT, desk.clock)
    desk.clock.advance(5 * HOUR)
    desk.run()
    assert len(desk.mail.letters) == 8
    assert unacknowledged(desk.mei.workspace_id, desk.clock.now()) == ()


def test_reminders_wait_for_the_hours_of_duty(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.way()
    on_duty = [True]
    monkeypatch.setattr(rhythm, "_reachable", [lambda *_: on_duty[0]])
    on_duty[0] = False
    tell(desk)
    desk.clock.advance(MINUTE)
    desk.run()
    assert len(desk.mail.letters) == 1, "the first time it is told whenever it is"
    for _ in range(10):
        desk.clock.advance(HOUR)
        desk.run()
    assert len(desk.mail.letters) == 1
    on_duty[0] = True
    desk.clock.advance(HOUR)
    desk.run()
    assert len(desk.mail.letters) == 2


def test_quiet_hours_hold_it_back_and_urgent_passes(desk: Desk) -> None:
    desk.way()
    Wish.objects.create(person=desk.mei.person, quiet_from=time(9), quiet_until=time(11))
    tell(desk, must=False)
    tell(desk, "escalated", urgent=True, about=("thing", 8))
    desk.run()
    assert desk.mail.titles == ["Escalated to you"]
    desk.clock.advance(59 * MINUTE)
    desk.run()
    assert len(desk.mail.letters) >= 1
    assert "You are accountable" not in desk.mail.titles
    desk.clock.set(datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
    desk.run()
    assert any("You are accountable" in title for title in desk.mail.titles)


def test_what_is_not_wanted_stands_on_the_page_only(desk: Desk) -> None:
    desk.way()
    Wish.objects.create(person=desk.mei.person, kinds={"hand_over": False, "accountable": False})
    tell(desk, "hand_over", must=False)
    tell(desk, about=("thing", 8))
    desk.clock.advance(MINUTE)
    desk.run()
    assert desk.mail.titles == ["You are accountable"], "what somebody has to act on is no matter of wishes"
    assert Notice.objects.filter(kind="hand_over", read_at=None).exists()


def test_who_has_no_way_is_told_on_the_page_and_a_way_that_comes_gets_the_reminders(desk: Desk) -> None:
    tell(desk)
    desk.clock.advance(MINUTE)
    desk.run()
    desk.way()
    desk.clock.advance(5 * MINUTE)
    desk.run()
    assert desk.mail.titles == ["You are accountable"]


def test_nothing_of_a_rehearsal_leaves_the_house(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.way()
    monkeypatch.setattr(silence, "_silent", [lambda workspace_id: workspace_id == desk.mei.workspace_id])
    tell(desk, urgent=True)
    desk.run()
    assert desk.mail.letters == []
    assert Notice.objects.get().read_at is None
    assert waiting_to_go_out() == 0


def test_two_workspaces_of_one_person_are_one_message(desk: Desk) -> None:
    desk.way()
    other = make.a_member(make.a_workspace("bravo"), "mei2", empty=True)
    other.person = desk.mei.person
    other.save()
    tell(desk)
    tell(desk, seat=other)
    desk.clock.advance(MINUTE)
    desk.run()
    [(_, message)] = desk.mail.letters
    assert message.link == "http://desk.test/?choose=1"


def test_a_way_that_is_gone_is_removed_and_the_others_stay(desk: Desk) -> None:
    desk.way()
    desk.way("push")
    desk.chat.trouble = WayFailed("Gone.", gone=True)
    tell(desk)
    desk.clock.advance(MINUTE)
    desk.run()
    assert [way.kind for way in Way.objects.all()] == ["mail"]
    assert len(desk.mail.letters) == 1


def test_pauses_grow_and_after_a_day_a_parcel_is_given_up_but_never_what_must_be_known(desk: Desk) -> None:
    desk.way()
    desk.mail.trouble = WayFailed("No.")
    tell(desk)
    for _ in range(26 * 6):
        desk.clock.advance(10 * MINUTE)
        desk.run()
    assert Parcel.objects.filter(state="failed").count() == 1
    attempts = Parcel.objects.get(state="failed").attempts
    assert 24 <= attempts <= 40
    desk.mail.trouble = None
    for _ in range(12):
        desk.clock.advance(10 * MINUTE)
        desk.run()
    assert len(desk.mail.letters) >= 1
    assert Notice.objects.get().next_at is not None


def test_an_error_nobody_foresaw_is_told_and_tried_again(desk: Desk) -> None:
    way = desk.way()
    desk.mail.trouble = RuntimeError("bug")
    tell(desk)
    desk.clock.advance(MINUTE)
    desk.run()
    way.refresh_from_db()
    assert "RuntimeError" in str(way.error)
    assert Parcel.objects.get().state == "queued"


def test_parcels_that_are_over_are_forgotten_after_two_weeks(desk: Desk) -> None:
    desk.way()
    tell(desk)
    desk.clock.advance(MINUTE)
    desk.run()
    assert carrying.prune(desk.clock) == 0
    desk.clock.advance(timedelta(days=15))
    assert carrying.prune(desk.clock) == 1
