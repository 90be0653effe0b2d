"""The page of the watches: what they keep, to whom it is new, and how a post becomes somebody's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from earshot.features.conversations.models import Conversation
from earshot.features.inbox.watches import acting, reading
from earshot.features.listening.actions import archive_topic, save_topic
from earshot.features.listening.models import Correction, Mention, Post, Topic
from earshot.pipeline import travel
from earshot.ports.envelope import Source
from earshot.ports.heard import Batch, HeardAuthor, HeardPost
from tests.features.inbox.conftest import Tea


@pytest.fixture
def industry(tea: Tea) -> Topic:
    return save_topic(tea.mei, "industry", "oolong", tea.clock, title="Industry", watch=True)


def overhear(tea: Tea, *texts: str, backlog: bool = False) -> list[Post]:
    """Posts of the public stream; those that were kept."""
    number = Post.objects.count()
    ids = [f"test://street/{number + place}" for place in range(len(texts))]
    posts = tuple(
        HeardPost(
            tea.channel.kind,
            each,
            HeardAuthor(f"id:{each}", f"guest{each[-1]}"),
            text,
            posted_at=tea.clock.now(),
            url="https://net.example/p",
            backlog=backlog,
        )
        for each, text in zip(ids, texts, strict=True)
    )
    travel(Batch(posts, "", len(posts)), Source(tea.workspace.pk, tea.channel.pk, "stream"), tea.clock)
    return list(Post.objects.filter(canonical_id__in=ids).order_by("id"))


def test_without_a_watch_the_page_says_what_one_is(tea: Tea) -> None:
    page = tea.get("watches/")
    assert "Nothing is watched yet" in page
    assert 'name="words"' in page


def test_what_is_kept_is_shown_newest_first_and_marked(tea: Tea, industry: Topic) -> None:
    overhear(tea, "I like oolong", "Oolong in the rain", "coffee please")
    page = tea.get("watches/")
    assert page.index("<mark>Oolong</mark> in the rain") < page.index("I like <mark>oolong</mark>")
    assert "coffee" not in page
    assert not Conversation.objects.exists()


def test_new_is_what_came_since_the_last_visit(tea: Tea, industry: Topic) -> None:
    overhear(tea, "oolong one")
    assert tea.get("watches/").count('class="tag on"') == 1
    assert 'class="tag on"' not in tea.get("watches/")
    overhear(tea, "oolong two", "oolong three")
    assert reading.unread(reading.read_to(tea.mei, [industry]))[industry.pk] == reading.Unread(2, False)
    assert reading.unread(reading.read_to(tea.ana, [industry]))[industry.pk].number == 3, "to everybody their own"
    assert tea.get(f"watches/{industry.pk}/").count('class="tag on"') == 2


def test_to_ask_for_parts_is_not_to_have_read(tea: Tea, industry: Topic) -> None:
    overhear(tea, "oolong one")
    address = f"/w/{tea.workspace.slug}/watches/"
    first = tea.client(tea.mei).get(address, headers={"X-Parts": "watched"}).content.decode()
    again = tea.client(tea.mei).get(address, headers={"X-Parts": "watched"}).content.decode()
    assert 'class="tag on"' in first
    assert 'class="tag on"' in again
    tea.get("watches/")
    kept = tea.client(tea.mei).get(address, {"since": f"{industry.pk}:0"}, headers={"X-Parts": "watched"})
    assert 'class="tag on"' in kept.content.decode(), "what was new when the page was opened stays marked"


def test_pages_follow_one_another_without_a_gap(tea: Tea, industry: Topic) -> None:
    overhear(tea, *(f"oolong {number}" for number in range(reading.PAGE + 3)))
    seen = reading.read_to(tea.mei, [industry])
    first = reading.shelf(tea.mei, [industry], None, seen)
    second = reading.shelf(tea.mei, [industry], None, seen, first.next)
    ids = [each.post.pk for each in (*first.kept, *second.kept)]
    assert len(ids) == reading.PAGE + 3
    assert ids == sorted(ids, reverse=True)
    assert second.next == 0


def test_search_looks_only_into_watches(tea: Tea, industry: Topic) -> None:
    overhear(tea, "oolong in Kyoto", "oolong at home")
    tea.hear("tea in Kyoto is overdue")
    page = tea.get("watches/", q="kyoto")
    assert "<mark>oolong</mark> in <mark>Kyoto</mark>" in page
    assert "at home" not in page
    assert "overdue" not in page
    assert "Nothing matches" in tea.get("watches/", q="nowhere")


def test_a_wrong_search_is_told(tea: Tea, industry: Topic) -> None:
    assert 'aria-invalid="true"' in tea.get("watches/", q="(")


def test_searched_pages_follow_one_another(tea: Tea, industry: Topic) -> None:
    overhear(tea, *(f"oolong and cake {number}" for number in range(reading.PAGE + 2)))
    page = tea.get("watches/", q="cake")
    below = page.partition("&amp;after=")[2].partition('"')[0]
    assert page.count("<mark>cake</mark>") == reading.PAGE
    assert tea.get("watches/", q="cake", after=below).count("<mark>cake</mark>") == 2


def test_a_watched_post_becomes_the_conversation_of_who_takes_it(tea: Tea, industry: Topic) -> None:
    (post,) = overhear(tea, "is your oolong safe?")
    assert tea.post(f"watches/posts/{post.pk}/take/", tea.ana) == 302
    conversation = Conversation.objects.get()
    assert conversation.accountable == tea.ana
    assert not Post.objects.get(pk=post.pk).watch_only
    assert f"/inbox/c/{conversation.pk}/" in tea.get("watches/")
    assert "made a conversation of a watched post" in tea.get("audit/")


def test_what_was_there_before_we_listened_can_be_taken_too(tea: Tea, industry: Topic) -> None:
    (post,) = overhear(tea, "oolong long ago", backlog=True)
    tea.post(f"watches/posts/{post.pk}/take/")
    assert Conversation.objects.count() == 1


def test_a_second_one_who_takes_it_comes_to_the_first_ones_conversation(tea: Tea, industry: Topic) -> None:
    (post,) = overhear(tea, "is your oolong safe?")
    acting.take_over(post, tea.ana, tea.clock)
    acting.take_over(post, tea.ken, tea.clock)
    assert Conversation.objects.get().accountable == tea.ana


def test_not_about_us_takes_it_out_and_proposes_a_change_that_stays_a_watch(tea: Tea, industry: Topic) -> None:
    first, _other = overhear(tea, "oolong the band on tour", "oolong to drink")
    response = tea.client(tea.mei).post(f"/w/{tea.workspace.slug}/watches/posts/{first.pk}/not-about-us/")
    assert not Mention.objects.filter(post=first).exists()
    assert Correction.objects.filter(post=first, kind="not_about_us").exists()
    assert response.status_code == 200, "proposals are shown"
    tea.post(f"inbox/topics/{industry.pk}/exclude/", query="oolong -band")
    changed = Topic.objects.get(pk=industry.pk)
    assert changed.query == "oolong -band"
    assert changed.watch
    assert not Conversation.objects.exists()


def test_a_watch_of_ones_own_is_shown_to_nobody_else(tea: Tea) -> None:
    overhear(tea, "barista wanted")
    assert tea.post("watches/add/", words="barista", title="") == 302
    (post,) = overhear(tea, "the barista sings")
    mine = Topic.objects.get(watcher=tea.mei)
    assert str(mine) == "barista"
    assert "sings" in tea.get("watches/")
    assert "sings" not in tea.get("watches/", tea.ana)
    assert tea.client(tea.ana).get(f"/w/{tea.workspace.slug}/watches/{mine.pk}/").status_code == 404
    assert tea.post(f"watches/posts/{post.pk}/take/", tea.ana) == 404


def test_a_watch_without_a_name_is_called_by_its_words(tea: Tea) -> None:
    assert str(acting.add_watch(tea.mei, "", '"oolong tea" OR 烏龍茶', tea.clock)) == "oolong tea, 烏龍茶"


def test_two_watches_may_bear_one_name(tea: Tea) -> None:
    acting.add_watch(tea.mei, "Rivals", "acme", tea.clock)
    acting.add_watch(tea.ana, "Rivals", "acme OR ajax", tea.clock)
    assert sorted(Topic.objects.filter(watch=True).values_list("name", flat=True)) == ["rivals", "rivals-2"]


@pytest.mark.parametrize("words", ["", "(", "???"])
def test_words_that_cannot_be_read_make_no_watch(tea: Tea, words: str) -> None:
    assert tea.post("watches/add/", words=words, title="x") == 302
    assert 'class="toast' in tea.get("watches/")
    assert not Topic.objects.filter(watch=True).exists()


def test_an_archived_watch_is_gone(tea: Tea, industry: Topic) -> None:
    overhear(tea, "oolong")
    archive_topic(industry, tea.mei, tea.clock)
    assert "Nothing is watched yet" in tea.get("watches/")


def test_the_page_asks_as_often_for_thirty_posts_as_for_three(tea: Tea, industry: Topic) -> None:
    def asked() -> int:
        tea.get("watches/")
        with CaptureQueriesContext(connection) as caught:
            tea.get("watches/")
        return len(caught)

    overhear(tea, "oolong a", "oolong b", "oolong c")
    few = asked()
    overhear(tea, *(f"oolong {number}" for number in range(30)))
    assert asked() == few <= 26
