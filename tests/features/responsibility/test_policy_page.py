"""The policy's page: checked, proved, tried, its findings taken on by name, and put in force only then."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from earshot.engine.policy import load, template
from earshot.features.audit.models import Entry
from earshot.features.people.models import Person, Role
from earshot.features.responsibility import proving
from earshot.features.responsibility.actions import put_in_force, save_policy
from earshot.features.responsibility.growing.figures import advice
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import active_policy
from earshot.features.responsibility.replaying import launching
from earshot.features.responsibility.replaying.running import carry_on
from tests.features.responsibility.house import DAY, House

GOOD = """policy: Tea
zone: Asia/Taipei
roles:
  desk: {lead: mei, members: [mei, jun], hours: always}
rules:
  - name: Harm
    when: risk>=70
    accountable: desk
    answer within: 1h
  - name: The rest
    when: risk<70
    accountable: desk
otherwise: {accountable: desk}
"""
HOLE = GOOD.replace("when: risk<70", "when: risk<60")
DEAD = GOOD.replace("otherwise:", "  - {name: Never, when: risk>=90 AND intent:spam, accountable: desk}\notherwise:")


def in_force(house: House) -> str:
    return active_policy(house.workspace.pk)[0].text


def put(house: House, client: Client, page: str, text: str) -> HttpResponse:
    """Put a text in force that was begun from the version in force."""
    base = active_policy(house.workspace.pk)[0].number
    return client.post(page, {"text": text, "base": base, "put": "1"})


def test_the_version_in_force_is_read_once_for_a_page(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    put(house, client, page, GOOD)
    for given in ({"text": HOLE, "check": "1"}, {"text": HOLE, "try": "1", "facts": "risk: 90"}):
        with CaptureQueriesContext(connection) as asked:
            assert client.post(page, given).status_code == 200
        read = [query for query in asked.captured_queries if 'FROM "responsibility_policyversion"' in query["sql"]]
        assert len(read) == 1


def test_a_policy_that_holds_comes_into_force_with_its_proof(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    answer = put(house, client, page, GOOD)
    assert answer.status_code == 302
    version, _ = active_policy(house.workspace.pk)
    assert version.text == GOOD
    proof = proving.kept_proof(version)
    assert proof is not None
    assert proof.blocking == ()
    assert "Proved for every conversation" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        (HOLE, "No rule matches a post with risk 60: only otherwise decides it", 13),
        (DEAD, "The rule &quot;Never&quot; never decides", 13),
    ],
    ids=["a hole", "a dead rule"],
)
def test_what_does_not_hold_stays_out(house: House, desk: tuple[Client, str], text: str, said: str, line: int) -> None:
    client, page = desk
    before = in_force(house)
    answer = put(house, client, page, text)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert re.search(rf'data-line="{line}"', html)
    assert in_force(house) == before
    assert not PolicyVersion.objects.filter(text=text).exists(), "nothing is saved either"


def test_no_way_around_the_page(house: House) -> None:
    version = save_policy(house.workspace, house.team["mei"], HOLE, house.clock)
    with pytest.raises(proving.Unproved):
        put_in_force(version, house.team["mei"], house.clock)
    assert in_force(house) != HOLE


def test_an_older_version_is_proved_again(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    version = save_policy(house.workspace, house.team["mei"], HOLE, house.clock)
    answer = client.post(f"{page}versions/{version.number}/", follow=True)
    assert in_force(house) != HOLE
    assert "No rule matches" in answer.content.decode()


def test_a_finding_is_taken_on_by_name_with_a_reason(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    html = client.post(page, {"text": HOLE, "check": "1"}).content.decode()
    found = re.search(r'name="accept" value="([^/]+)/([^"]*)"', html)
    assert found is not None
    number, key = found.groups()

    answer = client.post(page, {"text": HOLE, "accept": f"{number}/{key}", f"because-{number}": " "})
    assert "Write the reason" in answer.content.decode()

    answer = client.post(page, {"text": HOLE, "accept": f"{number}/{key}", f"because-{number}": "quiet hours"})
    changed = answer.context["draft"].text
    assert [(each.finding, each.by, each.because) for each in load(changed).accepted] == [
        ("owned", "mei", "quiet hours")
    ]
    assert "Taken on by mei: quiet hours" in answer.content.decode()
    assert in_force(house) != changed, "nothing is saved by it"

    assert put(house, client, page, changed).status_code == 302
    assert in_force(house) == changed
    entry = Entry.objects.get(verb="policy.accept")
    assert (entry.detail["finding"], entry.detail["by"], entry.detail["because"]) == ("owned", "mei", "quiet hours")

    put(house, client, page, changed + "# again\n")
    assert Entry.objects.filter(verb="policy.accept").count() == 1, "said once"


def test_the_sample_of_a_finding_can_be_tried_and_changed(desk: tuple[Client, str]) -> None:
    client, page = desk
    html = client.post(page, {"text": HOLE, "check": "1"}).content.decode()
    key = re.search(r'name="sample" value="([^"]*)"', html)
    assert key is not None
    answer = client.post(page, {"text": HOLE, "sample": key[1]})
    draft = answer.context["draft"]
    assert draft.tried.decision.rule == "otherwise"
    assert "risk: 6" in draft.facts

    answer = client.post(page, {"text": HOLE, "try": "1", "facts": "risk: 80\nis: addressed", "at": "2026-12-24T03:10"})
    tried = answer.context["draft"].tried
    assert tried.decision.rule == "Harm"
    assert tried.decision.deadline.isoformat() == "2026-12-23T20:10:00+00:00"


@pytest.mark.parametrize(
    ("facts", "at", "said"),
    [
        ("mood: bad", "", "Line 1 of the conversation is no fact"),
        ("risk: 80\nrisk: high", "", "“high” in line 2 is no number"),
        ("risk: 80", "soon", "This is no time"),
    ],
)
def test_what_can_not_be_tried_is_said(desk: tuple[Client, str], facts: str, at: str, said: str) -> None:
    client, page = desk
    answer = client.post(page, {"text": GOOD, "try": "1", "facts": facts, "at": at})
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_findings_are_said_in_the_readers_language(house: House, desk: tuple[Client, str], language: str) -> None:
    client, page = desk
    Person.objects.update(language=language)
    html = client.post(f"{page}check/", {"text": DEAD.replace("risk<70", "risk<60")}).content.decode()
    words = {"en": "2 findings that nobody", "zh-hant": "還有2個沒人接受的缺口", "zh-hans": "还有2个没人接受的缺口"}
    assert words[language] in html
    if language != "en":
        assert "never decides" not in html
        assert "No rule matches" not in html


def test_while_typing_errors_come_before_proofs(desk: tuple[Client, str]) -> None:
    client, page = desk
    html = client.post(f"{page}check/", {"text": "policy: ["}).content.decode()
    assert 'data-column="' in html
    assert "proof" not in html


def test_what_would_change_hands_is_said_before(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    put(house, client, page, GOOD)
    same = client.post(f"{page}check/", {"text": GOOD + "# the same\n", "moves": "1"}).content.decode()
    assert "Only comments, titles or the layout differ: every conversation is decided as before." in same

    roles = "  desk: {lead: mei, members: [mei, jun], hours: always}\n"
    other = GOOD.replace(roles, roles + roles.replace("desk", "night")).replace(
        "risk<70\n    accountable: desk", "risk<70\n    accountable: night"
    )
    html = client.post(f"{page}check/", {"text": other, "moves": "1"}).content.decode()
    assert "gave to desk" in html
    assert "now gives to night" in html
    assert "What changes hands" not in client.get(page).content.decode(), "nothing to compare with itself"


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Backtests for which a process would have been started."""
    started: list[int] = []
    monkeypatch.setattr(launching, "launch", started.append)
    return started


