"""The responsibility map: topic by role, unowned topics red, and the rules behind each letter."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from earshot.features.people.models import Membership
from earshot.features.responsibility.mapping import Map, responsibility_map
from earshot.features.responsibility.queries import active_policy
from tests.features import factories as make
from tests.features.responsibility.house import House

NARROW = """
policy: Narrow
roles:
  social: {lead: mei, members: [mei, jun], hours: always}
  pr: {lead: ana, members: [ana], hours: always}
rules:
  - {name: Harm, when: topic:recall, accountable: pr, responsible: social, answer within: 30m}
  - {name: Gone, when: topic:gone, accountable: pr}
also:
  - {when: "topic:recall AND followers>=1000", informed: [social]}
otherwise: {accountable: social}
"""

pytestmark = pytest.mark.django_db


def _map(house: House) -> Map:
    version, policy = active_policy(house.workspace.pk)
    return responsibility_map(house.team["mei"], policy, version.text, house.clock.now())


@pytest.fixture
def narrow(house: House) -> House:
    house.activate(NARROW)
    house.topic("recall")
    house.topic("jobs")
    house.topic("industry", watch=True)
    return house


def test_letters_by_topic_and_role(narrow: House) -> None:
    found = _map(narrow)
    assert found.roles == ("social", "pr")
    recall = next(row for row in found.rows if row.topic and row.topic.name == "recall")
    social, pr = recall.cells
    assert [(each.letter, each.own, each.rules) for each in pr] == [("A", True, "Harm")]
    assert [(each.letter, each.own) for each in social] == [("R", True), ("I", True)]
    assert [(way.name, way.within) for way in recall.ways] == [("Harm", "30 min")]
    assert recall.ways[0].sample == "topics: recall"


def test_what_only_otherwise_takes_is_unowned(narrow: House) -> None:
    found = _map(narrow)
    assert {row.topic.name: row.unowned for row in found.rows if row.topic} == {"recall": False, "jobs": True}
    assert found.unowned == 1
    last = found.rows[-1]
    assert (last.topic, last.unowned, [way.name for way in last.ways]) == (None, False, [""])
    assert found.strangers == ("gone",)


def test_general_rules_are_told_apart(house: House) -> None:
    house.topic("recall")
    house.topic("jobs")
    rows = {row.topic.name if row.topic else "": row for row in _map(house).rows}
    assert rows["jobs"].general
    assert not rows["recall"].general
    assert {way.name for way in rows["jobs"].ways} > {"Harm", "Complaints", ""}
    assert [(each.letter, each.own) for each in rows["jobs"].cells[1]] == [("A", False)]
    assert all(each.own for cell in rows[""].cells for each in cell)


def _page(house: House, seat: Membership, language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    assert seat.person is not None
    client.force_login(seat.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/w/{house.workspace.slug}/policy/map/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_is_unowned_and_lets_one_try(narrow: House) -> None:
    page = _page(narrow, narrow.team["mei"])
    assert "1 topic is unowned." in page
    assert 'class="unowned"' in page
    assert "The policy names topics that are not there:" in page
    assert re.search(r'<button[^>]+form="try-a-way"[^>]+value="topics: recall"', page)
    assert "#line-" in page
    plain = _page(narrow, make.a_member(narrow.workspace, "guest", "viewer"))
    assert "try-a-way" not in plain


PARTLY = NARROW.replace("when: topic:recall, accountable", "when: topic:recall AND risk>=20, accountable")
TAKEN = "accepted: [{finding: owned, by: mei, because: nobody else is there%s}]\n"


@pytest.mark.parametrize(
    ("more", "recall", "jobs", "rest"),
    [
        ("", True, None, True),
        (TAKEN % "", False, "mei", False),
        (TAKEN % ", when: 'topic:recall'", False, None, True),
        (TAKEN % ", undecided: yes", True, None, True),
    ],
    ids=["nobody has", "for all", "for one topic", "only that it was not decided"],
)
def test_what_otherwise_takes_besides_is_a_hole_unless_somebody_has_taken_it_on(
    house: House, more: str, recall: bool, jobs: str | None, rest: bool
) -> None:
    house.activate(PARTLY + more)
    house.topic("recall")
    house.topic("jobs")
    rows = {row.topic.name if row.topic else "": row for row in _map(house).rows}
    assert [rows[name].open for name in ("recall", "jobs", "")] == [recall, False, rest]
    assert [rows[name].unowned for name in ("recall", "jobs", "")] == [False, True, False]
    assert rows["recall"].partly
    assert not rows["jobs"].partly
    hole = rows["jobs"].hole
    assert hole is not None
    assert (hole.taken.by if hole.taken else None) == jobs
    social, pr = rows["recall"].cells
    assert [(each.letter, each.rest) for each in social] == [("A", True), ("R", False), ("I", False)]
    assert not any(each.rest for each in pr)


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_a_hole_says_why_in_words_and_leads_to_the_finding(house: House, language: str) -> None:
    house.activate(PARTLY)
    house.topic("recall")
    house.topic("jobs")
    page = _page(house, house.team["mei"], language)
    said = {
        "en": ("No rule matches a post about jobs: only otherwise decides it.", "Partly unowned", "Unowned"),
        "zh-hant": ("沒有規則涵蓋", "部分無人負責", "無人負責"),
        "zh-hans": ("没有规则涵盖", "部分无人负责", "无人负责"),
    }
    assert all(words in page for words in said[language])
    assert page.count('class="gap"') == 2, "of recall, and of everything else"
    assert page.count("policy/#found-owned") == 4, "of each of the three rows, and above them"
    client = Client()
    seat = house.team["mei"]
    assert seat.person is not None
    client.force_login(seat.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'id="found-owned"' in client.get(f"/w/{house.workspace.slug}/policy/").content.decode()


def test_a_try_leads_to_the_decision(narrow: House) -> None:
    client = Client()
    mei = narrow.team["mei"]
    assert mei.person is not None
    client.force_login(mei.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    given = {"text": NARROW, "try": "1", "facts": "topics: recall"}
    page = client.post(f"/w/{narrow.workspace.slug}/policy/", given).content.decode()
    assert 'id="policy-tried"' in page
    assert "<dd>Harm" in page
