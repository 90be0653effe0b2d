"""Corrections on the page of a conversation: plain forms, who may, what was learnt, and the way back."""

from __future__ import annotations

import pytest

from earshot.features.conversations.models import Conversation, State
from earshot.features.listening.models import Correction, Lesson, Post
from earshot.features.people.models import Role
from tests.features.factories import a_member, a_topic
from tests.features.inbox.conftest import Tea

TALE = "The osmanthus jelly of the little tea house on the corner had some wire in it, so my friends say"


@pytest.fixture
def one(tea: Tea) -> Conversation:
    return tea.hear(TALE, "azhe", findings={}, addressed=False)


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


@pytest.mark.parametrize(
    ("kind", "value", "column"),
    [
        ("sentiment", "positive", "sentiment"),
        ("intent", "press", "intent"),
        ("language", "ja", "lang"),
        ("risk", "90", "risk"),
    ],
)
def test_one_button_corrects_and_another_takes_it_back(
    tea: Tea, one: Conversation, kind: str, value: str, column: str
) -> None:
    before = getattr(fresh(one), column)
    page = tea.get(f"inbox/c/{one.pk}/")
    assert f'name="{kind}" value="{value}"' in page
    assert f'name="take_back" value="{kind}"' not in page
    assert tea.post(f"inbox/c/{one.pk}/correct/", **{kind: value}) == 302
    assert str(getattr(fresh(one), column)) == value
    page = tea.get(f"inbox/c/{one.pk}/")
    assert f'name="take_back" value="{kind}"' in page
    assert "Corrected by Mei." in page
    tea.post(f"inbox/c/{one.pk}/correct/", take_back=kind)
    assert getattr(fresh(one), column) == before
    assert not Correction.objects.exists()


def test_a_lower_risk_of_the_whole_turn_is_taken_back_as_a_whole(tea: Tea, one: Conversation) -> None:
    for number, risk in enumerate(("80", "60")):
        tea.hear(f"again {number}", "azhe", to=one.thread_key, findings={"risk": risk}, addressed=False)
    tea.post(f"inbox/c/{one.pk}/correct/", risk="0")
    assert fresh(one).risk == 0
    tea.post(f"inbox/c/{one.pk}/correct/", take_back="risk")
    assert fresh(one).risk == 80


def test_topics_are_put_on_and_taken_off(tea: Tea, one: Conversation) -> None:
    bank = a_topic(tea.workspace, "bank", "nothing-says-this")
    harm = next(name for name in fresh(one).topics)
    assert harm == "harm"
    number = tea.workspace.topics.get(name="harm").pk
    tea.post(f"inbox/c/{one.pk}/correct-topic/", into=bank.pk)
    tea.post(f"inbox/c/{one.pk}/correct-topic/", out=number)
    assert fresh(one).topics == ["bank"]
    later = tea.hear("Oh: " + TALE, "beth", findings={}, addressed=False)
    assert later.topics == ["bank"]
    tea.post(f"inbox/c/{one.pk}/correct-topic/", back=number)
    tea.post(f"inbox/c/{one.pk}/correct-topic/", back=bank.pk)
    assert fresh(one).topics == ["harm"]
    assert tea.post(f"inbox/c/{one.pk}/correct-topic/", into="x") == 302
    assert "No topic is chosen." in tea.get(f"inbox/c/{one.pk}/")


def test_what_was_learnt_says_from_whom_when_and_of_what(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/correct/", sentiment="positive")
    later = tea.hear("Oh: " + TALE, "beth", findings={}, addressed=False)
    assert later.sentiment == "positive"
    context = tea.get(f"inbox/c/{later.pk}/").split('id="context"')[1]
    assert "Learnt from corrections" in context
    assert "as Mei corrected on" in context
    assert ">The osmanthus jelly of the little tea house on the corner h" in context
    tea.post(f"inbox/c/{later.pk}/correct/", sentiment="negative")
    assert fresh(later).sentiment == "negative"
    assert Lesson.objects.count() == 2
    assert "Learnt from corrections" not in tea.get(f"inbox/c/{later.pk}/")


def test_not_about_us_is_taken_back_here_and_for_posts_like_it(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/not-about-us/")
    assert fresh(one).state == State.RESOLVED
    tea.hear("elsewhere", "other", findings={}, addressed=False)
    count = Conversation.objects.count()
    with pytest.raises(Conversation.DoesNotExist):
        tea.hear("Oh: " + TALE, "beth", findings={}, addressed=False)
    assert Conversation.objects.count() == count
    page = tea.get(f"inbox/c/{one.pk}/")
    other = Post.objects.get(author__handle="beth")
    assert "Not about us either" in page
    assert f"/inbox/posts/{other.pk}/about-us/" in page
    assert "Keep such posts out" not in page
    tea.post(f"inbox/posts/{other.pk}/about-us/")
    assert Conversation.objects.get(author__handle="beth").topics == ["harm"]
    tea.post(f"inbox/posts/{one.newest_post_id}/about-us/")
    assert fresh(one).state != State.RESOLVED
    assert "Keep such posts out" in tea.get(f"inbox/c/{one.pk}/")


def test_proposals_can_be_seen_again(tea: Tea, one: Conversation) -> None:
    tea.post(f"inbox/c/{one.pk}/not-about-us/")
    assert 'name="query"' in tea.get(f"inbox/c/{one.pk}/exclusions/")


def test_who_may_only_look_corrects_nothing(tea: Tea, one: Conversation) -> None:
    viewer = a_member(tea.workspace, "vera", Role.VIEWER)
    assert 'id="findings"' not in tea.get(f"inbox/c/{one.pk}/", viewer)
    number = tea.workspace.topics.get(name="harm").pk
    assert tea.post(f"inbox/c/{one.pk}/correct-topic/", viewer, out=number) == 403
    assert tea.post(f"inbox/c/{one.pk}/correct/", viewer, sentiment="positive") == 403
    assert tea.post(f"inbox/posts/{one.newest_post_id}/about-us/", viewer) == 403
    assert not Correction.objects.exists()
