"""What keeps a text from coming into force, or makes somebody look first: others were faster, names, differences."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client

from earshot.engine.policy import load, template
from earshot.features.people.models import Person
from earshot.features.responsibility import moving
from earshot.features.responsibility.actions import put_in_force, put_text_in_force, save_policy
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.policies import Overtaken, active_policy
from earshot.features.responsibility.shifts.absence import enter_leave
from earshot.features.responsibility.taking import TakenOnForOthers, in_the_name_of
from tests.features.responsibility.house import House
from tests.features.responsibility.test_policy_page import GOOD, HOLE, in_force, put

TWO = GOOD.replace(
    "  desk: {lead: mei, members: [mei, jun], hours: always}\n",
    "  desk: {lead: mei, members: [mei, jun], hours: always}\n  night: {lead: jun, members: [jun, mei], hours: always}\n",
)
OVERLAPS = TWO.replace(
    "rules:\n",
    "rules:\n"
    "  - {name: Spam, when: 'intent:spam', accountable: night}\n"
    "  - {name: Praise, when: 'intent:praise', accountable: night}\n",
)


def number(house: House) -> int:
    return active_policy(house.workspace.pk)[0].number


def meanwhile(house: House) -> None:
    """Somebody enters leave while an administrator edits."""
    enter_leave(house.team["mei"], house.team["jun"], date(2026, 12, 1), date(2026, 12, 2), house.clock)


@pytest.fixture
def page(house: House, desk: tuple[Client, str]) -> str:
    """The page's address; a good policy is in force."""
    client, address = desk
    put(house, client, address, GOOD)
    return address


def test_what_others_did_meanwhile_is_not_overwritten(house: House, desk: tuple[Client, str], page: str) -> None:
    client = desk[0]
    began = re.search(r'name="base" value="(\d+)"', client.get(page).content.decode())
    assert began is not None
    assert int(began[1]) == number(house)
    meanwhile(house)
    mine = GOOD.replace("1h", "2h")

    answer = client.post(page, {"text": mine, "base": began[1], "put": "1"})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert f"Version {number(house)} came into force meanwhile." in told
    assert "<ins>" in told.split('id="policy-meanwhile"')[1].split("</details>")[0], "what the others did"
    assert "answer within: 2h" in told.split('id="policy-changes"')[1], "what the text would change in it"
    assert answer.context["draft"].text == mine, "the text is kept"
    assert [each.person for each in load(in_force(house)).leave] == ["jun"]
    assert not PolicyVersion.objects.filter(text=mine).exists()

    over = re.search(r'name="over" value="(\d+)"', told)
    assert over is not None
    assert 'name="put"' not in told
    assert client.post(page, {"text": mine, "base": began[1], "over": over[1]}).status_code == 302
    assert in_force(house) == mine


def test_whoever_puts_it_on_top_has_looked_at_that_very_version(
    house: House, desk: tuple[Client, str], page: str
) -> None:
    client, began = desk[0], number(house)
    meanwhile(house)
    looked = number(house)
    enter_leave(house.team["mei"], house.team["jun"], date(2026, 12, 8), date(2026, 12, 9), house.clock)
    answer = client.post(page, {"text": GOOD + "# mine\n", "base": str(began), "over": str(looked)})
    assert answer.status_code == 409
    assert len(load(in_force(house)).leave) == 2


@pytest.mark.parametrize("base", ["", "0", "x", "99999"])
def test_a_text_that_does_not_say_from_what_it_began_is_looked_at_first(
    house: House, desk: tuple[Client, str], page: str, base: str
) -> None:
    answer = desk[0].post(page, {"text": GOOD + "# mine\n", "base": base, "put": "1"})
    assert answer.status_code == 409
    assert in_force(house) == GOOD


def test_the_version_is_compared_where_it_is_written(house: House, page: str) -> None:
    began = number(house)
    meanwhile(house)
    with pytest.raises(Overtaken):
        put_text_in_force(house.team["mei"], GOOD + "# mine\n", began, house.clock)
    assert not PolicyVersion.objects.filter(text__contains="# mine").exists(), "nothing is kept of it"


