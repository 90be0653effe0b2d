"""Heard, not matched: the figures, and what is offered where little of what passes is about the brand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from earshot.features.listening.hearing import hearing, is_quiet, topics_heard
from earshot.features.listening.models import Channel, Heard, Reservoir, Topic, Unmatched
from earshot.features.people.models import Membership
from earshot.features.start import advice
from earshot.features.start.models import Beginning
from earshot.kernel.clock import HeldClock
from earshot.ports.services import provide, services
from tests.features import factories
from tests.features.factories import MORNING

pytestmark = pytest.mark.django_db
PAGE = "/w/acme/heard/"


@pytest.fixture
def owner() -> Membership:
    return factories.a_member(factories.a_workspace("acme"), "mei", "owner")


@pytest.fixture(autouse=True)
def morning(clock: HeldClock) -> Iterator[None]:
    """The pages read the held clock too."""
    before = services()
    provide(replace(before, clock=clock))
    yield
    provide(before)


@pytest.fixture
def page(owner: Membership, client: Client) -> Client:
    client.force_login(owner.person)  # type: ignore[arg-type]  # an owner's seat has its person
    return client


@pytest.fixture
def stream(owner: Membership) -> Channel:
    """A public stream of which 12,340 posts were heard, 2,340 of them today."""
    channel = factories.a_channel(
        owner.workspace, "Bluesky", kind="bluesky", heard=12_340, state="live", last_item_at=MORNING
    )
    Heard.objects.create(channel=channel, hour=MORNING - timedelta(hours=20), heard=10_000)
    Heard.objects.create(channel=channel, hour=MORNING - timedelta(hours=1), heard=2_340)
    return channel


def sampled(channel: Channel, *texts: str) -> None:
    Reservoir.objects.create(workspace=channel.workspace, raised_at=MORNING, aged_at=MORNING)
    for number, text in enumerate(texts):
        Unmatched.objects.create(
            workspace=channel.workspace,
            channel=channel,
            network="bluesky",
            canonical_id=f"u{number}",
            text=text,
            draw=(number + 1) / 100,
            at=MORNING,
        )


def shown(page: Client, path: str = PAGE, **headers: str) -> str:
    response = page.get(path, headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def test_today_is_the_day_of_the_workspace(owner: Membership, stream: Channel) -> None:
    topic = factories.a_topic(owner.workspace, "chengye")
    author = factories.an_author(owner.workspace)
    factories.a_post(stream, author, topics=[topic], at=MORNING - timedelta(days=1))
    factories.a_post(stream, author, topics=[topic])
    found = hearing(owner, MORNING)
    assert (found.today, found.all) == (2_340, 12_340), "20 hours ago was yesterday in Taipei"
    assert (found.matched_today, found.matched) == (1, 2)


def test_the_page_counts_and_offers_the_industry(page: Client, stream: Channel) -> None:
    factories.a_topic(stream.workspace, "chengye")
    said = shown(page)
    assert "<dd>12,340</dd>" in said
    assert 'name="words"' in said
    assert "Nothing has matched chengye" in said


def test_a_script_asks_for_the_figures_alone(page: Client, stream: Channel) -> None:
    said = shown(page, **{"X-Parts": "heard-now"})
    assert "<dd>12,340</dd>" in said
    assert 'name="words"' not in said


def test_spellings_are_offered_with_their_number_in_the_sample(
    page: Client, owner: Membership, stream: Channel
) -> None:
    topic = factories.a_topic(owner.workspace, "starbucks", '"Starbucks" OR 星巴克')
    sampled(stream, "starbuks again", "at STARBUKS today", "nothing of the kind")
    widenings = {each.text: each.count for each in advice.widenings(owner, topics_heard(owner))[0].spellings}
    assert widenings["starbuks"] == 2
    assert "Starbucks" not in widenings
    assert page.post(f"{PAGE}widen/{topic.pk}/", {"spelling": ["starbuks", "made up"]}).status_code == 302
    changed = Topic.objects.get()
    assert "starbuks" in changed.query
    assert "made up" not in changed.query
    assert advice.offered(changed.query) != advice.offered(topic.query)


def test_chinese_misspellings_are_offered_and_ticked_where_they_are_rare(
    page: Client, owner: Membership, stream: Channel
) -> None:
    factories.a_topic(owner.workspace, "chengye", "澄野 OR chengye")
    sampled(stream, "燈野的珍奶", "橙野好喝", *["成野是另一家"] * 4, "別的")
    found = {each.text: each for each in advice.widenings(owner, topics_heard(owner))[0].spellings}
    assert [(word, found[word].count, found[word].likely) for word in ("燈野", "橙野", "成野", "程野")] == [
        ("燈野", 1, True), ("橙野", 1, True), ("成野", 4, False), ("程野", 0, False),
    ]  # fmt: skip
    said = shown(page)
    assert 'value="燈野" checked' in said
    assert 'value="成野" checked' not in said
    assert said.index('value="燈野"') < said.index('value="成野"') < said.index('value="程野"')


def test_nothing_ticked_is_told(page: Client, owner: Membership, stream: Channel) -> None:
    topic = factories.a_topic(owner.workspace, "starbucks")
    page.post(f"{PAGE}widen/{topic.pk}/")
    assert "No spelling was chosen." in shown(page)
    assert Topic.objects.get().query == "starbucks"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('"Chengye Tea" OR 澄野', ("Chengye Tea", "澄野")),
        ("starbucks -coffee lang:en", ("starbucks",)),
        ("star* OR (a NEAR/3 b)", ()),
    ],
)
def test_only_what_stands_by_itself_is_a_name(query: str, names: tuple[str, ...]) -> None:
    assert advice.names_in(query) == names


def test_the_industry_is_watched_by_one_click(page: Client, owner: Membership, stream: Channel) -> None:
    Beginning.objects.create(workspace=owner.workspace, industry=["手搖飲", "bubble tea"], begun_at=MORNING)
    assert 'value="手搖飲, bubble tea"' in shown(page)
    page.post(f"{PAGE}industry/", {"words": "手搖飲, bubble tea"})
    watch = Topic.objects.get()
    assert watch.watch
    assert watch.query == '"手搖飲" OR "bubble tea"'
    assert 'name="words"' not in shown(page)


def test_an_industry_without_words_is_told(page: Client, stream: Channel) -> None:
    page.post(f"{PAGE}industry/", {"words": " , "})
    assert "What is your industry called?" in shown(page)
    assert not Topic.objects.exists()


def test_what_passes_is_shown_and_others_on_demand(page: Client, stream: Channel) -> None:
    sampled(stream, *(f"passing {number}" for number in range(7)))
    said = shown(page)
    assert "passing 4" in said
    assert "passing 5" not in said
    above = said.partition("?above=")[2].partition("#")[0]
    others = shown(page, f"{PAGE}?above={above}")
    assert "passing 5" in others
    assert "passing 0" not in others
    assert "passing 0" in shown(page, f"{PAGE}?above=nonsense")


@pytest.mark.parametrize(
    ("heard_in_a_day", "silent", "quiet"),
    [
        (100_000, timedelta(minutes=29), False),
        (100_000, timedelta(minutes=31), True),
        (100, timedelta(hours=4), False),
        (100, timedelta(hours=5), True),
        (5, timedelta(days=3), False),
    ],
    ids=["a moment", "half an hour", "four hours of few", "five hours of few", "rare"],
)
def test_quiet_is_what_is_not_usual(heard_in_a_day: int, silent: timedelta, quiet: bool) -> None:
    assert is_quiet(heard_in_a_day, MORNING - silent, MORNING) is quiet


def test_never_having_spoken_is_not_quiet() -> None:
    assert not is_quiet(1000, None, MORNING)


def test_channels_that_fail_are_named(page: Client, owner: Membership, stream: Channel) -> None:
    Channel.objects.filter(pk=stream.pk).update(last_item_at=MORNING - timedelta(hours=3))
    factories.a_channel(owner.workspace, "Account", state="refused", error="The password is wrong.")
    said = shown(page)
    assert "Bluesky has gone quiet" in said
    assert "Account needs you" in said
    assert "The password is wrong." in said


def test_where_all_is_well_nothing_is_offered(page: Client, owner: Membership, stream: Channel) -> None:
    author = factories.an_author(owner.workspace)
    topics = [factories.a_topic(owner.workspace, "a"), factories.a_topic(owner.workspace, "b", watch=True)]
    factories.a_post(stream, author, topics=topics)
    said = shown(page)
    assert "All is well" in said
    assert 'action="/w/acme/heard' not in said


def test_an_empty_my_turn_says_what_is_listened_to(page: Client, stream: Channel) -> None:
    said = shown(page, "/w/acme/")
    assert "Earshot is listening" in said
    assert "<dd>12,340</dd>" in said


def test_where_no_channel_can_be_reached_nobody_claims_to_listen(page: Client, owner: Membership) -> None:
    ear = factories.a_channel(owner.workspace, "Bluesky", kind="bluesky", state="waiting", error="Cannot reach it.")
    said = shown(page, "/w/acme/")
    assert "Earshot is listening" not in said
    assert "Earshot cannot hear anything now" in said
    assert "Not heard" in said
    parts = shown(page, **{"X-Parts": "heard-now,heard-state"})
    assert "Earshot cannot hear anything now" in parts
    assert "Cannot reach it." in shown(page)
    answer = page.post(f"/w/acme/channels/{ear.pk}/try/", {"next": PAGE})
    assert answer["Location"] == PAGE
    assert Channel.objects.get().state == "new"
    Channel.objects.update(state="refused")
    assert "Try all now" in shown(page, "/w/acme/channels/")
    assert page.post("/w/acme/channels/try/").status_code == 302
    assert Channel.objects.get().state == "new"


def test_without_a_channel_my_turn_offers_to_begin(page: Client) -> None:
    said = shown(page, "/w/acme/")
    assert "Earshot is listening" not in said and 'id="nothing-heard"' not in said
    assert "/start/" in said


def test_who_set_up_later_is_told_that_nothing_is_listened_to(page: Client) -> None:
    page.post("/w/acme/start/end/")
    said = shown(page, "/w/acme/")
    assert 'id="nothing-heard"' in said
    assert "/w/acme/start/ears/" in said


def test_a_post_counts_once_and_what_was_imported_was_not_heard(
    owner: Membership, stream: Channel, clock: HeldClock
) -> None:
    topics = [factories.a_topic(owner.workspace, name) for name in ("tea", "late")]
    author = factories.an_author(owner.workspace)
    factories.a_post(stream, author, "late tea", topics=topics)
    file = factories.a_channel(owner.workspace, "posts.csv")
    Channel.objects.filter(pk=file.pk).update(removed_at=MORNING)
    factories.a_post(file, author, "more late tea", topics=topics)
    found = hearing(owner, clock.now())
    assert found.matched == 1


def test_topics_ask_nothing_more_where_all_have_matched(page: Client, owner: Membership, stream: Channel) -> None:
    topic = factories.a_topic(owner.workspace, "chengye")

    def asked() -> int:
        shown(page, "/w/acme/topics/")
        with CaptureQueriesContext(connection) as caught:
            shown(page, "/w/acme/topics/")
        return len(caught)

    assert 'id="unmatched"' in shown(page, "/w/acme/topics/")
    before = asked()
    factories.a_post(stream, factories.an_author(owner.workspace), topics=[topic])
    assert 'id="unmatched"' not in shown(page, "/w/acme/topics/")
    assert asked() == before - 2


def test_a_viewer_reads_and_changes_nothing(owner: Membership, stream: Channel, client: Client) -> None:
    factories.a_topic(owner.workspace, "chengye")
    viewer = factories.a_member(owner.workspace, "vee", "viewer")
    client.force_login(viewer.person)  # type: ignore[arg-type]
    said = shown(client)
    assert "Add what is ticked" not in said
    assert "Watch the industry" not in said


def test_a_channel_that_tries_again_says_why(page: Client, owner: Membership, stream: Channel) -> None:
    factories.a_channel(owner.workspace, "News", state="waiting", error="The server did not answer.", retry_at=MORNING)
    said = shown(page)
    assert "News cannot be heard now" in said
    assert "The server did not answer." in said


def test_an_empty_turn_says_that_no_topic_asks(page: Client, owner: Membership, stream: Channel) -> None:
    """A watch only looks: whatever is heard beside it is dropped."""
    factories.a_topic(owner.workspace, "industry", watch=True)
    said = "No topic says what to keep"
    assert said in page.get("/w/acme/").content.decode()
    factories.a_topic(owner.workspace, "brand")
    assert said not in page.get("/w/acme/").content.decode()
