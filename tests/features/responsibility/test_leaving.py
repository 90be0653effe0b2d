"""Who leaves has nothing left to do: what they had goes to others, and nothing new comes to them."""

from __future__ import annotations

import pytest
from django.apps import apps

from earshot.features.conversations.actions import mark_writing
from earshot.features.conversations.models import Conversation
from earshot.features.notices.bundling import bundle_due
from earshot.features.people.actions import change_member
from earshot.features.responsibility import timers
from earshot.features.responsibility.actions import offer_hand_over
from earshot.features.responsibility.auditor import audit_findings
from earshot.features.responsibility.models import Decision
from earshot.features.responsibility.queries import duty_now
from tests.features.responsibility.house import HOUR, MINUTE, POLICY, House, holder_of, now_of
from tests.features.responsibility.test_noticing import law
from tests.features.responsibility.test_timers import taipei

pytestmark = pytest.mark.django_db
ALONE = (
    "policy: One\nzone: Asia/Taipei\nbackstop: ben\nroles:\n"
    "  all: {lead: ben, members: [ben], hours: always}\notherwise: {accountable: all, answer within: 4h}\n"
)
Notice = apps.get_model("notices", "Notice")


def sits(house: House, handle: str, active: bool) -> None:
    """An administrator deactivates a seat, or activates it again."""
    seat = house.team[handle]
    change_member(seat, house.team["mei"], seat.role, active, house.clock)


def found(house: House) -> list[str]:
    return [each.kind for each in audit_findings(house.workspace.pk, house.clock.now())]


def test_what_they_had_goes_to_another_of_the_role_who_is_told(house: House) -> None:
    conversation = house.hear(intent="complaint")
    assert holder_of(conversation) == "ben"
    sits(house, "ben", False)
    assert holder_of(conversation) == "lin"
    assert Decision.objects.filter(conversation=conversation).latest("id").cause == "seat"
    assert found(house) == []
    law(house)


def test_nothing_new_comes_to_them(house: House) -> None:
    sits(house, "ben", False)
    assert {holder_of(house.hear(intent="complaint")) for _ in range(3)} == {"lin"}
    assert house.team["ben"] not in duty_now(house.workspace.pk, house.clock.now())["support"]


def test_their_deputy_comes_in_for_them_and_the_backstop_where_there_is_none(house: House) -> None:
    first = house.hear(risk=90)
    assert holder_of(first) == "ana"
    sits(house, "ana", False)
    assert holder_of(first) == "kai", "her deputy"
    sits(house, "kai", False)
    assert holder_of(first) == "mei", "the backstop: neither the deputy is there"
    assert found(house) == []


def test_an_override_that_names_them_holds_no_more(house: House) -> None:
    house.activate(
        POLICY + "overrides:\n  - {role: support, person: ben, from: 2026-11-23T00:00, to: 2026-11-30T00:00}\n"
    )
    sits(house, "ben", False)
    assert holder_of(house.hear(intent="complaint")) == "lin"


def test_where_the_backstop_leaves_somebody_of_the_policy_stands_in(house: House) -> None:
    house.clock.set(taipei("2026-11-23T20:00"))
    house.activate(POLICY.replace("backstop: mei", "backstop: rui"))
    conversation = house.hear(intent="complaint")
    assert holder_of(conversation) == "rui"
    sits(house, "rui", False)
    assert now_of(conversation).accountable.active
    assert found(house) == []


def test_who_is_writing_is_not_asked_once_they_are_gone(house: House) -> None:
    conversation = house.hear(intent="complaint")
    mark_writing(conversation, house.team["ben"], house.clock)
    sits(house, "ben", False)
    assert holder_of(conversation) == "lin"


def test_where_nobody_else_is_named_it_stays_and_that_shows(house: House) -> None:
    house.activate(ALONE)
    conversation = house.hear()
    sits(house, "ben", False)
    assert holder_of(conversation) == "ben"
    assert now_of(conversation).gap
    assert found(house) == ["inactive"]
    sits(house, "ben", True)
    assert not now_of(conversation).gap
    assert found(house) == []


def test_a_deadline_at_which_nobody_is_left_to_answer_says_so(house: House) -> None:
    waiting = house.hear(intent="complaint")
    sits(house, "lin", False)
    assert not now_of(waiting).gap
    sits(house, "ben", False)
    assert now_of(waiting).gap
    assert holder_of(waiting) == "mei"
    assert found(house) == []
    sits(house, "lin", True)
    assert not now_of(waiting).gap
    assert found(house) == []


def test_who_covers_and_leaves_is_replaced(house: House) -> None:
    house.activate(POLICY.replace("leave: []", "leave: [{person: ana, from: 2026-11-24, to: 2026-11-24}]"))
    conversation = house.hear(risk=90)
    assert holder_of(conversation) == "ana"
    Conversation.objects.update(deadline_at=house.clock.now() + 20 * HOUR)
    house.clock.set(taipei("2026-11-24T10:00"))
    timers.run_due(house.clock)
    assert now_of(conversation).covering.handle == "kai"
    sits(house, "kai", False)
    assert now_of(conversation).covering.handle != "kai"
    law(house)


def test_an_offer_to_who_leaves_is_taken_back(house: House) -> None:
    conversation = house.hear(intent="complaint")
    offer = offer_hand_over(conversation, house.team["ben"], house.team["rui"], house.clock)
    sits(house, "rui", False)
    offer.refresh_from_db()
    assert offer.state == "withdrawn"
    assert not Notice.objects.filter(membership=house.team["rui"], settled_at=None).exists()


def test_who_had_it_before_seats_were_looked_at_is_relieved_by_the_timers(house: House) -> None:
    conversation = house.hear(intent="complaint")
    house.team["ben"].active = False
    house.team["ben"].save()
    timers.forget()
    timers.run_due(house.clock)
    assert holder_of(conversation) == "lin"
    decided = Decision.objects.count()
    timers.forget()
    timers.run_due(house.clock)
    assert Decision.objects.count() == decided


def test_a_seat_that_is_activated_again_is_reminded_again(house: House) -> None:
    house.activate(ALONE)
    conversation = house.hear()
    house.clock.advance(MINUTE)
    bundle_due(house.clock)
    sits(house, "ben", False)
    house.clock.advance(HOUR)
    bundle_due(house.clock)
    notice = Notice.objects.get(about_id=conversation.pk)
    assert (notice.next_at, found(house)) == (None, ["inactive"])
    sits(house, "ben", True)
    notice.refresh_from_db()
    assert notice.next_at == house.clock.now() + MINUTE
    assert found(house) == []
    law(house)
