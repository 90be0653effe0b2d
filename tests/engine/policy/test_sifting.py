"""Which of several on duty gets it: by skill, language and capacity, then by weight; and what the trace says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from earshot.engine.policy import Decision, decide, load, problems_of
from earshot.engine.policy.editing_rules import change_rule
from earshot.engine.policy.layout import laid_out
from earshot.engine.policy.model import Person
from earshot.engine.policy.sifting import reads

TEXT = """\
policy: Desk
people:
  mei: {languages: [zh, ja], skills: [refunds], capacity: 2}
  jun: {languages: [en], capacity: 2, weight: 2}
  lin: {skills: [legal, refunds]}
roles: {desk: {lead: mei, members: [mei, jun, lin], hours: always}}
rules:
  - {name: Money, when: "topic:billing", accountable: desk, skill: refunds}
  - {name: Law, when: "topic:law", accountable: desk, skill: legal}
otherwise: {accountable: desk}
"""
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def decided(facts: Mapping[str, Any], text: str = TEXT, **how: Any) -> Decision:
    return decide(load(text), facts, AT, **how)


def person_step(decision: Decision) -> dict[str, Any]:
    return next(each for each in decision.trace if each["step"] == "person")


@pytest.mark.parametrize(
    ("facts", "open_now", "person", "how"),
    [
        ({}, {}, "mei", "least_loaded"),
        ({"lang": "ja"}, {"mei": 1}, "lin", "least_loaded"),
        ({"lang": "en"}, {"jun": 1, "lin": 1}, "jun", "least_loaded"),
        ({"lang": "zh_Hant"}, {"lin": 5}, "mei", "least_loaded"),
        ({"lang": "zh-Hant"}, {"lin": 5, "mei": 2}, "lin", "fits"),
        ({"lang": "ko"}, {"lin": 40}, "lin", "fits"),
        ({"topic": ["law"], "lang": "ja"}, {"lin": 40}, "lin", "fits"),
        ({"topic": ["billing"], "lang": "en"}, {"lin": 1}, "lin", "fits"),
        ({"topic": ["billing"]}, {"lin": 1, "mei": 2}, "lin", "fits"),
    ],
)
def test_skill_then_language_then_capacity_then_weight(
    facts: dict[str, Any], open_now: dict[str, float], person: str, how: str
) -> None:
    found = decided(facts, load=open_now)
    assert (found.accountable.person, person_step(found)["how"]) == (person, how)


def test_the_trace_says_who_did_not_pass_and_counts_only_those_left() -> None:
    step = person_step(decided({"lang": "zh-Hant"}, load={"mei": 1, "lin": 4, "jun": 0}))
    assert step["load"] == {"mei": 1, "lin": 4}
    assert step["sifted"] == [{"by": "language", "wanted": "zh-Hant", "out": ["jun"], "nobody": False}]
    full = person_step(decided({"lang": "zh-Hant"}, load={"mei": 2, "lin": 4}))
    out = [{"person": "mei", "open": 2, "capacity": 2}]
    assert full["sifted"][1] == {"by": "capacity", "out": out, "nobody": False}


def test_where_nobody_passes_the_others_stand_in_and_the_trace_says_so() -> None:
    text = TEXT.replace("members: [mei, jun, lin]", "members: [mei, jun]")
    found = decided({"topic": ["law"], "lang": "ko"}, text, load={"mei": 2, "jun": 3})
    assert found.accountable.person == "jun", "three by a weight of two"
    step = person_step(found)
    assert [(each["by"], each["nobody"]) for each in step["sifted"]] == [
        ("skill", True), ("language", True), ("capacity", True),
    ]  # fmt: skip
    assert step["how"] == "least_loaded"


def test_somebody_alone_on_duty_has_it_and_the_trace_says_what_they_lack() -> None:
    text = TEXT.replace("members: [mei, jun, lin]", "members: [jun]")
    step = person_step(decided({"topic": ["billing"], "lang": "ja"}, text))
    assert (step["person"], step["how"]) == ("jun", "alone")
    assert [each["by"] for each in step["sifted"] if each["nobody"]] == ["skill", "language"]


def test_one_authors_conversations_stay_together_whatever_else_is_asked() -> None:
    step = person_step(decided({"topic": ["law"], "lang": "ja"}, keep="jun", load={"jun": 9}))
    assert (step["person"], step["how"], "sifted" in step) == ("jun", "kept", False)


def test_nothing_is_told_apart_where_nothing_is_written() -> None:
    text = TEXT.replace("{languages: [zh, ja], skills: [refunds], capacity: 2}", "{skills: [refunds]}")
    text = text.replace("{languages: [en], capacity: 2, weight: 2}", "{weight: 2}")
    policy = load(text)
    assert not policy.sifts
    assert "sifted" not in person_step(decide(policy, {"lang": "ja"}, AT))


def test_reading_is_as_in_a_query() -> None:
    assert reads(Person("mei"), "ja")
    assert reads(Person("mei", languages=("zh",)), "ZH-hant")
    assert not reads(Person("mei", languages=("zh-Hant",)), "zh"), "which script is not known"
    assert not reads(Person("mei", languages=("en",)), "enm")
    assert reads(Person("mei", languages=("en",)), "und")


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "mend"),
    [
        ("languages: [en]", "languages: [English]", 4, 'not the tag of a language', "en, ja or zh-Hant"),
        ("capacity: 2}\n  jun", "capacity: 0}\n  jun", 3, "not a number of conversations", "above 0"),
        ("capacity: 2}\n  jun", "capacity: some}\n  jun", 3, "not a number of conversations", "above 0"),
        ("skill: legal", "skill: legel", 9, 'Nobody has the skill "legel"', '"legal"'),
        ("skills: [legal, refunds]", "skils: [legal]", 5, 'no key "skils"', '"skills"'),
        ("skill: legal", "skill: [legal]", 9, "must be one text", ""),
    ],
)  # fmt: skip
def test_errors(old: str, new: str, line: int, message: str, mend: str) -> None:
    assert old in TEXT
    found = problems_of(TEXT.replace(old, new, 1))
    assert found[0].line == line
    assert message in found[0].message
    assert mend in found[0].mend


def test_editing_a_rule_leaves_its_skill_and_the_layout_says_the_same() -> None:
    changed = change_rule(TEXT, 1, {"name": "Lawyers", "ladder": ""})
    assert changed == TEXT.replace("name: Law,", "name: Lawyers,")
    assert "skill" not in change_rule(TEXT, 1, {"skill": ""}).splitlines()[8]
    assert load(change_rule(TEXT, None, {"skill": "legal"})).otherwise.skill == "legal"
    laid = load(laid_out(TEXT))
    assert (laid.people, [rule.skill for rule in laid.rules]) == (load(TEXT).people, ["refunds", "legal"])
