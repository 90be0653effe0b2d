"""Facts are filled quickly, and as they would be slowly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import decide, fill_facts
from tests.engine.policy.acme import acme
from tests.engine.policy.plain_facts import plain_facts

NAMES = (
    *("risk", "followers", "lang", "topic", "topics", "tag", "tags", "is", "has", "media", "reply_to"),
    *("intent", "sentiment", "kind", "network", "channel", "brand", "market", "author", "country", "site"),
    *("campaign", "emotion", "posted", "turn_since", "addressed", "advocate", "question", "reply", "verified"),
    *("text", "unheard of"),
)
WORDS = st.sampled_from(
    [
        "complaint",
        " Complaint ",
        "COMPLAINT",
        "neutral",
        "message",
        "zh-Hant",
        "recall",
        "",
        " ",
        "Straße",
        "2026-01-01T09:00",
    ]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    WORDS,
    st.integers(-5, 200),
    st.sampled_from([0.5, 69.9, float("inf"), float("nan"), -1.0]),
    st.lists(WORDS | st.integers(0, 3) | st.none(), max_size=3),
    st.frozensets(WORDS, max_size=3),
    st.tuples(WORDS),
    st.just({"a": 1}),
    st.just(b"bytes"),
    st.builds(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 500_000)),
    st.integers(1, 12).map(lambda month: datetime(2026, month, 1, 9, tzinfo=UTC).replace(tzinfo=None)),
)


@settings(max_examples=400)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12), st.sampled_from(["UTC", "Asia/Taipei"]))
def test_they_are_those_of_the_slow_form(told: dict[str, Any], zone: str) -> None:
    filled, plain = fill_facts(told, zone), plain_facts(told, zone)
    assert filled == plain
    assert (filled.keys, filled.numbers) == (plain.keys, plain.numbers)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12))
def test_a_decision_is_the_same_from_either(told: dict[str, Any]) -> None:
    policy, at = acme(), datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert decide(policy, told, at).as_json() == decide(policy, plain_facts(told, policy.zone), at).as_json()


def test_what_lacks_is_not_shared() -> None:
    """Nobody who fills facts changes what the next one begins with."""
    fill_facts({"topic": ["recall"], "risk": 90})
    assert fill_facts({}) == plain_facts({})


@pytest.mark.parametrize("flag", ["addressed", "advocate", "question", "reply", "repost", "quote", "verified"])
def test_flags_of_their_own(flag: str) -> None:
    assert fill_facts({flag: True, "is": ["Addressed"]}).values["is"] == frozenset({flag, "addressed"})
    assert fill_facts({flag: "yes"}).values["is"] == frozenset()