def test_a_backtest_does_not_make_a_text_newer(
    house: House, desk: tuple[Client, str], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("earshot.features.responsibility.replaying.launching.launch", lambda pk: None)
    client, began = desk[0], number(house)
    meanwhile(house)
    answer = client.post(page, {"text": GOOD + "# mine\n", "base": str(began), "backtest": "1"})
    told = client.get(answer.headers["Location"]).content.decode()
    assert f'name="base" value="{began}"' in told
    assert 'name="over"' in told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Version 3 came into force meanwhile."),
        ("zh-hant", "第3版在這段期間生效了。"),
        ("zh-hans", "第3版在此期间生效了。"),
    ],
)
def test_it_is_said_in_the_readers_language(
    house: House, desk: tuple[Client, str], page: str, language: str, said: str
) -> None:
    Person.objects.update(language=language)
    began = number(house)
    meanwhile(house)
    assert said in desk[0].post(page, {"text": HOLE, "base": str(began), "check": "1"}).content.decode()


def test_findings_come_first_and_the_difference_after(
    house: House, desk: tuple[Client, str], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, read = desk[0], moving.read
    compared = list[str]()
    monkeypatch.setattr(moving, "read", lambda text: compared.append(text) or read(text))
    told = client.post(f"{page}check/", {"text": HOLE}).content.decode()
    assert "No rule matches" in told
    assert "data-to-compare" in told, "the page asks for it then"
    assert compared == []
    after = client.post(f"{page}check/", {"text": HOLE, "moves": "1"}).content.decode()
    assert "What changes hands" in after
    assert "No rule matches" not in after
    assert "data-to-compare" not in client.post(f"{page}check/", {"text": GOOD}).content.decode()
    assert client.post(f"{page}check/", {"text": "policy: [", "moves": "1"}).content.decode().strip() == ""


def test_a_difference_keeps_no_proof_waiting(house: House, desk: tuple[Client, str], page: str) -> None:
    client = desk[0]
    with moving._one_at_a_time:
        assert "No rule matches" in client.post(f"{page}check/", {"text": HOLE}).content.decode()


def test_two_findings_about_the_same_rule_are_tried_apart(desk: tuple[Client, str], page: str) -> None:
    client = desk[0]
    told = client.post(page, {"text": OVERLAPS, "base": "2", "check": "1"}).content.decode()
    keys = [html.unescape(key) for key in re.findall(r'name="sample" value="(overlaps:[^"]*)"', told)]
    assert len(keys) > 2
    assert len(set(keys)) == len(keys)
    tried = {client.post(page, {"text": OVERLAPS, "sample": key}).context["draft"].facts for key in keys}
    assert len(tried) == len(keys)


def test_what_changes_hands_can_be_tried(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    put(house, client, page, TWO)
    other = TWO.replace("risk<70\n    accountable: desk", "risk<70\n    accountable: night")
    told = client.post(f"{page}check/", {"text": other, "moves": "1"}).content.decode()
    key = re.search(r'name="sample" value="(moved:[^"]*)"', told)
    assert key is not None
    draft = client.post(page, {"text": other, "sample": html.unescape(key[1])}).context["draft"]
    assert draft.wrong == ""
    assert draft.tried.decision.accountable.role == "night"
    draft = client.post(page, {"text": other, "sample": "moved:9:x:y"}).context["draft"]
    assert "not found any more" in draft.wrong
    assert draft.tried is None


def test_an_older_version_shows_its_difference_before_the_button(
    house: House, desk: tuple[Client, str], page: str
) -> None:
    client, older = desk[0], number(house)
    put(house, client, page, GOOD.replace("1h", "2h"))
    told = client.get(f"{page}versions/{older}/").content.decode()
    button = told.index("Put in force again")
    assert 0 < told.index("answer within: 1h</ins>") < button
    assert 0 < told.index("answer within: 2h</del>") < button

    looked = number(house)
    meanwhile(house)
    answer = client.post(f"{page}versions/{older}/", {"base": str(looked)})
    assert answer.status_code == 409
    assert f"Version {number(house)} came into force meanwhile." in answer.content.decode()
    assert "leave" in in_force(house)
    assert client.post(f"{page}versions/{older}/", {"base": str(number(house))}).status_code == 302
    assert in_force(house) == GOOD
    assert 'name="base"' not in client.get(f"{page}versions/{number(house)}/").content.decode()


def taken(by: str) -> str:
    return HOLE + f"accepted:\n  - {{finding: owned, by: {by}, because: quiet hours}}\n"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The text takes findings on in the name of jun, who has not done so."),
        ("zh-hant", "這份內容以jun的名義接受缺口，但對方並未接受。"),
        ("zh-hans", "这份内容以jun的名义接受缺口，但对方并未接受。"),
    ],
)
def test_nobody_takes_a_finding_on_in_the_name_of_another(
    house: House, desk: tuple[Client, str], page: str, language: str, said: str
) -> None:
    client = desk[0]
    Person.objects.update(language=language)
    answer = put(house, client, page, taken("jun"))
    assert answer.status_code == 422
    told = answer.content.decode()
    assert said in told
    assert 'name="mine"' in told
    assert in_force(house) == GOOD
    assert not PolicyVersion.objects.filter(text=taken("jun")).exists()

    answer = client.post(page, {"text": taken("jun"), "base": number(house), "mine": "1"})
    assert answer.context["draft"].text == taken("mei"), "nothing else differs"
    assert "jun" not in answer.content.decode().split('id="policy-problems"')[1].split('id="policy-moved"')[0]
    assert put(house, client, page, taken("mei")).status_code == 302


