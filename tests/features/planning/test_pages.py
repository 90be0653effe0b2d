"""The pages: all by week, one to read, one to change; in the reader's zone and language, without a script."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone, translation

from earshot.features.planning.models import Campaign
from earshot.features.planning.queries import access_campaigns
from earshot.features.planning.showing import last_moment
from earshot.features.planning.weeks import beginning, by_week
from tests.features.factories import a_member, a_topic
from tests.features.inbox.conftest import Tea
from tests.features.planning.conftest import Make

FILLED: dict[str, object] = {
    "name": "Own-cup Tuesday",
    "message": "Bring the cup you like best.",
    "promise": "10 off any drink in your own cup.",
    "not_to_say": "",
    "starts_at": "2026-12-01T09:00",
    "ends_at": "2026-12-31T22:00",
    "brand": "",
    "market": "",
    "topic": "",
}


def test_running_to_come_and_past_each_under_its_week(tea: Tea, make: Make) -> None:
    now = tea.clock.now()
    make(name="running")
    make(name="coming", starts_at=now + timedelta(days=8), ends_at=now + timedelta(days=9))
    make(name="over", starts_at=now - timedelta(days=30), ends_at=now - timedelta(days=3))
    make(name="long ago", starts_at=now - timedelta(days=400), ends_at=now - timedelta(days=390))
    page = tea.get("campaigns/")
    order = ["Running", "running", "To come", "Next week", "coming", "Past", "Last week", "over", "long ago"]
    at = 0
    for word in order:
        at = page.find(f">{word}<", at)
        assert at > 0, word
    assert "Week of 27 Oct 2025" in page
    assert "day 2 of 11" in page


def test_weeks_begin_on_monday_in_the_readers_zone(tea: Tea, make: Make) -> None:
    """Sunday 22 November, 17:00 UTC is Monday in Taipei; what ends as Monday begins belongs to the week before."""
    sunday_evening = tea.clock.now().replace(hour=17) - timedelta(days=1)
    make(starts_at=sunday_evening, ends_at=sunday_evening.replace(hour=16) + timedelta(days=7))
    rows = access_campaigns(tea.mei)
    with timezone.override("Asia/Taipei"), translation.override("en"):
        assert [week.title for week in by_week(rows, beginning, tea.clock.now())] == ["This week"]
        assert [week.title for week in by_week(rows, last_moment, tea.clock.now())] == ["This week"]
    with timezone.override("UTC"), translation.override("zh-hant"):
        assert [week.title for week in by_week(rows, beginning, tea.clock.now())] == ["上週"]


def test_a_form_is_enough_and_its_times_are_the_readers(tea: Tea) -> None:
    assert "Asia/Taipei" in tea.get("campaigns/add/")
    topic = a_topic(tea.workspace, "own-cup")
    assert tea.post("campaigns/add/", tea.mei, **FILLED | {"owner": tea.ken.pk, "topic": topic.pk}) == 302
    made = Campaign.objects.get()
    assert made.starts_at.isoformat() == "2026-12-01T01:00:00+00:00"
    assert (made.owner, made.topic) == (tea.ken, topic)
    assert 'value="2026-12-01T09:00"' in tea.get(f"campaigns/{made.pk}/change/")
    page = tea.get(f"campaigns/{made.pk}/")
    assert "Bring the cup you like best." in page
    assert "1 Dec 09:00" in page


def test_what_is_wrong_is_said_at_its_field(tea: Tea) -> None:
    wrong = FILLED | {"owner": tea.ken.pk, "ends_at": FILLED["starts_at"], "message": ""}
    answer = tea.client(tea.mei).post("/w/tea/campaigns/add/", wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "It has to end after it begins." in page
    assert 'id="id_message-error"' in page
    assert not Campaign.objects.exists()


def test_the_second_of_two_is_asked_before_it_overwrites(tea: Tea, make: Make) -> None:
    made = make()
    form = tea.get(f"campaigns/{made.pk}/change/")
    seen = re.search(r'name="seen" value="([^"]+)"', form)
    assert seen
    data = FILLED | {"owner": tea.ken.pk, "seen": seen[1]}
    tea.wait(minutes=1)
    assert tea.post(f"campaigns/{made.pk}/change/", tea.ken, **data | {"message": "Ken's words"}) == 302
    answer = tea.client(tea.mei).post(f"/w/tea/campaigns/{made.pk}/change/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody has changed this campaign since you opened it." in page
    again = re.search(r'name="seen" value="([^"]+)"', page)
    assert again
    assert tea.post(f"campaigns/{made.pk}/change/", tea.mei, **data | {"seen": again[1]}) == 302
    made.refresh_from_db()
    assert made.message == FILLED["message"]


def test_a_name_that_is_taken_is_said_at_the_name(tea: Tea, make: Make) -> None:
    make(name="own-cup tuesday")
    answer = tea.client(tea.mei).post("/w/tea/campaigns/add/", FILLED | {"owner": tea.ken.pk})
    assert "There is already a campaign" in answer.content.decode()
    assert 'id="id_name-error"' in answer.content.decode()


def test_archived_is_apart_and_comes_back(tea: Tea, make: Make) -> None:
    made = make()
    assert tea.post(f"campaigns/{made.pk}/archive/") == 302
    assert "Osmanthus season" not in tea.get("campaigns/")
    assert "Osmanthus season" in tea.get("campaigns/", archived="1")
    assert "Restore" in tea.get(f"campaigns/{made.pk}/")
    assert tea.post(f"campaigns/{made.pk}/archive/", restore="1") == 302
    assert "Osmanthus season" in tea.get("campaigns/")


def test_a_viewer_reads_and_finds_no_button(tea: Tea, make: Make) -> None:
    made, guest = make(), a_member(tea.workspace, "guest", "viewer")
    assert "handwritten verse" in tea.get(f"campaigns/{made.pk}/", guest)
    assert f"campaigns/{made.pk}/change/" not in tea.get(f"campaigns/{made.pk}/", guest)
    assert "campaigns/add/" not in tea.get("campaigns/", guest)


def test_many_past_ones_take_several_pages(tea: Tea, make: Make) -> None:
    now = tea.clock.now()
    for number in range(51):
        ends = now - timedelta(days=number + 1)
        make(name=f"Season {number:02}", starts_at=ends - timedelta(days=1), ends_at=ends)
    make(name="running")
    assert "Season 50" not in tea.get("campaigns/")
    older = tea.get("campaigns/", page="2")
    assert "Season 50" in older
    assert ">running<" not in older
