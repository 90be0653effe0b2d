"""What only somebody's own watch keeps is on no page of anybody else, whatever they ask and however."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.audit.models import Entry
from earshot.features.conversations.loading import mentions_of
from earshot.features.listening.actions import archive_topic, correct_topic, not_about_us, save_topic
from earshot.features.listening.finding import asked
from earshot.features.listening.models import Mention, Post, Topic
from earshot.features.listening.queries import access_post, access_posts, count_matches, search_posts
from earshot.features.people.models import Membership
from earshot.features.workshop.corpus import read_corpus
from earshot.features.workshop.queries import try_slice
from earshot.kernel.errors import NotFound
from tests.features import factories
from tests.features.factories import MORNING
from tests.features.workshop.conftest import Bench

pytestmark = pytest.mark.django_db
SECRET = "barista strikes at dawn"
REPLY = "so say we all, barista or not"
SHARED = "barista of the year, for everybody to read"


@dataclass(frozen=True)
class House:
    """``ada`` listens for a word of her own; ``ben`` works beside her, and administers."""

    bench: Bench
    ada: Membership
    ben: Membership
    secret: Post
    reply: Post
    shared: Post
    brand: Topic


@pytest.fixture
def house(bench: Bench) -> House:
    ada, ben = (factories.a_member(bench.workspace, handle, "admin") for handle in ("ada", "ben"))
    brand = bench.topic("chengye", "brand")
    (secret,) = bench.said(SECRET, watch_only=True, url="https://pond.test/secret")
    (reply,) = bench.said(REPLY, watch_only=True, parent=secret)
    (shared,) = bench.said(SHARED, watch_only=True)
    (said,) = bench.said("chengye serves late")
    everybody = factories.a_topic(bench.workspace, "industry", "barista year", watch=True)
    own = factories.a_topic(bench.workspace, "mine", "barista strikes", watch=True, watcher=ada)
    for post, topic in ((secret, own), (shared, everybody), (said, brand)):
        Mention.objects.create(post=post, topic=topic)
    return House(bench, ada, ben, secret, reply, shared, brand)


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)  # type: ignore[arg-type]  # these seats have their people
    return client


def pages(house: House, member: Membership) -> Iterator[tuple[str, str]]:
    """(what was asked, what was answered) of every page and part that looks through posts."""
    client, form = browser(member), {"query": "barista OR dawn", "topic": house.brand.pk}
    for part in ({}, {"X-Parts": "part"}):
        for question in ("count", "compare", "proposals"):
            answer = client.post(f"/w/bench/topics/{question}/", form, headers=part)
            yield f"{question} {part}", answer.content.decode()
    for given in ("https://pond.test/secret", house.secret.canonical_id):
        answer = client.post("/w/bench/topics/why/", {**form, "query": "strikes", "post": given})
        yield f"why {given}", answer.content.decode()
    for address in ("inbox/?q=barista", "watches/", "watches/?q=barista", "topics/", "audit/", "heard/", ""):
        yield address, client.get(f"/w/bench/{address}").content.decode()


def test_no_page_shows_it_to_anybody_else(house: House) -> None:
    shown = [asked for asked, page in pages(house, house.ben) if "strikes at dawn" in plain(page)]
    assert not shown
    told = [asked for asked, page in pages(house, house.ben) if "so say we all" in plain(page)]
    assert not told


def plain(page: str) -> str:
    return page.replace("<mark>", "").replace("</mark>", "")


def test_its_owner_finds_it_everywhere(house: House) -> None:
    shown = [asked.partition(" ")[0] for asked, page in pages(house, house.ada) if "strikes at dawn" in plain(page)]
    assert set(shown) >= {"count", "compare", "watches/", "watches/?q=barista"}, shown


def test_what_a_watch_for_everybody_keeps_is_found_by_everybody(house: House) -> None:
    for member in (house.ada, house.ben):
        shown = [asked for asked, page in pages(house, member) if "of the year" in plain(page)]
        assert {each.partition(" ")[0] for each in shown} >= {"count", "compare", "watches/"}


@pytest.mark.parametrize("archived", [False, True])
def test_queries_leave_it_out(house: House, archived: bool) -> None:
    if archived:
        archive_topic(Topic.objects.get(name="mine"), house.ada, house.bench.clock)
    query = parse("barista", fields=TOPIC_FIELDS)
    both = {house.secret.pk, house.reply.pk, house.shared.pk}
    for member, seen in ((house.ada, both), (house.ben, {house.shared.pk})):
        assert {post.pk for post, _version, _spans in search_posts(member, query).found} == seen
        assert count_matches(member, query).number == len(seen)
        assert try_slice(member, query).count == len(seen)
        assert both & set(access_posts(member).values_list("pk", flat=True)) == seen
    assert access_post(house.ada, house.secret.pk) == house.secret
    with pytest.raises(NotFound):
        access_post(house.ben, house.secret.pk)


def test_proposals_are_not_made_of_it(house: House) -> None:
    query = parse("barista", fields=TOPIC_FIELDS)
    for member, seen in ((house.ada, True), (house.ben, False)):
        corpus = read_corpus(member, query, asked(member.workspace, MORNING), float("inf"))
        assert (SECRET in {document.text for _drawn, document in corpus.posts}) is seen
        assert ("strikes" in corpus.words) is seen


def test_it_cannot_be_labelled_by_anybody_else(house: House) -> None:
    answers = {
        member.handle: browser(member)
        .post(f"/w/bench/topics/{house.brand.pk}/label/", {"key": f"post:{house.secret.pk}", "word": "wrong"})
        .status_code
        for member in (house.ada, house.ben)
    }
    assert answers == {"ada": 302, "ben": 404}


def test_what_a_topic_finds_too_is_everybodys(house: House) -> None:
    Mention.objects.create(post=house.reply, topic=house.brand)
    found = search_posts(house.ben, parse("barista", fields=TOPIC_FIELDS)).found
    assert {post.pk for post, _version, _spans in found} == {house.secret.pk, house.reply.pk, house.shared.pk}, (
        "a thread"
    )


def test_without_watches_of_ones_own_nothing_is_hidden(bench: Bench) -> None:
    bench.said(SECRET, watch_only=True)
    assert count_matches(bench.mei, parse("barista", fields=TOPIC_FIELDS)).number == 1


def test_nobody_reads_in_the_trail_what_somebody_listens_for(house: House) -> None:
    topic = save_topic(house.ada, "holiday", "sabbatical", house.bench.clock, mine=True)
    archive_topic(topic, house.ada, house.bench.clock)
    told = Entry.objects.filter(object_kind="topic", object_id=topic.pk)
    assert {entry.verb: entry.detail for entry in told} == {"topic.save": {}, "topic.archive": {}}


def test_nor_what_of_it_was_corrected(house: House) -> None:
    correct_topic(house.shared, house.ada, Topic.objects.get(name="mine"), True, house.bench.clock)
    not_about_us(house.shared, house.ada, house.bench.clock)
    details = [str(entry.detail) for entry in Entry.objects.filter(object_kind="post")]
    assert len(details) == 2
    assert "industry" in details[1]
    assert not [detail for detail in details if "mine" in detail]


def test_no_rule_decides_by_it(house: House) -> None:
    Mention.objects.create(post=house.shared, topic=Topic.objects.get(name="mine"))
    assert [name for name, _brand in mentions_of([house.shared.pk])[house.shared.pk]] == ["industry"]
