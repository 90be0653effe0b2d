"""Conversations of which nothing is left, and people who cannot take one over."""

from __future__ import annotations

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import all_deleted
from earshot.features.people.models import Role
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardDeletion
from tests.features.factories import a_member
from tests.features.inbox.conftest import Tea

NOTHING = "there is nothing left to answer"


def delete(tea: Tea, *canonical_ids: str) -> None:
    """The network says that these posts are gone."""
    events = tuple(HeardDeletion(tea.channel.kind, each) for each in canonical_ids)
    travel(Batch(events, ""), Source(tea.workspace.pk, tea.channel.pk, "channel"), tea.clock)


@pytest.fixture
def one(tea: Tea) -> Conversation:
    return tea.hear("Where is my tea?", "azhe")


def test_a_line_says_that_its_posts_were_deleted(tea: Tea, one: Conversation) -> None:
    tea.hear("still here", "other")
    assert "Deleted on the network" not in tea.get("inbox/open/")
    delete(tea, one.newest_post.canonical_id)
    for path in ("inbox/open/", "", "inbox/?q=author:azhe"):
        page = tea.get(path)
        assert page.count("Deleted on the network") == 1, path
        assert "Where is my tea" not in page


def test_the_composer_offers_done_where_nothing_is_left(tea: Tea, one: Conversation) -> None:
    assert NOTHING not in tea.get(f"inbox/c/{one.pk}/")
    delete(tea, one.newest_post.canonical_id)
    page = tea.get(f"inbox/c/{one.pk}/")
    composer = page.split('id="composer"')[1].split("note-form")[0]
    assert NOTHING in composer
    assert "Done for all" in composer
    assert 'id="reply-text"' not in page
    assert 'id="note-text"' in page, "colleagues can still be told"
    tea.post(f"inbox/c/{one.pk}/done/")
    composer = tea.get(f"inbox/c/{one.pk}/").split('id="composer"')[1].split("note-form")[0]
    assert NOTHING in composer
    assert "Done for all" not in composer


def test_one_post_that_is_left_can_be_answered(tea: Tea, one: Conversation) -> None:
    tea.hear("and a biscuit", "azhe", to=one.thread_key)
    delete(tea, one.newest_post.canonical_id)
    page = tea.get(f"inbox/c/{one.pk}/")
    assert NOTHING not in page
    assert 'id="reply-text"' in page
    assert all_deleted([one.pk]) == set()


def test_a_post_without_words_is_not_called_deleted(tea: Tea) -> None:
    wordless = tea.hear("a picture", "quiet")
    Conversation.objects.filter(pk=wordless.pk).update(snippet="")
    assert "Deleted on the network" not in tea.get("inbox/open/")
    assert NOTHING not in tea.get(f"inbox/c/{wordless.pk}/")


def test_only_who_could_accept_is_offered_a_conversation(tea: Tea, one: Conversation) -> None:
    a_member(tea.workspace, "noa", empty=True)
    a_member(tea.workspace, "vic", role=Role.VIEWER)
    page = tea.get(f"inbox/c/{one.pk}/")
    offered = page.split('id="h-taker"')[1].split("</select>")[0]
    assert offered.count("<option") == 3, "nobody yet, Ana and Ken"
    assert f'value="{tea.ana.pk}"' in offered
    assert f'value="{tea.ken.pk}"' in offered
