"""Who owes an answer is reminded until it is taken up: by them, or by somebody whom a ladder has reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from earshot.features.conversations.models import Conversation
from earshot.features.listening.actions import correct
from earshot.features.notices.bundling import bundle_due
from earshot.features.responsibility import noticing
from earshot.features.responsibility.auditor import audit_findings
from earshot.features.responsibility.escalating.acknowledging import acknowledge
from earshot.features.responsibility.models import Escalation
from earshot.features.responsibility.timers import run_due
from tests.features.responsibility.house import MINUTE, POLICY, House, holder_of, now_of

pytestmark = pytest.mark.django_db
Notice = apps.get_model("notices", "Notice")

TWO_OF_PR = (
    POLICY.replace("answer within: 30m", "answer within: 30m\n    ladder: harm").replace(
        "  - name: Complaints", "  - name: Rumours\n    when: topic:rumour\n    accountable: pr\n  - name: Complaints"
    )
    + "ladders:\n  harm: [{after: 10m, to: legal}]\n"
)


@pytest.fixture
def tower(house: House) -> House:
    """A house where two rules give to the same role, and only one of them has a ladder."""
    house.activate(TWO_OF_PR)
    return house


def climbed(house: House) -> Conversation:
    """A conversation of ana's whose ladder has reached chloe, so that ana is reminded no more."""
    conversation = house.hear(risk=90, topics=["rumour"])
    assert holder_of(conversation) == "ana"
    bundle_due(house.clock)
    pass_by(house, 10)
    assert reminded(house, "ana") is None
    assert reminded(house, "chloe") is not None
    assert mute(house) == []
    return conversation


def pass_by(house: House, minutes: float) -> None:
    house.clock.advance(timedelta(minutes=minutes))
    run_due(house.clock)


def reminded(house: House, handle: str) -> object:
    """When the one open notice of a person goes out again."""
    return Notice.objects.get(membership=house.team[handle], settled_at=None).next_at


def mute(house: House) -> list[tuple[int, str]]:
    """What the auditor finds of duties of which nothing is sent any more."""
    found = audit_findings(house.workspace.pk, house.clock.now())
    return [(one.conversation_id, one.detail) for one in found if one.kind == "mute"]


def test_a_ladder_that_is_not_asked_for_any_more_gives_the_reminders_back(tower: House) -> None:
    conversation = climbed(tower)
    correct(conversation.newest_post, tower.team["mei"], "risk", "10", tower.clock)
    assert (now_of(conversation).rule, holder_of(conversation)) == ("Rumours", "ana")
    assert not Escalation.objects.filter(live=True).exists()
    assert reminded(tower, "ana") is not None
    assert not Notice.objects.filter(membership=tower.team["chloe"], settled_at=None).exists()
    assert mute(tower) == []


def test_who_took_it_up_on_a_ladder_relieves_who_owes_it(tower: House) -> None:
    conversation = climbed(tower)
    acknowledge(conversation, tower.team["chloe"], tower.clock)
    assert mute(tower) == []
    assert noticing.keep_noticed(tower.clock) == 0
    assert reminded(tower, "ana") is None


def test_where_whom_the_ladder_reached_is_gone_the_auditor_says_so_and_reminders_begin_again(tower: House) -> None:
    conversation = climbed(tower)
    tower.team["chloe"].active = False
    tower.team["chloe"].save()
    assert mute(tower) == [(conversation.pk, "Ana")]
    assert noticing.keep_noticed(tower.clock) == 1
    assert noticing.keep_noticed(tower.clock) == 0
    assert reminded(tower, "ana") == tower.clock.now()
    assert mute(tower) == []


def test_what_was_sent_while_a_seat_was_deactivated_is_sent_again_afterwards(tower: House) -> None:
    ben = tower.team["ben"]
    conversation = tower.hear(intent="complaint")
    pass_by(tower, 1)
    bundle_due(tower.clock)
    ben.active = False
    ben.save()
    tower.clock.advance(6 * MINUTE)
    bundle_due(tower.clock)
    assert reminded(tower, "ben") is None
    ben.active = True
    ben.save()
    assert mute(tower) == [(conversation.pk, "Ben")]
    assert noticing.keep_noticed(tower.clock) == 1
    assert reminded(tower, "ben") == tower.clock.now() + MINUTE
