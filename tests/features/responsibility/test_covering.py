"""Leave: what is open and owed is covered while it lasts, whoever gets it is told once, and it all comes back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from earshot.features.conversations.actions import end_turn
from earshot.features.conversations.models import Conversation
from earshot.features.inbox.reasons import covered, trace
from earshot.features.notices.bundling import bundle_due
from earshot.features.notices.models import Notice
from earshot.features.responsibility.models import Assignment
from earshot.features.responsibility.queries import audit_findings, my_conversations, why
from earshot.features.responsibility.timers import run_due
from earshot.kernel.texts import Said, restored
from tests.features.responsibility.house import MINUTE, POLICY, House, holder_of, now_of

pytestmark = pytest.mark.django_db

LEAVE = "leave: [{person: ana, from: 2026-11-24, to: 2026-12-06}]"
OPEN_ENDED = POLICY.replace("    answer within: 30m\n", "").replace("leave: []", LEAVE)
"""Harm goes to PR and is owed an answer, but by no deadline; Ana of PR is away for two weeks from tomorrow on."""
NAMES = {"ana": "Ana", "kai": "Kai", "jun": "Jun", "mei": "Mei", "ivo": "Ivo"}


def taipei(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def covering(conversation: Conversation) -> str | None:
    seat = now_of(conversation).covering
    return seat.handle if seat else None


@pytest.fixture
def tomorrow(house: House) -> House:
    """The evening before Ana's leave."""
    house.activate(OPEN_ENDED)
    house.clock.set(taipei("2026-11-23T20:00"))
    return house


def pass_to(house: House, text: str) -> int:
    house.clock.set(taipei(text))
    return run_due(house.clock).covers


def test_leave_covers_what_has_no_deadline_and_its_end_gives_it_back(tomorrow: House) -> None:
    conversation = tomorrow.hear(risk=90)
    assert (holder_of(conversation), conversation.deadline_at, covering(conversation)) == ("ana", None, None)
    assert pass_to(tomorrow, "2026-11-24T00:00") == 1
    assert (holder_of(conversation), covering(conversation)) == ("ana", "kai")
    assert my_conversations(tomorrow.team["kai"]).get() == conversation
    assert pass_to(tomorrow, "2026-11-30T09:00") == 0
    assert covering(conversation) == "kai"
    assert pass_to(tomorrow, "2026-12-07T00:00") == 1
    assert (holder_of(conversation), covering(conversation)) == ("ana", None)
    assert Assignment.objects.count() == 1
    assert not audit_findings(tomorrow.workspace.pk, tomorrow.clock.now())


def test_why_me_says_so(tomorrow: House) -> None:
    conversation = tomorrow.hear(risk=90)
    pass_to(tomorrow, "2026-11-24T00:00")
    decision = why(conversation)
    step = decision.result["trace"][-1]
    assert (step["person"], step["for"], step["why"], step["how"]) == ("kai", "ana", "leave", "deputy")
    assert date.fromisoformat(step["until"]) == date(2026, 12, 6)
    said = [(each.title, each.note) for each in trace(decision, None, "kai", NAMES)]
    assert ("Acting: Kai", "Ana is on leave, the last day is 6 Dec · the deputy") in said
    assert covered(decision, NAMES) == "Ana is on leave, the last day is 6 Dec; Kai acts."


def test_whoever_gets_it_is_told_in_one_message_and_is_asked_no_more_afterwards(tomorrow: House) -> None:
    for number in range(3):
        tomorrow.hear(tomorrow.author(f"writer{number}"), risk=60, topics=["recall"])
    pass_to(tomorrow, "2026-11-24T00:00")
    told = Notice.objects.filter(membership=tomorrow.team["kai"], kind="covering", settled_at=None)
    assert told.count() == 3
    said = [restored(each.said) for each in told]
    assert {each.parts["day"] for each in said if isinstance(each, Said)} == {"2026-12-06"}
    assert len({each.next_at for each in told}) == 1, "they go out together"
    tomorrow.clock.advance(2 * MINUTE)
    bundle_due(tomorrow.clock)
    assert set(told.values_list("sent", flat=True)) == {1}
    pass_to(tomorrow, "2026-12-07T00:00")
    assert not told.all().exists()


