"""The first run: every answer takes effect at once, nothing is asked twice, everything can be skipped."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from earshot.engine.policy import load, people
from earshot.features.listening.models import Channel, Reservoir, Topic, Unmatched
from earshot.features.people.models import Membership
from earshot.features.responsibility.proving import kept_proof
from earshot.features.responsibility.queries import active_policy
from earshot.features.start.models import Beginning
from earshot.features.start.proposing import proposals
from earshot.features.start.steps import KEYS, STEPS
from tests.features import factories

pytestmark = pytest.mark.django_db
START = "/w/acme/start/"


@pytest.fixture
def owner() -> Membership:
    return factories.a_member(factories.a_workspace("acme", "UTC"), "mei", "owner")


@pytest.fixture
def page(owner: Membership, client: Client) -> Client:
    client.force_login(owner.person)  # type: ignore[arg-type]  # an owner's seat has its person
    return client


def answer(page: Client, step: str, **fields: object) -> str:
    response = page.post(f"{START}{step}/", fields)
    assert response.status_code == 302, response.content.decode()[:2000]
    return response.headers["Location"]


def test_a_fresh_workspace_begins_with_the_first_step(page: Client) -> None:
    first = page.get("/", follow=True)
    assert first.request["PATH_INFO"] == START
    assert f'action="{START}who/"' in first.content.decode()


def test_at_most_eight_decisions() -> None:
    assert sum(step.decisions for step in STEPS) <= 8


def test_from_nothing_to_listening(page: Client, owner: Membership) -> None:
    assert answer(page, "who", size="growing", market="b2c", zone="Asia/Taipei") == f"{START}brand/"
    answer(page, "brand", brand="Chengye Tea", spellings="澄野茶飲, 澄野", industry="bubble tea")
    offered = page.get(f"{START}ears/").content.decode()
    assert "Bluesky" in offered
    answer(page, "ears", ear=["bluesky"])
    answer(page, "topics", topic=["chengye-tea", "industry"])
    assert (
        answer(page, "people", **{"seat-mei": "Jun Lee", "seat-ben": "Jun Lee", "seat-ana": "王小美"})
        == f"{START}done/"
    )

    done = page.get(f"{START}done/").content.decode()
    assert done.count("/join/") == 2, "one link a person, whatever seats they have"
    assert "/join/" not in page.get(f"{START}done/").content.decode(), "shown once"

    _version, policy = active_policy(owner.workspace_id)
    assert policy.zone == "Asia/Taipei"
    assert policy.roles["social"].lead == policy.roles["support"].lead == "jun-lee"
    assert {person.id for person in people(policy)} == {"mei", "jun-lee", policy.roles["pr"].lead}
    assert Channel.objects.get().brand == "Chengye Tea"
    assert list(Topic.objects.order_by("name").values_list("name", "watch")) == [
        ("chengye-tea", False),
        ("industry", True),
    ]
    assert page.get("/", follow=True).request["PATH_INFO"] == "/w/acme/"


def test_every_step_can_be_skipped(page: Client, owner: Membership) -> None:
    for step in KEYS:
        answer(page, step, skip="1")
    assert page.get(f"{START}").headers["Location"] == f"{START}done/"
    assert Beginning.objects.get().ended_at is not None
    assert not Channel.objects.exists()
    assert not Topic.objects.exists()
    assert active_policy(owner.workspace_id)[0].number == 1


def test_what_was_answered_stands_in_the_form(page: Client) -> None:
    answer(page, "who", size="startup", market="b2b")
    answer(page, "brand", brand="Acme", spellings="ACME Inc, 艾克米", industry="")
    assert 'value="startup" checked' in page.get(f"{START}who/").content.decode()
    assert 'value="ACME Inc, 艾克米"' in page.get(f"{START}brand/").content.decode()


def test_nothing_is_connected_or_saved_twice(page: Client) -> None:
    answer(page, "brand", brand="Acme", spellings="", industry="")
    for _ in range(2):
        answer(page, "ears", ear=["bluesky"])
        answer(page, "topics", topic=["acme"])
    assert Channel.objects.count() == 1
    assert Topic.objects.count() == 1


def test_it_can_be_put_aside_and_taken_up_again(page: Client) -> None:
    answer(page, "who", size="solo", market="b2c")
    assert page.post(f"{START}end/").headers["Location"] == "/w/acme/"
    assert page.get("/").headers["Location"] == "/w/acme/"
    assert f'action="{START}brand/"' in page.get(START).content.decode()


def test_a_policy_that_somebody_wrote_is_left_alone(page: Client, owner: Membership) -> None:
    answer(page, "who", size="growing", market="b2c")
    version, _policy = active_policy(owner.workspace_id)
    page.post("/w/acme/policy/", {"text": version.text + "# ours now\n", "base": version.number, "put": "1"})
    mine = active_policy(owner.workspace_id)[0].number
    assert mine > version.number
    answer(page, "people", **{"seat-ben": "Ben"})
    assert active_policy(owner.workspace_id)[0].number == mine


def test_a_wrong_query_is_told_and_nothing_is_saved(page: Client) -> None:
    answer(page, "brand", brand="Acme", spellings="", industry="tea")
    response = page.post(f"{START}topics/", {"topic": ["acme", "industry"], "query-acme": "(", "query-industry": "tea"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Topic.objects.exists()


def test_one_person_alone_is_asked_for_no_names(page: Client) -> None:
    assert "Decision 1 of 8" in page.get(f"{START}who/").content.decode()
    answer(page, "who", size="solo", market="b2c")
    shown = page.get(f"{START}brand/").content.decode()
    assert "of 7" in shown, "nobody is left to be named"
    assert f'href="{START}people/"' not in shown
    answer(page, "brand", brand="Acme", spellings="", industry="")
    answer(page, "ears")
    assert answer(page, "topics", topic=["acme"]) == f"{START}done/"
    assert Beginning.objects.get().ended_at is not None
    assert page.get(f"{START}people/").status_code == 200, "a page kept in somebody's history still answers"


def test_who_grows_later_is_asked_then(page: Client) -> None:
    for size, names in (("solo", False), ("growing", True)):
        answer(page, "who", size=size, market="b2c")
        assert (f'href="{START}people/"' in page.get(f"{START}ears/").content.decode()) is names


def test_without_a_brand_and_an_industry_no_topics_are_asked(page: Client) -> None:
    answer(page, "who", size="growing", market="b2c")
    assert answer(page, "brand", skip="1") == f"{START}ears/"
    assert answer(page, "ears") == f"{START}people/"
    answer(page, "people")
    done = page.get(f"{START}done/").content.decode()
    assert "No topic says what to keep" in done
    assert "Nothing is listened to yet." in done


def test_an_industry_alone_is_enough_to_begin(page: Client) -> None:
    answer(page, "brand", brand="", spellings="", industry="手搖飲, bubble tea")
    assert answer(page, "ears", ear=["bluesky"]) == f"{START}topics/"
    answer(page, "topics", topic=["industry"])
    assert Topic.objects.get().watch


def test_news_are_proposed_for_every_word_of_the_industry(page: Client) -> None:
    words = [f"rival {number}" for number in range(8)]
    answer(page, "brand", brand="Acme", spellings="", industry=", ".join(["acme", *words]))
    shown = page.get(f"{START}ears/").content.decode()
    labels = re.findall(r'<input type="checkbox" name="ear" value="([^"]*)"([^>]*)>', shown)
    of_rivals = [(value.rpartition(": ")[2], "checked" in rest) for value, rest in labels if "rival" in value]
    assert of_rivals == [(word, number < 3) for number, word in enumerate(words[:6])]
    assert sum(value.endswith(": Acme") for value, _ in labels) >= 1
    assert not any(value.endswith(": acme") for value, _ in labels), "the brand itself is no rival"


def test_a_made_up_size_and_a_missing_brand_are_told(page: Client) -> None:
    assert page.post(f"{START}who/", {"size": "huge", "market": "b2c"}).status_code == 422
    assert page.post(f"{START}brand/", {"brand": " "}).status_code == 422
    assert page.get(f"{START}nowhere/").status_code == 404


def test_a_zone_that_somebody_chose_is_kept(page: Client, owner: Membership) -> None:
    owner.workspace.zone = "Europe/London"
    owner.workspace.save()
    answer(page, "who", size="solo", market="b2c", zone="Asia/Taipei")
    assert load(active_policy(owner.workspace_id)[0].text).zone == "Europe/London"


def test_the_numbers_grow_while_one_reads(page: Client, owner: Membership) -> None:
    answer(page, "brand", brand="Acme", spellings="", industry="")
    channel = factories.a_channel(owner.workspace, kind="bluesky")
    Channel.objects.filter(pk=channel.pk).update(heard=12_340)
    factories.a_post(channel, factories.an_author(owner.workspace), text="Acme is late")
    found = page.get(f"{START}counts/").json()
    assert found["heard"] == "12,340"
    assert found["counts"]["acme"] in ("0", "1")


def passing(owner: Membership, *texts: str) -> None:
    """A public stream says these, and no topic asks for them."""
    channel = factories.a_channel(owner.workspace, kind="bluesky")
    Reservoir.objects.create(workspace=owner.workspace, raised_at=factories.MORNING, aged_at=factories.MORNING)
    for number, text in enumerate(texts):
        Unmatched.objects.create(
            workspace=owner.workspace, channel=channel, network="bluesky", canonical_id=f"{text}{number}",
            text=text, draw=0.5, at=factories.MORNING,
        )  # fmt: skip


def test_what_passes_before_there_is_a_topic_is_counted(page: Client, owner: Membership) -> None:
    """From a public stream nothing is kept yet: the figures are of the sample of what passes."""
    answer(page, "brand", brand="澄野茶飲", spellings="澄野", industry="手搖飲")
    passing(owner, "澄野好喝", "去澄野茶飲排隊", "燈野的外送", "手搖飲又漲價", "別的")
    counts = page.get(f"{START}counts/").json()["counts"]
    assert counts == {"澄野茶飲": "2", "澄野茶飲-typos": "1", "澄野茶飲-harm": "0", "industry": "1"}
    assert ticked(page) == {"澄野茶飲", "澄野茶飲-typos", "澄野茶飲-harm", "industry"}
    Reservoir.objects.update(level=0.7)
    assert page.get(f"{START}counts/").json()["counts"]["industry"] == "1+", "a sample only"


def ticked(page: Client) -> set[str]:
    shown = page.get(f"{START}topics/").content.decode()
    return set(re.findall(r'name="topic" value="([^"]*)" checked', shown))


def test_slips_that_nobody_makes_are_not_ticked(page: Client) -> None:
    answer(page, "brand", brand="澄野", spellings="", industry="")
    assert ticked(page) == {"澄野", "澄野-harm"}


def test_a_slip_said_oftener_than_the_brand_is_another_word(page: Client, owner: Membership) -> None:
    answer(page, "brand", brand="澄野", spellings="", industry="")
    passing(owner, "澄野", *["成野是另一家"] * 4, "橙野好喝")
    shown = page.get(f"{START}topics/").content.decode()
    assert "so another word: 成野." in shown
    assert "澄野-typos" in ticked(page)
    assert page.get(f"{START}counts/").json()["counts"]["澄野-typos"] == "1"
    answer(page, "topics", topic=["澄野-typos"])
    assert "成野" not in Topic.objects.get().query


def test_where_every_slip_is_another_word_none_is_ticked(page: Client, owner: Membership) -> None:
    answer(page, "brand", brand="澄野", spellings="", industry="")
    words = next(each.words for each in proposals("澄野") if each.kind == "slips")
    passing(owner, *[word for word in words for _ in range(5)])
    assert "perhaps it is another word" in page.get(f"{START}topics/").content.decode()
    assert "澄野-typos" not in ticked(page)


def test_only_administrators_are_led_through_it(owner: Membership, client: Client) -> None:
    member = factories.a_member(owner.workspace, "jun", "member")
    client.force_login(member.person)  # type: ignore[arg-type]
    assert client.get("/").headers["Location"] == "/w/acme/"
    assert client.get(f"{START}who/").status_code == 403


@pytest.mark.parametrize("size", ["startup", "growing", "enterprise"])
def test_what_so_few_people_cannot_keep_is_taken_on_by_name(page: Client, owner: Membership, size: str) -> None:
    """One person in every role can not approve their own answers: said in the policy, and nothing is in the way."""
    answer(page, "who", size=size, market="b2b")
    version, policy = active_policy(owner.workspace_id)
    proof = kept_proof(version)
    assert proof is not None
    assert proof.blocking == ()
    assert version.number > 1
    named = {each.by for each in policy.accepted if each.because.startswith("taken on at the first run")}
    assert named <= {owner.handle}
