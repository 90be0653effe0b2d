"""The pages about shifts, as people of every role see and use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from earshot.engine.policy import load
from earshot.features.people.models import Membership, Role
from earshot.features.responsibility.models import CalendarFeed, PolicyVersion, ShiftNote, Swap
from earshot.features.responsibility.shifts import absence, notes, swapping
from earshot.kernel.errors import BadInput, NotAllowed
from tests.features.responsibility.house import House
from tests.features.responsibility.shifts.conftest import ROTA, text_in_force
from tests.features.responsibility.shifts.test_swapping import HOUR, TUESDAY, asked

Enter = Callable[[str], Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def enter(rota: House) -> Enter:
    """Signed in as one of the house."""

    def signed_in(handle: str) -> Client:
        client = Client()
        person = rota.team[handle].person
        assert person is not None
        client.force_login(person, backend=BACKEND)
        return client

    return signed_in


def at(house: House, name: str, *arguments: object, **query: object) -> str:
    address = reverse(name, args=[house.workspace.slug, *arguments])
    return f"{address}?{urlencode(query)}" if query else address


def words(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def test_the_rota_says_who_is_on_duty_in_words(rota: House, enter: Enter) -> None:
    said = words(enter("lin").get(at(rota, "rota")))
    assert "Mon 23 Nov 09:00 – Sun 29 Nov 24:00: Ana" in said
    assert "Mon 23 Nov 00:00–09:00: Jun" in said
    assert "Mon 23 Nov 09:00–18:00: Ben" in said
    assert "In every open hour of these days somebody is on duty." in said


def test_other_weeks_and_nonsense(rota: House, enter: Enter) -> None:
    client = enter("lin")
    assert "Mon 30 Nov 09:00 – Sun 6 Dec 24:00: Ivo" in words(client.get(at(rota, "rota", **{"from": "2026-12-02"})))
    assert "Mon 7 Dec 09:00 – Sun 20 Dec" not in words(client.get(at(rota, "rota", weeks=4)))
    for query in ({"from": "never"}, {"from": "9999-01-01"}, {"weeks": "9"}, {"from": "0001-01-01"}):
        assert "Mon 23 Nov" in words(client.get(at(rota, "rota", **query)))


def gap(house: House) -> None:
    house.activate(
        ROTA.replace("{deputy: rui}", "{}") + "leave:\n  - {person: kai, from: 2026-11-26, to: 2026-11-27}\n"
    )


def test_a_gap_is_said_and_an_administrator_mends_it(rota: House, enter: Enter) -> None:
    gap(rota)
    page = enter("mei").get(at(rota, "rota"))
    assert "2 gaps: nobody on duty: law, Thu 26 Nov 09:00–18:00" in words(page)
    assert "On leave then: Kai." in words(page)
    form = dict(re.findall(r'name="(role|start|end)" value="([^"]*)"', page.content.decode()))
    answer = enter("mei").post(at(rota, "rota-cover"), {**form, "person": "chloe"}, follow=True)
    assert "The gap is covered." in words(answer)
    assert "1 gap:" in words(answer)
    added = load(text_in_force(rota)).overrides
    assert [(each.role, each.person) for each in added] == [("law", "chloe")]
    again = enter("mei").post(at(rota, "rota-cover"), {**form, "person": "chloe"}, follow=True)
    assert "There is no gap at that time any more." in words(again)


def test_members_are_told_whom_to_ask(rota: House, enter: Enter) -> None:
    gap(rota)
    page = enter("lin").get(at(rota, "rota"))
    assert "Ask an administrator" in words(page)
    assert "rota-cover" not in page.content.decode()
    assert enter("lin").post(at(rota, "rota-cover"), {}).status_code == 403
    with pytest.raises(NotAllowed):
        absence.put_on_duty(rota.team["lin"], "chloe", "law", TUESDAY, TUESDAY + HOUR, rota.clock)


def test_who_is_on_duty_already_is_not_replaced_by_cover(rota: House) -> None:
    with pytest.raises(BadInput, match="no gap"):
        absence.put_on_duty(rota.team["mei"], "ivo", "pr", TUESDAY, TUESDAY + HOUR, rota.clock)


def test_my_shifts_name_whom_i_follow(rota: House, enter: Enter) -> None:
    said = words(enter("ivo").get(at(rota, "my-shifts")))
    assert "Mon 30 Nov 09:00 – Mon 7 Dec 09:00 · pr" in said
    assert "after Ana · before Jun" in said


def test_a_swap_from_page_to_page(rota: House, enter: Enter) -> None:
    page = enter("ana").get(at(rota, "my-shifts")).content.decode()
    form = re.search(r'href="([^"]*/shifts/swap/[^"]*)"', page)
    assert form is not None
    address = form[1].replace("&amp;", "&")
    html = enter("ana").get(address)
    assert "Ivo" in words(html)
    assert "Ben" not in words(html).split("What happens")[0]
    given = {"taker": rota.team["ivo"].pk, "start": "2026-11-24T09:00", "end": "2026-11-24T17:00", "note": "Dentist"}
    assert enter("ana").post(address, given).status_code == 302
    swap = Swap.objects.get()
    assert (swap.starts_at, swap.ends_at, swap.note) == (TUESDAY, TUESDAY + 8 * HOUR, "Dentist")

    mine = words(enter("ivo").get(at(rota, "my-shifts")))
    assert "Ana asks you to take it: “Dentist”" in mine
    assert "Ana asks you" in words(enter("ivo").get(at(rota, "my-turn")))
    answer = enter("ivo").post(at(rota, "swap-answer", swap.pk), {"answer": "accept"}, follow=True)
    assert "The shift is yours." in words(answer)
    assert "Tue 24 Nov 09:00–17:00: Ivo" in words(enter("lin").get(at(rota, "rota")))
    assert "Ivo takes it" in words(enter("ana").get(at(rota, "my-shifts")))


def test_what_cannot_be_asked_is_said_in_the_form(rota: House, enter: Enter) -> None:
    address = at(rota, "swap", role="pr", **{"from": TUESDAY.isoformat(), "to": (TUESDAY + HOUR).isoformat()})
    given = {"taker": rota.team["ivo"].pk, "start": "2026-11-20T09:00", "end": "2026-11-20T10:00"}
    answer = enter("ana").post(address, given)
    assert answer.status_code == 422
    assert "This has begun already." in words(answer)
    assert enter("ivo").get(address).status_code == 302  # not his shift
    assert enter("ana").post(address, {**given, "taker": rota.team["ben"].pk}).status_code == 422


def test_a_swap_of_others_is_not_there(rota: House, enter: Enter) -> None:
    swap = asked(rota)
    for who in ("jun", "mei"):
        answer = enter(who).post(at(rota, "swap-answer", swap.pk), {"answer": "accept"})
        assert answer.status_code == 404
    assert enter("ivo").post(at(rota, "swap-answer", swap.pk), {"answer": "perhaps"}).status_code == 400
    assert Swap.objects.get().state == "offered"


def test_leave_is_shown_before_it_is_entered(rota: House, enter: Enter) -> None:
    days = {"first": "2026-11-26", "last": "2026-11-27"}
    shown = enter("kai").post(at(rota, "leave"), {**days, "try": "1"})
    assert "law : Thu 26 Nov 09:00–18:00 Rui on duty" in words(shown)
    assert "Every promise of the policy holds." in words(shown)
    assert text_in_force(rota) == ROTA
    assert enter("kai").post(at(rota, "leave"), {**days, "enter": "1"}).status_code == 302
    assert text_in_force(rota) == ROTA + "leave:\n  - {person: kai, from: 2026-11-26, to: 2026-11-27}\n"

    page = enter("kai").get(at(rota, "leave")).content.decode()
    form = dict(re.findall(r'name="(person|first|last)" value="([^"]*)"', page))
    assert "The leave is taken out." in words(enter("kai").post(at(rota, "leave-remove"), form, follow=True))
    assert load(text_in_force(rota)).leave == ()
    again = enter("kai").post(at(rota, "leave-remove"), form, follow=True)
    assert "not in the policy any more" in words(again)


def test_leave_that_breaks_a_promise_is_not_entered_but_can_be_taken_to_the_policy(rota: House, enter: Enter) -> None:
    text = ROTA.replace("{deputy: rui}", "{}").replace("accountable: desk, handling", "accountable: law, handling")
    rota.activate(text)
    days = {"first": "2026-11-26", "last": "2026-11-26", "person": str(rota.team["kai"].pk)}
    answer = enter("kai").post(at(rota, "leave"), {**days, "enter": "1"})
    assert answer.status_code == 422
    assert "This would break what the policy promises" in words(answer)
    assert text_in_force(rota) == text

    answer = enter("mei").post(at(rota, "leave"), {**days, "keep": "1"})
    assert "/policy/?version=" in answer["Location"]
    assert "kai, from: 2026-11-26" in PolicyVersion.objects.latest("number").text
    assert text_in_force(rota) == text
    assert enter("kai").post(at(rota, "leave"), {**days, "keep": "1"}).status_code != 302


def test_only_administrators_enter_leave_of_others(rota: House, enter: Enter) -> None:
    with pytest.raises(NotAllowed):
        absence.enter_leave(rota.team["ivo"], rota.team["ana"], date(2026, 12, 1), date(2026, 12, 2), rota.clock)
    days = {"first": "2026-11-26", "last": "2026-11-26", "person": str(rota.team["lin"].pk)}
    enter("ivo").post(at(rota, "leave"), {**days, "enter": "1"})
    assert [each.person for each in load(text_in_force(rota)).leave] == ["ivo"]  # the field is not theirs
    enter("mei").post(at(rota, "leave"), {**days, "enter": "1"})
    assert [each.person for each in load(text_in_force(rota)).leave] == ["ivo", "lin"]
    form = {"person": "lin", "first": "2026-11-26", "last": "2026-11-26"}
    assert "your own leave only" in words(enter("ivo").post(at(rota, "leave-remove"), form, follow=True))
    assert len(load(text_in_force(rota)).leave) == 2


def test_whoever_took_a_shift_over_is_not_on_leave_in_it(rota: House, enter: Enter) -> None:
    swapping.accept(asked(rota), rota.team["ivo"], rota.clock)
    answer = enter("ivo").post(at(rota, "leave"), {"first": "2026-11-24", "last": "2026-11-24", "enter": "1"})
    assert "has taken over a shift in these days" in words(answer)


def test_notes_are_left_and_read(rota: House, enter: Enter) -> None:
    assert enter("ana").post(at(rota, "shift-note"), {"role": "pr", "text": "The parcel is found."}).status_code == 302
    note = ShiftNote.objects.get()
    assert "The parcel is found." not in words(enter("ivo").get(at(rota, "my-turn")))  # not on duty yet
    rota.clock.advance(timedelta(days=6, hours=23))
    assert "The parcel is found." in words(enter("ivo").get(at(rota, "my-turn")))
    enter("ivo").post(at(rota, "shift-note-read", note.pk))
    enter("ivo").post(at(rota, "shift-note-read", note.pk))
    assert ShiftNote.objects.get().read_by == [rota.team["ana"].pk, rota.team["ivo"].pk]
    assert "The parcel" not in words(enter("ivo").get(at(rota, "my-turn")))
    assert "1 person has read it" in words(enter("ivo").get(at(rota, "hand-over", role="pr")))


def test_notes_are_for_the_people_of_the_role(rota: House, enter: Enter) -> None:
    with pytest.raises(NotAllowed):
        notes.leave_note(rota.team["ben"], "pr", "hello", rota.clock)
    with pytest.raises(BadInput):
        notes.leave_note(rota.team["ana"], "pr", "   ", rota.clock)
    with pytest.raises(BadInput):
        notes.leave_note(rota.team["ana"], "nothing", "hello", rota.clock)
    assert enter("ana").get(at(rota, "hand-over", role="nothing")).status_code == 404


def test_the_hand_over_tells_what_is_open_and_due(rota: House, enter: Enter) -> None:
    from earshot.features.conversations.models import Conversation

    talk = rota.hear(topics=["recall"])
    Conversation.objects.filter(pk=talk.pk).update(role="pr", deadline_at=rota.clock.now() + HOUR)
    said = words(enter("ivo").get(at(rota, "hand-over")))
    assert "On duty for pr now: Ana ." in said
    assert "From Mon 30 Nov 09:00: Ivo ." in said
    assert "Due before the next shift ends 1" in said


@pytest.mark.parametrize("role", [Role.VIEWER])
def test_a_viewer_looks_only(rota: House, enter: Enter, role: Role) -> None:
    Membership.objects.filter(pk=rota.team["lin"].pk).update(role=role)
    client = enter("lin")
    for name in ("rota", "my-shifts", "hand-over"):
        assert client.get(at(rota, name)).status_code == 200
    for name in ("swap", "leave"):
        assert client.get(at(rota, name)).status_code == 403
    for name in ("shift-note", "leave-remove"):
        assert client.post(at(rota, name)).status_code == 403


def test_an_address_is_shown_once_renewed_and_revoked(rota: House, enter: Enter) -> None:
    client = enter("ivo")
    first = re.search(r'id="feed-address" value="([^"]*)"', client.post(at(rota, "calendar-address")).content.decode())
    assert first is not None
    assert "feed-address" not in client.get(at(rota, "my-shifts")).content.decode()
    assert first[1].split("/")[-2] not in str(CalendarFeed.objects.values())
    assert Client().get(first[1]).status_code == 200
    second = re.search(r'id="feed-address" value="([^"]*)"', client.post(at(rota, "calendar-address")).content.decode())
    assert second is not None
    assert (Client().get(first[1]).status_code, Client().get(second[1]).status_code) == (404, 200)
    client.post(at(rota, "calendar-address"), {"revoke": "1"})
    assert Client().get(second[1]).status_code == 404
