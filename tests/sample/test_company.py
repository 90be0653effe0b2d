"""The hard facts about what was written: how much, in which languages, how alike, and that nothing hangs in the air."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from bench.diversity import nearest, skeleton

from earshot.engine.policy import load
from earshot.engine.proofs import verify
from earshot.engine.query import TOPIC_FIELDS, parse
from earshot.features.sample.company import Deed, Post, Upload, company
from earshot.features.sample.drafting import drafted
from earshot.features.sample.story import BEFORE, heard, policy_text, story

BEGUN = datetime(2026, 11, 24, 2, 42, tzinfo=UTC)
NIGHT = datetime(2026, 3, 1, 17, 5, tzinfo=UTC)
POSTS = company().posts
SENT = ("reply", "approve")
"""Deeds by which an answer of ours goes out."""


def test_four_hundred_posts_in_four_languages() -> None:
    assert Counter(post.lang for post in POSTS.values()) == {"zh-Hant": 210, "zh-Hans": 70, "en": 95, "ja": 25}


def test_what_passes_by_is_as_diverse() -> None:
    passing = [post.text for post in company().passing.values()]
    assert len(passing) >= 45
    likeness, one, other = nearest([*passing, *(post.text for post in POSTS.values() if not post.group)])[0]
    assert likeness <= 0.5, f"{one}\n{other}"
    assert not {post.id for post in company().passing.values()} & set(POSTS)


def test_no_two_posts_are_alike_but_those_that_are_meant_to_be() -> None:
    plain = [post.text for post in POSTS.values() if not post.group]
    likeness, one, other = nearest(plain)[0]
    assert likeness <= 0.5, f"{one}\n{other}"


def test_no_two_posts_share_a_template() -> None:
    shapes = Counter(skeleton(post.text) for post in POSTS.values() if not post.group)
    assert shapes.most_common(1)[0][1] == 1


def test_the_paid_posters_repeat_each_other() -> None:
    paid = [post for post in POSTS.values() if post.group == "paid"]
    assert 8 <= len(paid) <= 12
    assert len({post.author.by for post in paid}) == len(paid)
    plain = [post.text for post in POSTS.values() if not post.group]
    assert nearest([post.text for post in paid])[-1][0] > nearest(plain)[0][0], "more alike than any two others"


def test_threads_hang_together() -> None:
    answered = {deed.on for deed in company().deeds if deed.do in SENT}
    for post in POSTS.values():
        parent = POSTS.get(post.re.removeprefix("r-"))
        assert not post.re or parent is not None, post.id
        assert parent is None or parent.author.network == post.author.network, post.id
        assert not post.re.startswith("r-") or parent is None or parent.id in answered, post.id
    assert {deed.on for deed in company().deeds} <= set(POSTS)
    depths = Counter(_depth(post) for post in POSTS.values())
    assert max(depths) >= 4


def _depth(post: Post) -> int:
    parent = POSTS.get(post.re.removeprefix("r-"))
    return 1 if parent is None else 1 + _depth(parent)


@pytest.mark.parametrize("begun_at", [BEGUN, NIGHT])
def test_nobody_answers_what_has_not_been_said(begun_at: datetime) -> None:
    tale = story(begun_at)
    said: set[str] = set()
    for step in tale.steps:
        what = step.what
        if isinstance(what, Upload):
            continue
        needs = what.on if isinstance(what, Deed) else what.re
        assert not needs or needs in said, f"{needs} at {step.at}"
        said.add(what.id if isinstance(what, Post) else f"r-{what.on}")
    assert tale.history[0].at > begun_at - timedelta(days=29)
    assert all(isinstance(step.what, Post) for step in tale.to_come)
    assert len([step for step in tale.to_come if isinstance(step.what, Post) and not step.what.passing]) == 60
    assert tale.to_come[-1].at < begun_at + timedelta(hours=8)


def test_a_follow_up_answers_our_reply() -> None:
    post = heard(POSTS["e012"], BEGUN)
    assert (post.parent_id, post.root_id, post.parent_author) == ("sample:r-e011", "sample:e011", "chengye.tea")


LANGUAGES = ("en", "zh-hant", "zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_can_be_read(language: str) -> None:
    text = policy_text(BEGUN, language)
    policy = load(text)
    words = company().words
    assert set(policy.roles) == {words[role][language] for role in ("social", "support", "pr", "marketing", "legal")}
    seats = {row["handle"] for row in company().people}
    assert len(seats) == 8
    assert {person for role in policy.roles.values() for person in role.members} <= seats
    assert {deed.by for deed in company().deeds} <= seats - {"mei"}, "nothing was done in the name of who looks"
    if language != "en":
        said = {words[word]["en"] for word in words if word not in ("pr",)}
        assert not [each for each in said if len(each) > 8 and each in text], "a name is still English"


def test_the_rules_decide_alike_in_every_language() -> None:
    texts = {policy_text(BEGUN, language) for language in LANGUAGES}
    shapes = {tuple((rule.handling, len(rule.consulted)) for rule in load(text).rules) for text in texts}
    assert (len(texts), len(shapes)) == (3, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_policy_promises_holds(language: str) -> None:
    found = verify(load(policy_text(BEGUN, language)), BEGUN).findings
    assert not [str(each.message) for each in found if each.blocks]


def test_topics_can_be_read_and_are_named_in_every_language() -> None:
    for topic in company().topics:
        parse(topic["query"], fields=TOPIC_FIELDS)
        assert set(topic["title"]) == set(LANGUAGES), topic["name"]
    assert [topic["name"] for topic in company().topics if topic.get("mine")] == ["tea-gardens"]
    assert len([topic for topic in company().topics if topic.get("watch")]) == 3


def test_some_sixty_answers() -> None:
    deeds = company().deeds
    assert len([deed for deed in deeds if deed.do in SENT]) >= 60
    texts = [deed.text for deed in deeds if deed.do in ("reply", "ask")]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lawyers_are_answered_once_pr_has_approved(language: str) -> None:
    policy = load(policy_text(BEGUN, language))
    words = {word: said[language] for word, said in company().words.items()}
    asking = [rule for rule in policy.rules if rule.approve_by]
    assert [(rule.name, rule.approve_by) for rule in asking] == [(words["rule_law"], (words["pr"],))]
    asked = [deed for deed in company().deeds if deed.do == "ask"]
    assert {deed.do for deed in company().deeds if deed.on in {each.on for each in asked}} >= {"approve", "send back"}


@pytest.mark.parametrize("day", range(7))
def test_the_policy_holds_from_the_day_on_that_the_story_puts_it_in_force(day: int) -> None:
    begun_at = BEGUN + timedelta(days=day)
    found = verify(load(policy_text(begun_at)), begun_at - BEFORE).findings
    assert not [str(each.message) for each in found if each.blocks]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_changes_two_rules_in_every_language(language: str) -> None:
    text = policy_text(BEGUN, language)
    changed = drafted(text)
    assert changed is not None
    before, after = load(text), load(changed)
    assert [one.name for one, other in zip(before.rules, after.rules, strict=True) if one != other] == [
        company().words[change["rule"]][language] for change in company().draft
    ]
    assert not [str(each.message) for each in verify(after, BEGUN).findings if each.blocks], "it could be put in force"
    assert drafted(text.replace(company().words["rule_rest"][language], "Another")) is None
