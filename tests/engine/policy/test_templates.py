"""The starting points."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from earshot.engine.policy import decide, load, on_duty, template, templates
from earshot.engine.policy.templates.phrases import PHRASE, PHRASES
from tests.engine.policy.acme import taipei

NAMES = [one.name for one in templates()]


def test_there_is_one_for_each_size_and_market() -> None:
    sizes = ("solo", "startup", "growing", "midsize", "enterprise")
    assert [f"{size}-{market}" for size in sizes for market in ("b2c", "b2b")] == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("owner", "zone"), [("owner", "UTC"), ("王小明", "Asia/Taipei"), ('O"Neil: #1', "America/New_York")]
)
def test_it_loads_for_its_owner_in_their_zone(name: str, owner: str, zone: str) -> None:
    policy = load(template(name, owner, zone))
    assert (policy.backstop, policy.zone) == (owner, zone)
    assert any(owner in ladder.steps[-1].to for ladder in policy.ladders.values())


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_with_watching_what_does_not_address_us(name: str) -> None:
    policy = load(template(name))
    last = policy.rules[-1]
    assert last.handling == "watch"
    assert last.when is not None
    assert last.when.text == "NOT is:addressed"
    at = taipei("2026-11-23 10:00")
    assert decide(policy, {}, at).handling == "watch"
    for intent in ("complaint", "question", "praise", "purchase", "press", "job", "other"):
        decision = decide(policy, {"intent": intent, "is": ["addressed"]}, at)
        assert (decision.handling, decision.rule == "otherwise") == ("answer", False)
        assert decision.deadline is not None
    assert decide(policy, {"risk": 70}, at).ladder is not None


@pytest.mark.parametrize("name", NAMES)
def test_no_deadline_falls_when_nobody_is_there(name: str) -> None:
    policy = load(template(name, zone="Europe/London"))
    for day in range(23, 30):
        for hour in range(0, 24, 3):
            at = taipei(f"2026-11-{day} {hour:02}:00")
            for facts in (
                {"risk": 90},
                {"intent": "press"},
                {"is": ["addressed"], "intent": "complaint", "market": "amer"},
            ):
                decision = decide(policy, facts, at)
                assert not decision.gap, (at, decision)


@pytest.mark.parametrize("name", NAMES)
def test_every_role_has_somebody_on_duty_at_some_time(name: str) -> None:
    policy = load(template(name))
    for role in policy.roles:
        assert any(on_duty(policy, role, taipei(f"2026-11-24 {hour:02}:00")) for hour in range(24))


@pytest.mark.parametrize("name", NAMES)
def test_what_it_can_not_guarantee_is_said_in_every_language(name: str) -> None:
    (one,) = [one for one in templates() if one.name == name]
    for language in ("en", "zh-hant", "zh-hans"):
        assert one.title[language]
        assert one.cannot[language]
        assert all(sentence.endswith((".", "。")) for sentence in one.cannot[language])
    assert one.cannot["zh-hant"] != one.cannot["zh-hans"] != one.cannot["en"]


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        template("../secrets")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_in_chinese_it_is_the_same_policy_in_other_words(name: str, language: str) -> None:
    text = template(name, language=language)
    policy, english = load(text), load(template(name))
    assert [rule.name for rule in policy.rules] != [rule.name for rule in english.rules]
    assert len({rule.name for rule in policy.rules}) == len(policy.rules)
    assert [replace(rule, name="") for rule in policy.rules] == [replace(rule, name="") for rule in english.rules]
    assert (policy.roles, policy.hours, policy.rotas) == (english.roles, english.hours, english.rotas)
    for names in (policy.name, *(rule.name for rule in policy.rules), *(one.name for one in policy.guarantees)):
        assert not re.search("[A-Za-z]", names)
    said = {one.name for one in (*policy.rules, *policy.guarantees)}
    assert {one.subject for one in policy.accepted} <= said
    assert not re.search(r"# [A-Za-z]", text)


def test_no_phrase_is_left_over() -> None:
    said = {match[match.lastgroup or 0] for name in NAMES for match in PHRASE.finditer(template(name))}
    assert said == set(PHRASES)
