"""A correction is a lesson: what later posts take from it, what they do not, and how it is forgotten."""

from __future__ import annotations

import pytest
from django.utils import timezone

from earshot.features.listening.actions import about_us_after_all, correct, correct_topic, not_about_us, save_topic
from earshot.features.listening.lessons import lesson_of
from earshot.features.listening.lessons_standing import standing_lessons
from earshot.features.listening.models import Correction, Lesson, Mention, Post, Topic
from earshot.kernel.errors import Conflict, NotAllowed, NotFound
from earshot.ports.heard import HeardDeletion
from tests.features.factories import a_channel, a_member, a_topic, a_workspace
from tests.features.listening.conftest import Ear, said

pytestmark = pytest.mark.django_db
TALE = "The osmanthus jelly of the little tea house on the corner is really something else, my friends say"
LIKE = "wow: the osmanthus jelly of the little tea house on the corner is really something else, my friends say!!"
UNLIKE = "The osmanthus trees at the corner of the park are in bloom, and my friends say it is something to see"


def hear(ear: Ear, text: str, number: int, **fields: object) -> Post:
    ear.hear(said(text, number, by=f"guest{number}", **fields))
    return Post.objects.get(workspace=ear.workspace, canonical_id=f"test://{number}")


def found(post: Post, kind: str) -> dict[str, object]:
    return dict(post.versions.get(number=post.version).findings.get(kind, {}))


def topics(post: Post) -> set[str]:
    return set(Mention.objects.filter(post=post).values_list("topic__name", flat=True))


@pytest.mark.parametrize(("kind", "value"), [("sentiment", "negative"), ("intent", "complaint"), ("language", "fr")])
def test_the_next_like_it_is_right(ear: Ear, kind: str, value: str) -> None:
    first = hear(ear, TALE, 1)
    correct(first, ear.owner, kind, value, ear.clock)
    second, other = hear(ear, LIKE, 2), hear(ear, UNLIKE, 3)
    taken = found(second, kind)
    assert getattr(second, {"language": "lang"}.get(kind, kind)) == taken["value"] == value
    assert lesson_of(str(taken["by"])) == Lesson.objects.get().pk
    assert 0.5 <= float(str(taken["confidence"])) < 1
    assert found(other, kind).get("value", "") != value


def test_numbers_links_names_and_the_script_do_not_matter(ear: Ear) -> None:
    correct(hear(ear, "我的訂單 7141 昨天送來的桂花凍裡面有鐵絲", 1), ear.owner, "sentiment", "negative", ear.clock)
    again = hear(ear, "@tea 我的订单 9 昨天送来的桂花冻里面有铁丝!! https://pic.example/7", 2)
    assert again.sentiment == "negative"


def test_the_newest_of_contradicting_lessons_wins(ear: Ear) -> None:
    correct(hear(ear, TALE, 1), ear.owner, "sentiment", "negative", ear.clock)
    second = hear(ear, LIKE, 2)
    correct(second, ear.owner, "sentiment", "positive", ear.clock)
    assert hear(ear, TALE, 3).sentiment == "positive"


def test_taken_back_it_is_forgotten_and_what_took_it_stays(ear: Ear) -> None:
    first = hear(ear, TALE, 1)
    correct(first, ear.owner, "sentiment", "negative", ear.clock)
    second = hear(ear, LIKE, 2)
    correct(first, ear.owner, "sentiment", "", ear.clock)
    assert hear(ear, LIKE, 3).sentiment == "neutral"
    assert Post.objects.get(pk=second.pk).sentiment == "negative"
    assert not Lesson.objects.exists()


def test_a_correction_of_what_took_a_lesson_is_taken_back_to_it(ear: Ear) -> None:
    correct(hear(ear, TALE, 1), ear.owner, "sentiment", "negative", ear.clock)
    second = hear(ear, LIKE, 2)
    correct(second, ear.owner, "sentiment", "positive", ear.clock)
    assert correct(second, ear.owner, "sentiment", "", ear.clock).sentiment == "negative"


def test_a_deletion_on_the_network_forgets_its_lessons(ear: Ear) -> None:
    correct(hear(ear, TALE, 1), ear.owner, "sentiment", "negative", ear.clock)
    ear.hear(HeardDeletion("testnet", "test://1"))
    assert not Lesson.objects.exists()
    assert hear(ear, LIKE, 2).sentiment == "neutral"


def test_no_lesson_crosses_workspaces(ear: Ear) -> None:
    correct(hear(ear, TALE, 1), ear.owner, "sentiment", "negative", ear.clock)
    other = a_workspace("others")
    there = Ear(other, a_member(other, "eve", "owner"), a_channel(other, kind="testnet"), ear.clock)
    assert hear(there, TALE, 1).sentiment == "neutral"
    assert not len(standing_lessons(other.pk).shapes)


def test_what_an_import_told_stays(ear: Ear) -> None:
    correct(hear(ear, TALE, 1), ear.owner, "sentiment", "negative", ear.clock)
    assert hear(ear, LIKE, 2, findings={"sentiment": "positive"}).sentiment == "positive"


def test_an_edit_away_from_the_lesson_takes_nothing_and_risk_is_no_lesson(ear: Ear) -> None:
    first = hear(ear, TALE, 1)
    correct(first, ear.owner, "sentiment", "negative", ear.clock)
    correct(first, ear.owner, "risk", "90", ear.clock)
    assert hear(ear, LIKE, 2).risk == 0
    assert hear(ear, UNLIKE, 2).sentiment == "neutral"


