"""What became of the posts of an import: every post is accounted for, and the links lead to what they say."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from earshot.features.conversations.models import Conversation, State
from earshot.features.inbox.imported import MOST, in_words, outcome
from earshot.features.listening.models import Channel, Import
from earshot.features.people.models import Membership
from tests.features import factories
from tests.features.factories import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Membership:
    return factories.a_member(factories.a_workspace("acme"), "mei", "owner")


@pytest.fixture
def work(owner: Membership) -> Import:
    """Nine posts: four to answer (three by support, one by PR), one of each other kind."""
    channel = factories.a_channel(owner.workspace, "late tea.csv", kind="replay", active=False)
    lin = factories.a_member(owner.workspace, "lin")

    def post(number: int, **fields: object) -> object:
        author = factories.an_author(owner.workspace, f"a{number}")
        return factories.a_post(channel, author, f"text {number}", at=MORNING + timedelta(minutes=number), **fields)

    for number in range(3):
        factories.a_conversation(post(number), lin, role="support")  # type: ignore[arg-type]
    factories.a_conversation(post(3), owner, role="pr")  # type: ignore[arg-type]
    factories.a_conversation(post(4), lin, role="support", handling="watch")  # type: ignore[arg-type]
    factories.a_conversation(post(5), owner, handling="ignore")  # type: ignore[arg-type]
    factories.a_conversation(post(6), owner, state=State.RESOLVED)  # type: ignore[arg-type]
    post(7, watch_only=True)
    post(8, ours=True)
    return Import.objects.create(
        workspace=owner.workspace, channel=channel, name="tea.csv", path="tea.csv", mode="work", state="done",
        added=9, total=9, created_at=MORNING,
    )  # fmt: skip


def test_no_post_is_left_out(owner: Membership, work: Import) -> None:
    told = outcome(owner, work)
    assert told is not None
    assert (told.posts, told.conversations) == (9, 7)
    assert [(each.role, each.person, each.conversations) for each in told.owned] == [
        ("support", "Lin", 3),
        ("pr", "Mei", 1),
    ]
    assert (told.no_answer, told.ignored, told.closed, told.watched, told.ours, told.apart) == (1, 1, 1, 1, 1, 0)
    assert any(line.split() == ["3", "to", "answer,", "support:", "Lin"] for line in in_words(told))


def test_the_page_leads_to_just_these_conversations(owner: Membership, work: Import, client: Client) -> None:
    client.force_login(owner.person)  # type: ignore[arg-type]
    page = client.get(f"/w/acme/imports/{work.pk}/").content.decode()
    assert "What became of the posts" in page
    address = html.unescape(re.search(r'href="([^"]*team[^"]*)"', page)[1])  # type: ignore[index]
    listed = client.get(address).content.decode()
    assert [f"text {number}" in listed for number in range(5)] == [True, True, True, False, False]
    assert f"/imports/{work.pk}/#outcome" in client.get("/w/acme/imports/").content.decode()


def test_an_account_that_answers_leads_to_the_whole_of_the_role(owner: Membership, work: Import) -> None:
    account = factories.a_channel(owner.workspace, "Account")
    Conversation.objects.filter(role="pr").update(channel=account)
    told = outcome(owner, work)
    assert told is not None
    assert [("channel:" in each.query) for each in told.owned] == [True, False]


def test_a_name_that_no_query_can_write_is_left_out(owner: Membership, work: Import) -> None:
    work.channel.name = 'late "tea".csv'
    told = outcome(owner, work)
    assert told is not None
    assert told.owned[0].query == 'team:"support" state:open is:unanswered'


def test_history_and_what_is_too_much_say_nothing(owner: Membership, work: Import) -> None:
    work.mode = "history"
    assert outcome(owner, work) is None
    work.mode, work.added = "work", MOST + 1
    assert outcome(owner, work) is None


def test_another_workspace_sees_nothing_of_it(work: Import) -> None:
    stranger = factories.a_member(factories.a_workspace("other"), "ann", "owner")
    told = outcome(stranger, work)
    assert told is not None
    assert (told.posts, told.conversations, told.owned) == (0, 0, [])
    assert Channel.objects.filter(pk=work.channel_id).exists()