def test_what_somebody_has_taken_on_stays_theirs(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    house.activate(taken("jun"))
    assert put(house, client, page, taken("jun") + "# mine\n").status_code == 302
    both = taken("jun") + "  - {finding: overlaps, subject: Harm, by: jun, because: on purpose}\n"
    assert put(house, client, page, both).status_code == 422


def test_no_way_around_the_page_for_names(house: House) -> None:
    version = save_policy(house.workspace, house.team["mei"], taken("jun"), house.clock)
    with pytest.raises(TakenOnForOthers):
        put_in_force(version, house.team["mei"], house.clock)
    assert in_force(house) != taken("jun")


@pytest.mark.parametrize("name", ["solo-b2c", "growing-b2c", "enterprise-b2b"])
def test_starting_points_are_taken_on_by_whoever_opens_them(
    house: House, desk: tuple[Client, str], page: str, name: str
) -> None:
    draft = desk[0].get(f"{page}?template={name}").context["draft"]
    assert {each.by for each in load(draft.text).accepted} <= {"mei"}
    assert load(draft.text).zone == house.workspace.zone, "nine o'clock is nine o'clock here"
    assert put_text_in_force(house.team["mei"], draft.text, number(house), house.clock).active


def test_the_next_size_is_taken_on_by_whoever_reviews_it(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    put(house, client, page, template("startup-b2c", owner="mei", zone="Asia/Taipei"))
    draft = client.get(f"{page}?grow=growing-b2c").context["draft"]
    assert {each.by for each in load(draft.text).accepted} == {"mei"}


def test_names_are_written_wherever_they_stand() -> None:
    block = HOLE + "accepted:\n  - finding: owned\n    by: jun # for now\n    because: quiet\n  # next\n"
    assert in_the_name_of(block, "mei") == block.replace("by: jun", "by: mei")
    assert in_the_name_of(taken("jun"), "mei", load(taken("jun"))) == taken("jun"), "known already"
    assert in_the_name_of(taken("jun"), "stranger") == taken("jun"), "the document does not know them"
    assert in_the_name_of(GOOD, "mei") == GOOD
