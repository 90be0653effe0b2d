"""Every fact that a policy can ask is heard by the house of ``tests.properties.decisions``, and changes what it decides.

What chance comes by in ``test_decisions_stateful`` only now and then is done here for certain, one fact at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from earshot.engine.query.fields import POLICY_FIELDS
from earshot.features.responsibility.models import Decision
from tests.properties.decisions.company import STARTS, oracle_of, policy
from tests.properties.decisions.said import CALM, About
from tests.properties.decisions.truth import House

EVENING = datetime(2026, 10, 25, 19, 30, tzinfo=UTC)
"""Half past eight in the company's zone, on the second day of its policies."""
NEVER = {"campaign": "conversations belong to no campaign: those of the planner are of what we publish"}
"""What a condition may ask and no conversation has yet."""
NOTHING = About()
ACT = Callable[[House, str], str | None]
"""Does something about a post; answers another post, where that is the one to look at."""


@dataclass(frozen=True)
class Change:
    """What is done, after a calm post and a calm comment below it, and all that it changes."""

    act: ACT
    changes: tuple[str, ...] = ()
    calm: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False
    """There is no comment yet."""


def edit(**facts: Any) -> ACT:
    return lambda house, key: house.an_edit(key, CALM | facts)


def go_on(channel: str = "desk", kind: Any = "post", about: About = NOTHING, **facts: Any) -> ACT:
    return lambda house, key: house.they_go_on(key, CALM | facts, about, channel, kind)


def begin(channel: str = "desk", about: About = NOTHING) -> ACT:
    def act(house: House, key: str) -> str:
        root = house.a_new_thread(house.said[key].author, CALM, about, channel, "post")
        return house.they_go_on(root, CALM, NOTHING, channel, "post")

    return act


def author(followers: int = 10, verified: bool = False, handle: str = "") -> ACT:
    return lambda house, key: house.an_author_changes(key, followers, verified, handle, CALM, NOTHING, "desk", "post")


CHANGES = {
    "lang": Change(edit(language="de")),
    "network": Change(begin("outpost"), ("network", "channel")),
    "channel": Change(go_on("street")),
    "brand": Change(go_on(about=About("tea"), sentiment="negative"), calm={"sentiment": "negative"}),
    "market": Change(begin(about=About(market="jp"))),
    "kind": Change(go_on(kind="review")),
    "author": Change(author(handle="bob")),
    "country": Change(go_on(country="DE")),
    "site": Change(go_on(site="shop.acme.example")),
    "followers": Change(author(followers=60_000)),
    "posted": Change(go_on(ago=23)),
    "hour": Change(go_on(ago=3), ("posted",)),
    "topic": Change(edit(recall=True)),
    "tag": Change(lambda house, key: house.a_tag(key, True)),
    "sentiment": Change(edit(sentiment="negative")),
    "intent": Change(edit(intent="complaint")),
    "emotion": Change(edit(emotion="anger")),
    "risk": Change(edit(risk=70)),
    "has:link": Change(edit(link=True)),
    "has:image": Change(edit(media="image"), ("has:image", "has:media")),
    "has:video": Change(edit(media="video"), ("has:video", "has:media")),
    "has:media": Change(edit(media="audio", risk=10), calm={"risk": 10}),
    "has:hashtag": Change(edit(sign="#late")),
    "has:mention": Change(edit(sign="@cho")),
    "has:question": Change(edit(intent="question", asks=True), calm={"intent": "question"}),
    "is:addressed": Change(lambda house, key: house.heard_again(key, True)),
    "is:advocate": Change(edit(advocate=True)),
    "is:question": Change(edit(intent="question"), ("is:question", "intent")),
    "is:quote": Change(go_on(quote=True)),
    "is:reply": Change(go_on(), alone=True),
    "is:repost": Change(go_on(repost=True)),
    "is:verified": Change(author(verified=True)),
}


def fields() -> Iterator[str]:
    """Every field of a condition; for ``is`` and ``has`` every word of theirs."""
    for name, spec in POLICY_FIELDS.specs.items():
        yield from [f"{name}:{word}" for word in spec.vocabulary] if name in ("is", "has") else [name]


def asked(document: Mapping[str, Any]) -> Iterator[str]:
    """The same of the conditions of a document."""
    for entry in [*document["rules"], *document["also"]]:
        for name, group, word in re.findall(r"([a-z]+)(?::\(([^)]*)\)|:([^\s()]+)|>=)", entry["when"]):
            words = [each for each in (group or word).split() if each != "OR"]
            yield from [f"{name}:{each}" for each in words] if name in ("is", "has") else [name]


def facts_in(decision: Decision) -> set[tuple[str, str]]:
    """What a decision rests on, but for since when it is owed."""
    told = {name: value for name, value in decision.facts.items() if name != "turn_since"}
    lists = {name: told.pop(name, []) for name in ("is", "has")}
    flags = {(f"{name}:{word}", "yes") for name, words in lists.items() for word in words}
    return flags | {(name, str(value)) for name, value in told.items()}


def said_in(decision: Decision) -> dict[str, Any]:
    """What a decision says of who has what to do."""
    names = ("rule", "handling", "responsible", "consulted", "informed", "approve_by", "ladder")
    return {name: decision.result[name] for name in names} | {"role": decision.result["accountable"]["role"]}


def newest(house: House, key: str) -> Decision:
    found = house.decided(key)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("variant", range(4))
def test_every_fact_is_asked_by_the_policies(variant: int) -> None:
    document = oracle_of(policy(variant, STARTS[0].date(), (("ana", 1, 1),))).document
    assert set(asked(document)) == set(fields()) - set(NEVER)


def test_every_fact_is_changed() -> None:
    assert set(CHANGES) == set(fields()) - set(NEVER)


@pytest.mark.django_db
def test_every_fact_changes_what_is_decided() -> None:
    house = House()
    house.begin(STARTS[0])
    try:
        house.move_clock(EVENING)
        for name, change in CHANGES.items():
            key = house.a_new_thread(f"who tells {name}", CALM | change.calm, NOTHING, "desk", "post")
            if not change.alone:
                key = house.they_go_on(key, CALM | change.calm, NOTHING, "desk", "post")
            before = newest(house, key)
            after = newest(house, change.act(house, key) or key)
            assert said_in(before) != said_in(after), name
            differs = {fact for fact, _ in facts_in(before) ^ facts_in(after)}
            assert differs - {"posted"} == set(change.changes or (name,)) - {"posted"}
            house.check_decisions()
        house.all_is_as_it_should_be()
    finally:
        house.teardown()
