"""Views: what they hold, in which order, page by page."""

from __future__ import annotations

import pytest

from earshot.features.conversations import actions
from earshot.features.conversations.models import Conversation
from earshot.features.inbox import lists
from earshot.features.inbox.lists import VIEWS, count, page_of, tally, view_named
from earshot.kernel.errors import NotFound
from tests.features.inbox.conftest import Tea


def names(view: str, tea: Tea) -> list[str]:
    return [each.author.handle for each in page_of(view_named(view), tea.mei).conversations]


def test_mine_is_by_deadline_and_mine_only(tea: Tea) -> None:
    tea.hear("first", "one")
    tea.wait(minutes=5)
    tea.hear("second", "two")
    tea.hear("there is wire in it", "three")
    assert names("mine", tea) == ["one", "two"]
    assert names("open", tea) == ["three", "one", "two"]


def test_watched_conversations_are_owed_to_nobody(tea: Tea) -> None:
    tea.hear("nice weather", "talker", addressed=False, findings={"intent": "other"})
    assert names("open", tea) == []
    assert names("watching", tea) == ["talker"]


def test_states_have_their_views(tea: Tea) -> None:
    done, waiting, snoozed = tea.hear("a", "one"), tea.hear("b", "two"), tea.hear("c", "three")
    actions.done(done, tea.mei, tea.clock)
    actions.end_turn(waiting, tea.clock.now(), tea.clock)
    until = tea.clock.now().replace(hour=9)
    actions.snooze(snoozed, tea.mei, until, tea.clock)
    assert (names("done", tea), names("waiting", tea), names("snoozed", tea)) == (["one"], ["two"], ["three"])
    assert names("unanswered", tea) == ["three"]
    counts = {view.name: count(view, tea.mei, tally(tea.mei)).number for view in VIEWS}
    assert counts == {view.name: view.rows(tea.mei).count() for view in VIEWS}
    assert counts["open"] == 2


@pytest.mark.parametrize("view", ["mine", "done", "open"])
def test_pages_hold_every_conversation_once(tea: Tea, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    for number in range(11):
        conversation = tea.hear(f"post {number}", f"author-{number}")
        if view == "done":
            actions.done(conversation, tea.mei, tea.clock)
        if number % 3 == 0:
            tea.wait(minutes=1)
    Conversation.objects.filter(author__handle__in=["author-2", "author-7"]).update(deadline_at=None)
    whole = view_named(view)
    seen: list[int] = []
    after = ""
    for _ in range(10):
        page = page_of(whole, tea.mei, after)
        seen += [each.pk for each in page.conversations]
        after = page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 11


def test_counts_of_what_is_not_open_stop(tea: Tea, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MANY", 2)
    for number in range(4):
        actions.done(tea.hear("x", f"author-{number}"), tea.mei, tea.clock)
    assert count(view_named("done"), tea.mei, []) == lists.Count(2, more=True)


def test_an_unknown_view_is_not_found() -> None:
    with pytest.raises(NotFound):
        view_named("nope")


@pytest.mark.parametrize("cursor", ["~", "x~y", "2026~", "~99999999999", "not a date~4", "٣"])
def test_a_cursor_that_cannot_be_read_does_no_harm(tea: Tea, cursor: str) -> None:
    tea.hear("x")
    page_of(view_named("mine"), tea.mei, cursor)