def test_an_edit_of_the_taught_post_keeps_the_persons_word(ear: Ear) -> None:
    correct(hear(ear, TALE, 1), ear.owner, "sentiment", "negative", ear.clock)
    edited = hear(ear, LIKE, 1)
    assert edited.sentiment == "negative"
    assert found(edited, "sentiment")["by"] == "shouting@1"


# -- topics ------------------------------------------------------------------------------------------------------------


def test_a_topic_is_taken_away_and_given_for_later_posts_too(ear: Ear) -> None:
    jelly, park = a_topic(ear.workspace, "jelly", "osmanthus"), a_topic(ear.workspace, "park", "nothing-says-this")
    first = hear(ear, TALE, 1)
    assert correct_topic(first, ear.owner, jelly, False, ear.clock)
    assert correct_topic(first, ear.owner, park, True, ear.clock)
    assert not correct_topic(first, ear.owner, park, True, ear.clock)
    assert topics(first) == {"park"}
    second, other = hear(ear, LIKE, 2), hear(ear, UNLIKE, 3)
    assert topics(second) == {"park"}
    assert topics(other) == {"jelly"}
    assert set(Correction.objects.filter(post=second).values_list("lesson__post", flat=True)) == {first.pk}


def test_a_word_on_a_topic_outlives_edits_and_new_queries_and_can_be_taken_back(ear: Ear) -> None:
    jelly, park = a_topic(ear.workspace, "jelly", "osmanthus"), a_topic(ear.workspace, "park", "nothing-says-this")
    first = hear(ear, TALE, 1)
    correct_topic(first, ear.owner, jelly, False, ear.clock)
    correct_topic(first, ear.owner, park, True, ear.clock)
    hear(ear, "osmanthus in the park", 1)
    assert topics(first) == {"park"}
    save_topic(ear.owner, "jelly", "osmanthus OR jelly", ear.clock, topic=jelly)
    save_topic(ear.owner, "park", "nothing OR else", ear.clock, topic=park)
    assert topics(first) == {"park"}
    correct_topic(first, ear.owner, jelly, None, ear.clock)
    correct_topic(first, ear.owner, park, None, ear.clock)
    assert topics(first) == {"jelly"}
    assert not Lesson.objects.exists()


def test_who_may_correct_a_topic_and_which(ear: Ear) -> None:
    first = hear(ear, TALE, 1)
    foreign, gone = a_topic(a_workspace("others"), "x"), a_topic(ear.workspace, "gone", archived_at=timezone.now())
    theirs = a_topic(ear.workspace, "theirs", watch=True, watcher=a_member(ear.workspace, "eve"))
    for topic in (foreign, gone, theirs):
        with pytest.raises(NotFound):
            correct_topic(first, ear.owner, topic, True, ear.clock)
    with pytest.raises(NotAllowed):
        correct_topic(first, a_member(ear.workspace, "vera", "viewer"), a_topic(ear.workspace, "ok"), True, ear.clock)
    not_about_us(first, ear.owner, ear.clock)
    with pytest.raises(Conflict):
        correct_topic(first, ear.owner, Topic.objects.get(name="ok"), True, ear.clock)


# -- not about us ------------------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(ear: Ear) -> Post:
    a_topic(ear.workspace, "jelly", "osmanthus")
    post = hear(ear, TALE, 1)
    not_about_us(post, ear.owner, ear.clock)
    return post


def test_a_like_post_in_the_same_topic_is_not_about_us(ear: Ear, foreign: Post) -> None:
    second, other = hear(ear, LIKE, 2), hear(ear, UNLIKE, 3)
    assert topics(second) == set()
    assert topics(other) == {"jelly"}
    word = Correction.objects.get(post=second)
    assert (word.kind, word.value, word.lesson) == ("not_about_us", "jelly", Lesson.objects.get())
    assert found(second, "not_about_us")["value"] == "jelly"


def test_it_is_about_us_where_another_topic_speaks(ear: Ear, foreign: Post) -> None:
    a_topic(ear.workspace, "wow", "wow")
    assert topics(hear(ear, LIKE, 2)) == {"wow"}
    assert not Correction.objects.filter(kind="not_about_us").exclude(post=foreign).exists()


@pytest.mark.parametrize("fields", [{"addressed": True}, {"parent_id": "test://9"}], ids=["addressed", "our-thread"])
def test_what_speaks_to_us_is_never_set_aside(ear: Ear, foreign: Post, fields: dict[str, object]) -> None:
    hear(ear, "osmanthus", 9)
    assert topics(hear(ear, LIKE, 2, **fields)) == {"jelly"}


def test_about_us_after_all_narrows_the_lesson(ear: Ear, foreign: Post) -> None:
    second = hear(ear, LIKE, 2)
    about_us_after_all(second, ear.owner, ear.clock)
    assert topics(second) == {"jelly"}
    assert topics(hear(ear, TALE, 3)) == {"jelly"}


def test_about_us_after_all_of_the_post_itself_forgets_it(ear: Ear, foreign: Post) -> None:
    about_us_after_all(foreign, ear.owner, ear.clock)
    assert not Lesson.objects.exists()
    assert topics(hear(ear, LIKE, 2)) == {"jelly"}


def test_a_person_may_say_so_of_a_post_that_had_it_from_a_lesson(ear: Ear, foreign: Post) -> None:
    second = hear(ear, LIKE, 2)
    not_about_us(second, ear.owner, ear.clock)
    assert Correction.objects.get(post=second).lesson is None


def test_a_batch_heard_twice_takes_it_once(ear: Ear, foreign: Post) -> None:
    hear(ear, LIKE, 2)
    hear(ear, LIKE, 2)
    assert Correction.objects.filter(lesson__isnull=False).count() == 1
