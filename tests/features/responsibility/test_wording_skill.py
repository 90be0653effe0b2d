"""The skill that a rule asks for, in the form of the rule."""

from __future__ import annotations

from django.http import QueryDict

from earshot.engine.policy import load
from earshot.features.responsibility.wording import choices, stepped

TEXT = """\
policy: Tea
people:
  mei: {skills: [refunds, legal]}
roles: {desk: {lead: mei, members: [mei, jun], hours: always}}
rules:
  - name: Money
    when: topic:billing
    accountable: desk
    skill: refunds  # the bank asks for it
otherwise: {accountable: desk}
"""


def sent(**fields: str) -> QueryDict:
    given = QueryDict(mutable=True)
    common = {"at": "0", "was": "Money", "name": "Money", "when": "topic:billing", "accountable": "desk"}
    for name, value in {**common, **fields}.items():
        given[f"rule-{name}"] = value
    return given


def test_a_form_that_does_not_ask_for_the_skill_leaves_it() -> None:
    assert stepped(TEXT, sent(name="Refunds")).text == TEXT.replace("name: Money", "name: Refunds")


def test_the_skill_is_chosen_and_taken_away() -> None:
    assert stepped(TEXT, sent(skill="legal")).text == TEXT.replace("skill: refunds", "skill: legal")
    assert load(stepped(TEXT, sent(skill="")).text).rules[0].skill is None
    wrong = stepped(TEXT, sent(skill="law")).rule
    assert wrong is not None
    assert "Nobody has the skill" in wrong.wrong[0]


def test_the_form_offers_the_skills_that_somebody_has() -> None:
    found = choices(TEXT)
    assert found is not None
    assert list(found.skills) == ["refunds", "legal"]
