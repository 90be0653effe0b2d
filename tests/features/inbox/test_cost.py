"""How often each page asks the database: as often for forty conversations as for four."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from earshot.features.conversations import actions
from earshot.features.conversations.models import Conversation
from tests.features.inbox.conftest import Tea

PAGES = {
    "": 25,
    "inbox/": 13,
    "inbox/open/": 14,
    "inbox/done/": 13,
    "inbox/?q=tea": 17,
    "inbox/?q=tea -coffee risk<90 assignee:me": 18,
    "inbox/?q=is:unanswered has:link sentiment:neutral": 12,
    "topics/": 13,
}
"""Page below the workspace -> how many queries it may take, sessions and navigation included."""
CONVERSATION = 36


@pytest.fixture
def busy(tea: Tea) -> Tea:
    """Twelve conversations of three people, some done, one being written to."""
    seats = [tea.mei, tea.ana, tea.ken]
    for number in range(12):
        heard = tea.hear(f"my tea is late {number} https://tea.example", f"author-{number}")
        Conversation.objects.filter(pk=heard.pk).update(accountable=seats[number % 3])
        if number % 4 == 3:
            actions.done(heard, tea.mei, tea.clock)
    actions.mark_writing(heard, tea.ken, tea.clock)
    return tea


def asked(tea: Tea, path: str) -> list[str]:
    """The queries of a page that has been shown before."""
    tea.get(path)
    with CaptureQueriesContext(connection) as caught:
        tea.get(path)
    return [each["sql"] for each in caught.captured_queries]


@pytest.mark.parametrize(("path", "most"), PAGES.items())
def test_a_page_asks_a_fixed_number_of_times(busy: Tea, path: str, most: int) -> None:
    queries = asked(busy, path)
    assert len(queries) <= most, "\n".join(queries)


def test_a_conversation_asks_a_fixed_number_of_times_however_long_it_is(busy: Tea) -> None:
    one = Conversation.objects.filter(accountable=busy.mei).latest("id")
    for number in range(8):
        busy.hear(f"me too {number}", f"other-{number}", to=one.thread_key)
        actions.note(one, busy.mei, f"note {number}", busy.clock)
    queries = asked(busy, f"inbox/c/{one.pk}/")
    assert len(queries) <= CONVERSATION, "\n".join(queries)


def test_lists_do_not_read_what_they_do_not_show(busy: Tea) -> None:
    rows = [each for each in asked(busy, "inbox/open/") if 'FROM "conversations_conversation" INNER JOIN' in each]
    assert len(rows) == 1
    for column in ("flags", "more", "topics", "bio", "secrets", "cursor"):
        assert f'"{column}"' not in rows[0]
