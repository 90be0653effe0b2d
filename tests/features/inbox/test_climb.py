"""A ladder on the page of a conversation and on My turn: what climbs, when, and the button that stops it."""

from __future__ import annotations

import re

import pytest

from earshot.features.responsibility import timers
from earshot.features.responsibility.actions import activate_policy, save_policy
from earshot.features.responsibility.models import Escalation
from earshot.site.turn import read_turn
from tests.features.inbox.conftest import POLICY, Tea

LADDER = "ladders:\n  harm: [{after: 10m, to: care}, {after: 20m, to: pr.lead}, {after: 30m, to: mei}]\n"


@pytest.fixture
def tower(tea: Tea) -> Tea:
    text = POLICY.replace("consulted: [desk]", "consulted: [desk]\n    ladder: harm") + LADDER
    activate_policy(save_policy(tea.workspace, tea.mei, text, tea.clock), tea.mei, tea.clock)
    return tea


def pass_by(tea: Tea, minutes: int) -> None:
    tea.wait(minutes=minutes)
    timers.run_due(tea.clock)


def words(page: str) -> str:
    """The text of a page in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_strip_says_where_it_climbs_and_when(tower: Tea) -> None:
    one = tower.hear("wire!", "one")
    page = words(tower.get(f"inbox/c/{one.pk}/"))
    assert "Nobody has taken this up. It climbs to care in 10 min." in page
    pass_by(tower, 10)
    assert "It climbs to the lead of pr in 10 min." in words(tower.get(f"inbox/c/{one.pk}/"))
    pass_by(tower, 20)
    page = words(tower.get(f"inbox/c/{one.pk}/"))
    assert "It has climbed to the end of the ladder “harm”." in page
    assert "Climbed to care by the ladder “harm”: Ken was told" in page
    assert "Climbed to the lead of pr by the ladder “harm”: Ana was told · 10 min too late" in page


def test_roles_are_called_in_the_readers_words(tower: Tea) -> None:
    one = tower.hear("wire!", "one")
    pass_by(tower, 30)
    client = tower.client(tower.mei)
    page = words(
        client.get(
            f"/w/{tower.workspace.slug}/inbox/c/{one.pk}/", headers={"accept-language": "zh-hant"}
        ).content.decode()
    )
    assert "升級到公關的主管" in page
    assert "pr的主管" not in page


def test_i_have_it_stops_it_by_a_plain_form(tower: Tea) -> None:
    one = tower.hear("wire!", "one")
    pass_by(tower, 10)
    assert tower.post(f"inbox/c/{one.pk}/take-up/", tower.ken) == 302
    assert Escalation.objects.get().acknowledged_by == tower.ken
    page = words(tower.get(f"inbox/c/{one.pk}/"))
    assert "Nobody has taken this up" not in page
    assert "Ken took it up; the ladder “harm” stops" in page
    assert "Ken has it" in page
    tower.post(f"inbox/c/{one.pk}/take-up/", tower.mei)
    assert "Ken has taken it up already." in words(tower.get("inbox/"))


def test_what_climbed_to_me_stands_on_my_turn(tower: Tea) -> None:
    tower.hear("wire!", "one")
    pass_by(tower, 10)
    assert [row.conversation.author.handle for row in read_turn(tower.ken, tower.clock.now()).escalated] == ["one"]
    page = words(tower.get("", tower.ken))
    assert "Escalated to you" in page
    assert "I have it" in page
    pass_by(tower, 10)
    assert read_turn(tower.ana, tower.clock.now()).escalated == [], "she is accountable: it stands there already"
    assert "Escalated to you" not in words(tower.get("", tower.mei))


def test_a_viewer_sees_it_and_has_no_button(tower: Tea) -> None:
    one = tower.hear("wire!", "one")
    tower.ken.role = "viewer"
    tower.ken.save()
    page = tower.get(f"inbox/c/{one.pk}/", tower.ken)
    assert "It climbs to care in 10 min." in words(page)
    assert "take-up" not in page
    assert tower.post(f"inbox/c/{one.pk}/take-up/", tower.ken) == 403
