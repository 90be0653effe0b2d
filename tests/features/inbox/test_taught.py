"""The page of all lessons: what stands there, the way back, and whose eyes it is for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.listening.lessons import NOT_ABOUT_US, topic_kind
from earshot.features.listening.lessons_told import PAGE
from earshot.features.listening.models import Correction, Lesson, Topic
from earshot.features.people.models import Role
from tests.features.factories import a_member, a_topic
from tests.features.inbox.conftest import Tea

TALE = "The osmanthus jelly of the little tea house on the corner had some wire in it, so my friends say"


@pytest.fixture
def one(tea: Tea) -> Conversation:
    return tea.hear(TALE, "azhe", findings={}, addressed=False)


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_an_empty_list_says_what_comes_here(tea: Tea) -> None:
    assert "Nothing was corrected yet" in tea.get("topics/lessons/")
    assert "/topics/lessons/" not in tea.get("topics/")


def test_a_lesson_says_what_it_is_and_leads_to_its_conversation(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/correct/", sentiment="positive", language="ja")
    page = tea.get("topics/lessons/")
    assert "Sentiment: Positive" in page and "Language: 日本語" in page
    assert "The osmanthus jelly of the little tea house" in page
    assert f"/inbox/c/{one.pk}/" in page
    assert "2 corrections teach what is heard from now on" in tea.get("topics/")


@pytest.mark.parametrize(("kind", "value"), [("sentiment", "positive"), ("intent", "job"), ("language", "ja")])
def test_taking_back_restores_the_post_and_teaches_nothing_more(
    tea: Tea, one: Conversation, kind: str, value: str
) -> None:
    column = {"language": "lang"}.get(kind, kind)
    before = getattr(fresh(one), column)
    said: dict[str, Any] = {kind: value}
    tea.post(f"inbox/c/{one.pk}/correct/", **said)
    tea.post(f"topics/lessons/{Lesson.objects.get().pk}/forget/")
    assert not Lesson.objects.exists() and not Correction.objects.exists()
    assert getattr(fresh(one), column) == before
    assert tea.hear("Oh: " + TALE, "beth", findings={}, addressed=False).lang == fresh(one).lang


def test_topics_and_what_is_not_about_us_come_back(tea: Tea, one: Conversation) -> None:
    harm = tea.workspace.topics.get(name="harm")
    tea.post(f"inbox/c/{one.pk}/correct-topic/", out=harm.pk)
    assert "Not in the topic harm" in tea.get("topics/lessons/")
    tea.post(f"topics/lessons/{Lesson.objects.get().pk}/forget/")
    assert fresh(one).topics == ["harm"]
    tea.post(f"inbox/c/{one.pk}/not-about-us/")
    with pytest.raises(Conversation.DoesNotExist):  # it is set aside
        tea.hear("Oh: " + TALE, "beth", findings={}, addressed=False)
    page = tea.get("topics/lessons/")
    assert ">Not about us<" in page and '<td class="num">1</td>' in page
    tea.post(f"topics/lessons/{Lesson.objects.get(kind=NOT_ABOUT_US).pk}/forget/")
    assert fresh(one).topics == ["harm"]
    assert not Lesson.objects.exists()


def test_a_lesson_of_a_topic_that_is_over_is_forgotten_all_the_same(tea: Tea, one: Conversation) -> None:
    bank = a_topic(tea.workspace, "bank", "nothing-says-this")
    tea.post(f"inbox/c/{one.pk}/correct-topic/", into=bank.pk)
    Topic.objects.filter(pk=bank.pk).update(archived_at=tea.clock.now())
    assert "In the topic bank" in tea.get("topics/lessons/")
    assert tea.post(f"topics/lessons/{Lesson.objects.get().pk}/forget/") == 302
    assert not Lesson.objects.exists()


def test_twice_is_told(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/correct/", sentiment="positive")
    number = Lesson.objects.get().pk
    assert tea.post(f"topics/lessons/{number}/forget/") == 302
    assert tea.post(f"topics/lessons/{number}/forget/") == 404


def test_nothing_is_said_of_somebody_elses_own_watch(tea: Tea, one: Conversation) -> None:
    ben = a_member(tea.workspace, "ben2", Role.MEMBER)
    private = a_topic(tea.workspace, "secretwatch", "nothing-says-this", watch=True, watcher=ben)
    tea.post(f"inbox/c/{one.pk}/correct/", sentiment="positive")
    taught = Lesson.objects.get()
    hidden = Lesson.objects.create(
        workspace=tea.workspace,
        post=taught.post,
        version=1,
        kind=f"topic:{private.pk}",
        value="yes",
        by=ben,
        at=taught.at,
    )
    page = tea.get("topics/lessons/")
    assert "secretwatch" not in page and page.count("/forget/") == 1
    assert tea.post(f"topics/lessons/{hidden.pk}/forget/") == 404


def test_who_only_looks_gets_no_button(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/correct/", sentiment="positive")
    page = tea.get("topics/lessons/", a_member(tea.workspace, "guest", Role.VIEWER))
    assert "Sentiment: Positive" in page and "/forget/" not in page


def test_a_long_list_comes_in_pages(tea: Tea, one: Conversation) -> None:
    post, at = one.newest_post, tea.clock.now()
    for number in range(PAGE + 2):
        kind = topic_kind(a_topic(tea.workspace, f"t{number}", "nothing-says-this").pk)
        Lesson.objects.create(workspace=tea.workspace, post=post, version=1, kind=kind, value="no", by=tea.mei, at=at)
    first = tea.get("topics/lessons/")
    assert first.count("/forget/") == PAGE
    before = re.search(r"\?before=(\d+)", first)
    assert before is not None
    second = tea.get("topics/lessons/", before=before[1])
    assert second.count("/forget/") == 2 and "Older ones" not in second
    assert "Not in the topic t0<" in second and "Not in the topic t0<" not in first