def test_the_last_days_are_tested_on_request(house: House, desk: tuple[Client, str], launched: list[int]) -> None:
    client, page = desk
    answer = client.post(page, {"text": GOOD, "backtest": "1"})
    [first] = launched
    assert answer["Location"] == f"{page}?backtest={first}#policy-backtest"
    html = client.get(answer["Location"]).content.decode()
    assert "It begins." in html
    assert "policy: Tea" in html, "the text that is tried stands in the form"
    carry_on(first, house.clock)
    assert "no conversation of these days" in client.get(answer["Location"]).content.decode()
    house.hear(intent="complaint")
    client.post(f"{page}backtests/{first}/again/")
    carry_on(launched[-1], house.clock)
    html = client.get(f"{page}backtests/{launched[-1]}/").content.decode()
    assert "1 conversation. <b>1 would have had another accountable role.</b>" in html
    rows = re.findall(r'<th scope="row">(\w+)</th><td class="num">(\d+)</td><td class="num">(\d+)</td>', html)
    assert rows == [("ben", "1", "0"), ("mei", "0", "1")]
    assert html.count("inbox/c/") >= 1, "what changes hands can be opened"
    listed = re.findall(r"backtests/(\d+)/", client.get(f"{page}backtests/").content.decode())
    assert listed == [str(each) for each in reversed(launched)]


