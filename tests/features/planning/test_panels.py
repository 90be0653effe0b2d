"""Where people answer: beside a conversation, and on "my turn"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from earshot.features.conversations.models import Conversation
from earshot.features.planning.models import Campaign
from earshot.features.planning.queries import meant
from tests.features.factories import a_topic
from tests.features.inbox.conftest import Tea
from tests.features.planning.conftest import Make


def names(found: list[Campaign]) -> list[str]:
    return [each.name for each in found]


def test_brand_and_market_rule_out_only_where_both_sides_name_one() -> None:
    plain, ours, theirs = (
        Campaign(name="plain"),
        Campaign(name="ours", brand="Tea"),
        Campaign(name="theirs", brand="Ice"),
    )
    there = Campaign(name="there", market="HK")
    all_of_them = [plain, ours, theirs, there]
    assert names(meant(all_of_them, ["tea", ""], "TW", [])) == ["plain", "ours"]
    assert names(meant(all_of_them, ["tea", "Ice"], "hk", [])) == ["plain", "ours", "theirs", "there"]
    assert names(meant(all_of_them, [""], "", [])) == ["plain", "ours", "theirs", "there"]


def test_those_of_its_topics_come_first(tea: Tea, make: Make) -> None:
    topic = a_topic(tea.workspace, "Osmanthus")
    make(name="first to end")
    of_topic = make(name="of the topic", topic=topic, ends_at=tea.clock.now() + timedelta(days=90))
    found = meant(Campaign.objects.order_by("ends_at"), [], "", ["osmanthus"])
    assert names(found) == ["of the topic", "first to end"]
    one = tea.hear("is the jelly oolong back?")
    Conversation.objects.filter(pk=one.pk).update(topics=["osmanthus"])
    page = tea.get(f"inbox/c/{one.pk}/")
    assert page.index("of the topic") < page.index("first to end")
    assert "its topic" in page
    assert f'id="campaign-{of_topic.pk}"' in page


def test_beside_a_conversation_all_of_it_is_at_hand(tea: Tea, make: Make) -> None:
    one = tea.hear("do I get a verse with my tea?")
    assert "Running campaigns" not in tea.get(f"inbox/c/{one.pk}/")
    make(message="Slow down. " * 20, promise="One verse each.\n<b>No</b> more.")
    page = tea.get(f"inbox/c/{one.pk}/")
    assert "Running campaigns" in page
    assert "One verse each.\n&lt;b&gt;No&lt;/b&gt; more." in page
    assert ("Slow down. " * 20).strip() in page
    assert tea.ana.name in page


@pytest.mark.parametrize(
    ("begins", "ends", "there"),
    [(-2, 5, True), (3, 9, True), (20, 30, False), (-9, -1, False)],
    ids=["runs", "later today", "tomorrow", "over"],
)
def test_my_turn_names_those_of_today(tea: Tea, make: Make, begins: int, ends: int, there: bool) -> None:
    """It is 10:00 in Taipei; hours from then."""
    now = tea.clock.now()
    make(starts_at=now + timedelta(hours=begins), ends_at=now + timedelta(hours=ends))
    page = tea.get("")
    assert ("Today&#x27;s campaigns" in page or "Today's campaigns" in page) is there
    assert ("Osmanthus season" in page) is there
    assert ("from 13:00" in page) is (begins == 3)


def test_days_are_those_of_the_readers_calendar(tea: Tea, make: Make) -> None:
    """In Taipei it began on the 23rd at 01:00 (the 22nd in UTC) and ends with the 25th."""
    now = tea.clock.now()
    midnight = now.replace(hour=16, minute=0) - timedelta(days=1)
    make(starts_at=midnight + timedelta(hours=1), ends_at=midnight + timedelta(days=3))
    assert "day 1 of 3" in tea.get("")


def asked(tea: Tea, path: str) -> int:
    """Queries about campaigns on a page, and on nothing else that grows with them."""
    tea.get(path)
    with CaptureQueriesContext(connection) as caught:
        tea.get(path)
    return sum("planning_campaign" in each["sql"] for each in caught.captured_queries)


@pytest.mark.parametrize("count", [0, 12])
def test_one_question_however_many_there_are(tea: Tea, make: Make, count: int) -> None:
    one = tea.hear("hello?")
    topic = a_topic(tea.workspace, "verse")
    for number in range(count):
        make(name=f"Season {number}", topic=topic, owner=tea.ken)
    assert asked(tea, f"inbox/c/{one.pk}/") == 1
    assert asked(tea, "") == 1
    assert asked(tea, "inbox/") == 0
