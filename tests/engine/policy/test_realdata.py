"""Real conversations through every starting point: exactly one person is accountable, and every deadline is covered by
somebody or is a gap that is shown.

The airline tweets carry the sentiment and the reason that people gave them; the requests to a music service are
understood by Earshot's own enrichers, and know what they reply to. Neither names brands or markets of a house.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from earshot.engine.policy import Decision, Facts, Policy, decide, fill_facts, load, on_duty, template, templates
from tests.enrichers.real import understand

pytestmark = [pytest.mark.realdata, pytest.mark.whole]
NAMES = [one.name for one in templates()]
MINUTE = timedelta(minutes=1)
TAKEN = 8
"""Every so manieth conversation is taken in Chinese, where only the names differ."""


@cache
def conversations(folder: Path) -> tuple[Facts, ...]:
    found = tuple(fill_facts(each) for each in (*airline(folder), *requests(folder)))
    assert len(found) > 29_000
    return found


def airline(folder: Path) -> Iterator[dict[str, Any]]:
    """Tweets to airlines, with what people said of them."""
    pacific = timezone(timedelta(hours=-8))
    with (
        (folder / "airline/Tweets.csv").open(encoding="utf-8", errors="replace", newline="") as judged,
        (folder / "airline/Tweets_ids_times.csv").open(encoding="utf-8", errors="replace", newline="") as timed,
    ):
        for row, when in zip(csv.DictReader(judged), csv.DictReader(timed), strict=True):
            at = datetime.strptime(when["tweet_created"], "%m/%d/%Y %H:%M").replace(tzinfo=pacific)
            negative = row["airline_sentiment"] == "negative"
            thanks = row["airline_sentiment"] == "positive"
            yield {
                "sentiment": row["airline_sentiment"],
                "intent": "complaint" if negative else "praise" if thanks else "question",
                "risk": 75
                if row["negativereason"] in ("Damaged Luggage", "Flight Attendant Complaints")
                else 20 * negative,
                "lang": "en",
                "network": "twitter",
                "is": ["addressed"],
                "topic": [row["negativereason"]] if row["negativereason"] else [],
                "turn_since": at,
            }


def requests(folder: Path) -> Iterator[dict[str, Any]]:
    """Requests to a music service, as Earshot understands them."""
    with (folder / "twcs_spotify/support_requests.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            if not row["text"] or not row["created_at"]:
                continue  # a line that was cut
            found = {kind: finding.value for kind, finding in understand(row["text"]).items()}
            at = datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y")
            yield {
                "sentiment": found.get("sentiment"),
                "intent": found.get("intent"),
                "risk": int(found.get("risk") or 0),
                "lang": found.get("language"),
                "network": "twitter",
                "is": ["addressed", *(["reply"] if row["in_response_to_tweet_id"] else [])],
                "turn_since": at,
            }


def at_of(facts: Facts) -> datetime:
    assert facts.turn_since is not None
    return facts.turn_since


def check(policy: Policy, facts: Facts, decision: Decision) -> str:
    """Hold what must be true of every decision; what became of it."""
    role, person = decision.accountable.role, decision.accountable.person
    assert role in policy.roles
    assert person in policy.people
    covers = on_duty(policy, role, at_of(facts))
    assert person == (decision.covers if covers else policy.backstop)
    assert decision.covers is None or decision.covers in covers
    if decision.handling != "answer":
        assert (decision.deadline, decision.gap) == (None, False)
        return decision.handling
    assert decision.deadline is not None
    assert decision.deadline > at_of(facts) - MINUTE
    covered = bool(on_duty(policy, decision.responsible, decision.deadline - MINUTE))
    assert decision.gap is not covered, "a deadline that nobody covers is a gap that is shown"
    return "gap" if decision.gap else "covered"


@pytest.mark.parametrize("name", NAMES)
def test_every_conversation_has_one_owner_and_no_silent_gap(name: str, realdata: Path) -> None:
    policy = load(template(name, zone="America/Los_Angeles"))
    told: Counter[str] = Counter()
    for facts in conversations(realdata):
        told[check(policy, facts, decide(policy, facts, at_of(facts)))] += 1
    assert told["covered"] > 0.9 * sum(told.values()), told


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
@pytest.mark.parametrize("name", NAMES)
def test_in_chinese_the_same_people_have_them(name: str, language: str, realdata: Path) -> None:
    english = load(template(name, zone="America/Los_Angeles"))
    policy = load(template(name, zone="America/Los_Angeles", language=language))
    for facts in conversations(realdata)[::TAKEN]:
        same, other = (decide(each, facts, at_of(facts)) for each in (english, policy))
        check(policy, facts, other)
        parts = [(each.accountable, each.deadline, each.handling, each.on_duty, each.gap) for each in (same, other)]
        assert parts[0] == parts[1]