def test_a_backtest_is_stopped_and_begun_again(house: House, desk: tuple[Client, str], launched: list[int]) -> None:
    client, page = desk
    client.post(page, {"text": GOOD, "backtest": "1"})
    other = client.post(page, {"text": DEAD, "backtest": "1"})
    assert "Another backtest is running." in other.content.decode()
    assert client.post(f"{page}backtests/{launched[0]}/stop/").status_code == 302
    assert carry_on(launched[0], house.clock) == ""
    assert "It was stopped before its end." in client.get(f"{page}backtests/{launched[0]}/").content.decode()
    assert client.post(f"{page}backtests/{launched[0]}/again/").status_code == 302
    assert len(launched) == 2


def test_backtests_are_for_administrators(house: House, desk: tuple[Client, str], launched: list[int]) -> None:
    client, page = desk
    client.post(page, {"text": GOOD, "backtest": "1"})
    seat = house.team["mei"]
    seat.role = Role.MEMBER
    seat.save()
    assert client.get(f"{page}backtests/").status_code == 403
    assert client.get(f"{page}backtests/{launched[0]}/").status_code == 403
    assert client.post(f"{page}backtests/{launched[0]}/stop/").status_code == 403
    assert "policy-backtest" not in client.get(f"{page}?backtest={launched[0]}").content.decode()


def test_the_next_size_is_a_difference_to_review(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    put(house, client, page, template("startup-b2c", owner="mei", zone="Asia/Taipei"))
    html = client.get(f"{page}grow/").content.decode()
    assert "most like “Start-up, up to 10 people · B2C”" in html
    assert "Whose work is overdue now" in html
    assert "?grow=growing-b2c" in html
    review = client.get(f"{page}?grow=growing-b2c").content.decode()
    assert "This is “Growing, 11 to 50 people · B2C” with your own people." in review
    assert "<ins>" in review
    assert "<del>" in review
    assert "What changes hands" in review
    assert "startup" not in in_force(house) or "Growing" not in in_force(house), "nothing is in force yet"
    assert client.get(f"{page}?grow=nothing").status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("solo-b2c", "deadlines are missed two weeks running"),
        ("growing-b2b", "two or more brands, regions or languages"),
        ("enterprise-b2c", "This is the largest starting point."),
    ],
)
def test_each_size_says_when_to_move_on(house: House, desk: tuple[Client, str], name: str, said: str) -> None:
    client, page = desk
    house.activate(template(name, owner="mei", zone="Asia/Taipei"))
    assert said in client.get(f"{page}grow/").content.decode()


def test_deadlines_missed_two_weeks_running(house: House) -> None:
    house.activate(template("solo-b2c", owner="mei", zone="Asia/Taipei"))
    monday = house.clock.now()
    for _week in range(2):
        house.hear(intent="complaint", addressed=True)
        house.clock.advance(7 * DAY)
    house.clock.advance(max(timedelta(0), monday + 14 * DAY - house.clock.now()))
    found = advice("solo", house.workspace.pk, active_policy(house.workspace.pk)[1], house.clock.now())
    assert found is not None
    assert [figure.value for figure in found.figures] == ["1 of 1 answers late", "1 of 1 answers late"]
    assert found.due


def test_roles_are_shown_in_the_readers_words(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    html = client.get(page, headers={"accept-language": "zh-hant"}).content.decode()
    assert '<span title="support">客服</span><br><code class="faint">support</code>' in html
    assert '<span title="pr">公關</span>' in html
    assert ">night<" in html, "a name of one's own stays as it is written"
    english = client.get(page).content.decode()
    assert '<th scope="col">support</th>' in english


def test_networks_are_called_as_people_call_them(desk: tuple[Client, str]) -> None:
    client, page = desk
    text = GOOD.replace("when: risk<70", "when: risk<70 AND NOT network:threads")
    html = client.post(f"{page}check/", {"text": text}).content.decode()
    assert "post on Threads" in html
    assert "on threads" not in html
