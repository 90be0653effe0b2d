"""Rules as a form: what it says is written into the text, at every step, and nothing comes into force by it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from earshot.engine.policy import load, template, templates
from earshot.features.responsibility.wording import given_rule, opened, stepped
from tests.features.responsibility.house import House
from tests.features.responsibility.test_policy_page import GOOD, in_force


def sent(**fields: str | list[str]) -> QueryDict:
    """A form as the browser sends it; ``_`` stands for ``-``."""
    given = QueryDict(mutable=True)
    for name, value in fields.items():
        given.setlist(name.replace("_", "-"), value if isinstance(value, list) else [value])
    return given


def form_of(document: str, at: str, **changed: str | list[str]) -> QueryDict:
    """The form of a rule as the page shows it, with some fields changed."""
    rule = opened(load(document), at)
    assert rule is not None
    given = sent(
        rule_at=rule.at, rule_was=rule.was, rule_name=rule.name, rule_when=rule.when, rule_handling=rule.handling,
        rule_accountable=rule.accountable, rule_responsible=rule.responsible, rule_consulted=list(rule.consulted),
        rule_informed=list(rule.informed), rule_approve=list(rule.approve_by), rule_ladder=rule.ladder,
    )  # fmt: skip
    for hours, length in rule.within.items():
        given[f"rule-within-{hours}"] = length
    for name, value in changed.items():
        given.setlist(name.replace("_", "-"), value if isinstance(value, list) else [value])
    return given


@pytest.mark.parametrize("name", [one.name for one in templates()])
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(name: str) -> None:
    text = template(name)
    for at in [*map(str, range(len(load(text).rules))), "otherwise"]:
        assert stepped(text, form_of(text, at)).text == text


def test_what_is_written_is_what_the_rule_says() -> None:
    step = stepped(GOOD, form_of(GOOD, "0", rule_name="Danger", rule_when="risk>=80", rule_within_always="30m"))
    assert step.text == GOOD.replace("name: Harm", "name: Danger").replace("risk>=70", "risk>=80").replace("1h", "30m")
    assert step.rule is not None
    assert (step.rule.at, step.rule.was, step.rule.wrong) == ("0", "Danger", [])


def test_a_new_rule_and_its_place() -> None:
    given = sent(
        rule_at="new", rule_name="Jobs", rule_when="intent:job", rule_accountable="desk", rule_handling="watch"
    )
    step = stepped(GOOD, given)
    assert [rule.name for rule in load(step.text).rules] == ["Harm", "The rest", "Jobs"]
    assert load(step.text).rules[2].handling == "watch"
    up = stepped(step.text, form_of(step.text, "2", up="1"))
    assert [rule.name for rule in load(up.text).rules] == ["Harm", "Jobs", "The rest"]
    assert up.rule is not None
    assert up.rule.at == "1"
    assert stepped(up.text, form_of(up.text, "1", drop="1")).text == GOOD
    assert stepped(GOOD, form_of(GOOD, "0", up="1")).text == GOOD


def test_what_cannot_be_written_leaves_the_text() -> None:
    step = stepped(GOOD, form_of(GOOD, "0", rule_when="risk>="))
    assert step.text == GOOD
    assert step.rule is not None
    assert step.rule.when == "risk>="
    assert step.rule.wrong
    assert "missing" in step.rule.wrong[0]
    gone = stepped(GOOD, form_of(GOOD, "0", rule_was="Was"))
    assert gone.rule is not None
    assert "no rule “Was” any more" in gone.rule.wrong[0]
    assert stepped("nonsense", form_of(GOOD, "0")).text == "nonsense"


def test_a_rule_that_moved_in_the_text_is_found_by_its_name() -> None:
    swapped = stepped(GOOD, form_of(GOOD, "0", down="1")).text
    step = stepped(swapped, form_of(GOOD, "0", rule_informed=["desk"]))
    assert [rule.informed for rule in load(step.text).rules] == [(), ("desk",)]


def test_closing_writes_nothing() -> None:
    step = stepped(GOOD, form_of(GOOD, "0", rule_name="Other", close="1"))
    assert (step.text, step.rule) == (GOOD, None)
    assert given_rule(sent(check="1")) is None


def test_on_the_page(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    before = in_force(house)
    shown = client.post(page, {"text": GOOD, "edit": "0"}).content.decode()
    assert 'id="rule-when"' in shown
    assert in_force(house) == before
    fields = form_of(GOOD, "0", rule_name="Danger", apply="1", text=GOOD).lists()
    answer = client.post(page, dict(fields))
    assert "name: Danger" in _text_in(answer.content.decode())
    assert in_force(house) == before
    wrong = client.post(page, dict(form_of(GOOD, "0", rule_when="risk>=", put="1", text=GOOD).lists()))
    assert wrong.status_code == 422
    assert in_force(house) == before
    put = client.post(page, dict(form_of(GOOD, "0", rule_name="Danger", put="1", text=GOOD, base="1").lists()))
    assert put.status_code == 302
    assert "name: Danger" in in_force(house)


def test_while_one_types(house: House, desk: tuple[Client, str]) -> None:
    client, page = desk
    fields = dict(form_of(GOOD, "0", rule_when="risk>=50", check="1", text=GOOD).lists())
    fragment = client.post(f"{page}check/", fields).content.decode()
    assert re.search(r'<textarea hidden data-written data-at="0" data-was="Harm">', fragment)
    assert "when: risk&gt;=50" in fragment
    assert "Proved for every conversation" in fragment


def _text_in(page: str) -> str:
    found = re.search(r'id="policy-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])