def test_the_end_of_a_shift_moves_nothing_that_has_no_deadline(tomorrow: House) -> None:
    tomorrow.activate(OPEN_ENDED.replace(LEAVE, "leave: []"))
    conversation = tomorrow.hear(risk=90)
    assert pass_to(tomorrow, "2026-11-30T09:00") == 0
    assert (holder_of(conversation), covering(conversation)) == ("ana", None)


def test_a_deputy_who_is_at_home_has_it_when_they_come_and_nobody_else_meanwhile(tomorrow: House) -> None:
    tomorrow.activate(OPEN_ENDED.replace("members: [kai], hours: always", "members: [kai], hours: office"))
    conversation = tomorrow.hear(risk=90)
    pass_to(tomorrow, "2026-11-24T00:00")
    assert covering(conversation) == "kai"
    for at in ("2026-11-24T09:00", "2026-11-24T18:00", "2026-11-25T00:00"):
        assert pass_to(tomorrow, at) == 0


def test_what_is_heard_during_leave_goes_to_who_is_there(tomorrow: House) -> None:
    pass_to(tomorrow, "2026-11-24T08:00")
    conversation = tomorrow.hear(risk=90)
    assert (holder_of(conversation), covering(conversation)) == ("kai", None)


def test_what_was_answered_waits_for_nobody(tomorrow: House) -> None:
    conversation = tomorrow.hear(risk=90)
    end_turn(conversation, tomorrow.clock.now(), tomorrow.clock, "reply")
    assert pass_to(tomorrow, "2026-11-24T00:00") == 0
    assert covering(conversation) is None


def test_a_deputy_who_leaves_too_is_replaced_for_good(tomorrow: House) -> None:
    both = LEAVE.replace("]", ", {person: kai, from: 2026-11-26, to: 2026-11-26}]")
    tomorrow.activate(OPEN_ENDED.replace(LEAVE, both))
    conversation = tomorrow.hear(risk=90)
    pass_to(tomorrow, "2026-11-24T00:00")
    assert covering(conversation) == "kai"
    pass_to(tomorrow, "2026-11-26T00:00")
    assert covering(conversation) == "ivo"
    assert pass_to(tomorrow, "2026-11-27T00:00") == 0
    assert covering(conversation) == "ivo"


def test_who_covers_is_fit_for_it_as_whoever_it_is_given_to(house: House) -> None:
    house.activate(
        POLICY.replace("leave: []", "leave: [{person: ben, from: 2026-11-24, to: 2026-11-25}]")
        .replace("[ben, lin]", "[ben, lin, rui]")
        .replace("  rui: {}\n", "  rui: {languages: [en]}\n  ben: {deputy: rui}\n  lin: {languages: [ja, en]}\n")
        .replace("answer within: {office: 60m}", "answer within: {office: 8h}")
    )
    house.clock.set(taipei("2026-11-23T17:00"))
    asked = {lang: house.hear(intent="complaint", lang=lang) for lang in ("ja", "en")}
    for conversation in asked.values():
        Conversation.objects.filter(pk=conversation.pk).update(accountable=house.team["ben"])
        Assignment.objects.filter(conversation=conversation).update(membership=house.team["ben"])
    pass_to(house, "2026-11-24T09:00")
    assert {lang: covering(conversation) for lang, conversation in asked.items()} == {"ja": "lin", "en": "rui"}
    step = why(asked["ja"]).result["trace"][-1]
    assert [(each["by"], each["out"]) for each in step["sifted"]] == [("language", ["rui"])]


def test_what_is_covered_is_shared_where_there_is_no_deputy(house: House) -> None:
    text = POLICY.replace("leave: []", "leave: [{person: mei, from: 2026-11-24, to: 2026-11-30}]")
    house.activate(text.replace("[mei, jun]", "[mei, jun, rui]"))
    house.clock.set(taipei("2026-11-23T20:00"))
    asked = [house.hear(house.author(f"fan{number}"), intent="praise") for number in range(6)]
    rows = Conversation.objects.filter(pk__in=[each.pk for each in asked])
    rows.update(accountable=house.team["mei"])
    Assignment.objects.filter(conversation__in=rows).update(membership=house.team["mei"])
    pass_to(house, "2026-11-24T00:00")
    assert sorted(filter(None, map(covering, asked))) == ["jun"] * 3 + ["rui"] * 3
