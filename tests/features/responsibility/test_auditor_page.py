"""The page of the auditor: what it covered, when it looked last, what is not as promised."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from earshot.features.responsibility.models import Assignment
from earshot.features.responsibility.timers import run_due
from earshot.features.responsibility.views_auditor import CHECKS
from tests.features import factories as make
from tests.features.responsibility.house import MINUTE, House
from tests.features.responsibility.test_escalating import CLIMBING

pytestmark = pytest.mark.django_db


@pytest.fixture
def tower(house: House) -> House:
    house.activate(CLIMBING)
    return house


def page(house: House) -> str:
    """The words of the page, as a viewer sees it."""
    seat = make.a_member(house.workspace, f"eye-{house.clock.now().timestamp():.0f}", "viewer")
    assert seat.person is not None
    client = Client()
    client.force_login(seat.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/w/{house.workspace.slug}/auditor/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_all_kept_says_what_was_looked_at(tower: House) -> None:
    tower.hear(risk=90)
    tower.hear(intent="complaint")
    tower.hear(intent="praise")
    run_due(tower.clock)
    words = page(tower)
    assert "All promises are kept." in words
    assert "Looked at 3 open conversations, 2 deadlines and 2 ladders that are climbed." in words
    assert "The machine looked last under 1 min ago" in words
    assert words.count("kept") >= len(CHECKS)
    assert "Not as promised" not in words


def test_a_finding_leads_to_its_conversation_and_says_what_to_do(tower: House) -> None:
    conversation = tower.hear(risk=90)
    run_due(tower.clock)
    tower.clock.advance(12 * MINUTE)
    Assignment.objects.update(ended_at=tower.clock.now())
    words = page(tower)
    assert "2 promises are not kept." in words
    assert "Nobody is accountable. Claim it, or hand it over to somebody." in words
    assert "A step of the ladder “harm” was due and has not run." in words
    assert str(conversation.author) in words


def test_a_silent_auditor_shows(tower: House) -> None:
    assert "Nobody has looked yet." in page(tower)
    run_due(tower.clock)
    tower.clock.advance(5 * MINUTE)
    assert "Nobody has looked for 5 min." in page(tower)


def test_every_kind_of_finding_has_its_words(tower: House) -> None:
    assert {check.kind for check in CHECKS} == {
        "unowned",
        "inactive",
        "undecided",
        "gap",
        "unclimbed",
        "ladder",
        "mute",
    }
