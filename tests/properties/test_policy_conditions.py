"""Compiled conditions against the query language's own evaluator: one language everywhere."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy.because import failures
from earshot.engine.policy.conditions import read_condition
from earshot.engine.policy.facts import fill_facts
from earshot.engine.query import POLICY_FIELDS, Document, parse

LEAVES = [
    *("risk>=70", "risk<30", "risk:[20 TO 80]", "risk:50", "followers>1000", "followers:[* TO 10]", "followers<=5"),
    *("intent:complaint", "intent:(complaint OR Question)", "sentiment:negative", "kind:mail", "emotion:anger"),
    *("topic:recall", "topic:(Recall OR press)", 'topic:"two words"', "tag:vip", "is:addressed", "is:(advocate OR reply)"),
    *("lang:zh", "lang:zh-Hant", "lang:(en OR und)", "network:Bluesky", "channel:a", "brand:b", "brand:Ｂ", "tag:ＶＩＰ", "market:apac", "country:TW"),
    *("author:@ana", "author:ana", "site:example.com", "campaign:x", "has:media", "has:link", "has:question", "is:question"),
    *("hour:[9 TO 18]", "hour:23", "posted:[2026-11-01 TO 2026-11-23]", "posted>=2026-11-23"),
]  # fmt: skip

conditions = st.recursive(
    st.sampled_from(LEAVES),
    lambda below: st.one_of(
        st.lists(below, min_size=2, max_size=3).map(lambda parts: f"({' AND '.join(parts)})"),
        st.lists(below, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        st.lists(below, min_size=2, max_size=3).map(lambda parts: f"ATLEAST/2({', '.join(parts)})"),
        below.map(lambda part: f"(NOT {part})"),
    ),
    max_leaves=8,
)
words = st.lists(st.sampled_from(["recall", "Press", "two words", "vip", "ｐｒｅｓｓ"]), unique=True)
given_facts = st.fixed_dictionaries(
    {},
    optional={
        "risk": st.integers(-5, 120),
        "followers": st.sampled_from([0, 5, 10, 11, 1000, 1001]),
        "intent": st.sampled_from(["complaint", "QUESTION", "praise", "nonsense", ""]),
        "sentiment": st.sampled_from(["negative", "positive"]),
        "kind": st.sampled_from(["mail", "post"]),
        "emotion": st.sampled_from(["anger", "joy"]),
        "topic": words,
        "tag": words,
        "is": st.lists(st.sampled_from(["addressed", "advocate", "reply", "question"]), unique=True),
        "has": st.lists(st.sampled_from(["media", "image", "link", "question"]), unique=True),
        "lang": st.sampled_from(["en", "zh", "zh-Hant", "ZH_hant", "zha", ""]),
        "network": st.sampled_from(["bluesky", "mastodon"]),
        "channel": st.sampled_from(["a", "A ", ""]),
        "brand": st.sampled_from(["b", "c", "ｂ"]),
        "market": st.just("APAC"),
        "country": st.sampled_from(["TW", "tw", "JP"]),
        "author": st.sampled_from(["ana", "@ANA", "bob"]),
        "site": st.sampled_from(["example.com", "www.example.com", "https://shop.example.com/x", "notexample.com"]),
        "campaign": st.just("x"),
        "posted": st.sampled_from(["2026-11-23T01:00:00Z", "2026-11-22T23:30:00+08:00", "2026-11-23", "soon"]),
    },
)
zones = st.sampled_from(["UTC", "Asia/Taipei", "America/New_York"])


@given(text=conditions, facts=given_facts, zone=zones)
@settings(max_examples=400, deadline=None)
def test_a_compiled_condition_holds_exactly_where_the_query_matches(
    text: str, facts: dict[str, Any], zone: str
) -> None:
    filled = fill_facts(facts, zone)
    matches = parse(text, POLICY_FIELDS).matches(Document("", values=filled.values), zone=ZoneInfo(zone))
    assert read_condition(text, zone).holds(filled) == matches


@given(text=conditions, facts=given_facts, zone=zones)
@settings(max_examples=200, deadline=None)
def test_failures_are_parts_of_the_condition_and_there_are_some_exactly_where_it_fails(
    text: str, facts: dict[str, Any], zone: str
) -> None:
    condition, filled = read_condition(text, zone), fill_facts(facts, zone)
    found = failures(condition, filled, zone)
    assert bool(found) != condition.holds(filled)
    for failure in found:
        assert failure["condition"].removeprefix("NOT ") in LEAVES
        assert failure["condition"].startswith("NOT ") == failure.get("negated", False)
        assert not read_condition(failure["condition"], zone).holds(filled)
