"""The policy engine against an independent oracle that walks from minute to minute."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import decide, load, next_change, on_duty
from earshot.engine.rota import count, minute_of
from tests.oracle_policy import GIVE_UP, MINUTE, Oracle, decide_oracle

ZONES = ["Asia/Taipei", "Europe/London", "America/New_York", "Australia/Lord_Howe"]
PEOPLE = ["p0", "p1", "p2"]
ROLES = ["r0", "r1"]
HOURS = ["h0", "h1"]
CHANGES = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 6, 15),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2026, 12, 31),
]
"""Days around which tests happen: those on which clocks change in London and New York, and others."""

SKILLS = ["refunds", "legal"]
LANGUAGES = ["en", "ja", "zh", "zh-Hant", "zh-Hans"]

CONDITIONS = [
    "risk>=70",
    "intent:complaint",
    "NOT is:addressed",
    "topic:(recall OR press) OR risk>=50",
    "is:addressed AND intent:(complaint OR question)",
    "followers>=1000 NOT (lang:zh OR is:advocate)",
    "network:bluesky topic:press",
    "is:(quote OR repost) NOT has:media",
    "emotion:anger OR site:acme.example country:tw",
    "author:@Bob OR has:link is:(reply OR question)",
    "hour>=20 NOT posted>=2026-06-15",
]

times = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.sampled_from([0, 0, 0, 30, 7]))
people = st.sampled_from(PEOPLE)
zones = st.sampled_from(ZONES)


def optional(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


@st.composite
def openings(draw: st.DrawFn, around: date) -> dict[str, Any]:
    begins, ends = draw(times), draw(times)
    if begins == ends:
        ends = "24:00"
    days = draw(st.sampled_from(["mon-fri", "mon-sun", "sat-mon", "tue,thu", "sat-sun"]))
    holidays = [(around + timedelta(days=shift)).isoformat() for shift in draw(st.sets(st.integers(-3, 3), max_size=2))]
    opening = {"days": days, "from": begins, "to": ends, **draw(optional(zone=zones))}
    return {**opening, "holidays": holidays} if holidays else opening


@st.composite
def rotas(draw: st.DrawFn, around: date) -> dict[str, Any]:
    rotation = draw(st.sampled_from(["daily", "weekly", "weekly", "3 days", "2 weeks"]))
    handover = draw(times)
    if "week" in rotation and draw(st.integers(0, 3)):
        handover = f"{draw(st.sampled_from(['mon', 'sun', 'thu']))} {handover}"
    start = (around + timedelta(days=draw(st.integers(-20, 5)))).isoformat()
    members = draw(st.lists(people, min_size=2, max_size=4))
    return {
        "hours": draw(st.sampled_from(["always", *HOURS])), "rotation": rotation, "people": members,
        "handover": handover, "start": start, **draw(optional(zone=zones)),
    }  # fmt: skip


@st.composite
def documents(draw: st.DrawFn, around: date) -> dict[str, Any]:
    def span(days: int) -> tuple[date, date]:
        first = around + timedelta(days=draw(st.integers(-4, 3)))
        return first, first + timedelta(days=draw(st.integers(0, days)))

    def leave() -> dict[str, str]:
        first, last = span(6)
        return {"person": draw(people), "from": first.isoformat(), "to": last.isoformat()}

    def override() -> dict[str, str]:
        first, last = span(1)
        start, end = f"{first} {draw(times)}", f"{last + timedelta(days=1)} {draw(times)}"
        return {"role": draw(st.sampled_from(ROLES)), "person": draw(people), "from": start, "to": end}

    def role() -> dict[str, Any]:
        lead = {"lead": draw(people)}
        if draw(st.booleans()):
            return {**lead, "rota": "rota"}
        members = draw(st.lists(people, unique=True, max_size=3))
        return {**lead, "members": members, "hours": draw(st.sampled_from(["always", *HOURS]))}

    def outcome() -> dict[str, Any]:
        roles = st.sampled_from(ROLES)
        approvers = st.sampled_from([*ROLES, *(f"{role}.lead" for role in ROLES)])
        clocks = st.dictionaries(
            st.sampled_from(["always", *HOURS]), st.sampled_from(["7m", "30m", "2h", "4h", "9h", "30h"]), min_size=1
        )
        within = st.one_of(clocks, st.sampled_from(["45m", "1d"]))
        return {
            "accountable": draw(roles),
            **draw(
                optional(
                    responsible=roles, ladder=st.just("up"), consulted=st.lists(roles, unique=True), informed=st.lists(roles, unique=True),
                    handling=st.sampled_from(["answer", "answer", "watch"]),
                    **{"answer within": within, "approve by": st.lists(approvers, unique=True, max_size=2)},
                    **({"skill": st.sampled_from(known)} if known else {}),
                )
            ),
        }  # fmt: skip

    conditions = st.sampled_from(CONDITIONS)
    persons = {
        person: draw(
            optional(
                deputy=people.filter(lambda other, me=person: other != me), zone=zones,
                languages=st.lists(st.sampled_from(LANGUAGES), unique=True, max_size=2),
                skills=st.lists(st.sampled_from(SKILLS), unique=True, max_size=2),
                capacity=st.integers(1, 4), weight=st.sampled_from([0.5, 1, 2]),
            )
        )
        for person in PEOPLE
    }  # fmt: skip
    known = sorted({skill for each in persons.values() for skill in each.get("skills", [])})
    return {
        "policy": "Random",
        "zone": draw(zones),
        "people": persons,
        "roles": {name: role() for name in ROLES},
        "hours": {name: draw(st.lists(openings(around), min_size=1, max_size=2)) for name in HOURS},
        "rotas": {"rota": draw(rotas(around))},
        "ladders": {"up": [{"after": "30m", "to": "r0.lead"}]},
        "rules": [{"name": f"rule {n}", "when": draw(conditions), **outcome()} for n in range(draw(st.integers(0, 3)))],
        "also": [
            {"when": draw(conditions), "informed": [draw(st.sampled_from(ROLES))]}
            for _ in range(draw(st.integers(0, 2)))
        ],
        "otherwise": outcome(),
        "leave": [leave() for _ in range(draw(st.sampled_from([0, 2, 4])))],
        "overrides": [override() for _ in range(draw(st.sampled_from([0, 1, 3])))],
        **draw(optional(backstop=people)),
    }


quarters = st.integers(-3 * 96, 3 * 96).map(lambda quarter: 15 * quarter)
"""Minutes that meet the edges of shifts and hours exactly more often than chance would."""


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, Any], datetime]:
    """A policy and a minute near a day that its time turns around."""
    around = draw(st.sampled_from(CHANGES))
    noon = datetime(around.year, around.month, around.day, 12, tzinfo=UTC)
    at = noon + draw(st.one_of(quarters, st.integers(-3 * 1440, 3 * 1440))) * MINUTE
    return draw(documents(around)), at


facts = st.fixed_dictionaries(
    {},
    optional={
        "risk": st.sampled_from([0, 49, 50, 70, 100]),
        "followers": st.sampled_from([0, 999, 1000]),
        "intent": st.sampled_from(["complaint", "question", "praise", "other"]),
        "topic": st.lists(st.sampled_from(["recall", "press", "billing"]), unique=True),
        "is": st.lists(st.sampled_from(["addressed", "advocate", "quote", "repost", "reply", "question"]), unique=True),
        "has": st.lists(st.sampled_from(["link", "media", "image"]), unique=True),
        "emotion": st.sampled_from(["anger", "joy"]),
        "site": st.sampled_from(["acme.example", "shop.acme.example", "macme.example"]),
        "country": st.sampled_from(["TW", "JP"]),
        "author": st.sampled_from(["bob", "Bob", "ann"]),
        "posted": st.sampled_from(
            ["2026-06-14T21:59:00+00:00", "2026-06-14T22:00:00+00:00", "2026-10-25T00:30:00+00:00"]
        ),
        "lang": st.sampled_from(["und", "en", "ja", "zh", "zh-Hant", "zh-Hans"]),
        "network": st.sampled_from(["bluesky", "mastodon"]),
    },
)
slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(
    situation=situations(), facts=facts, waited=st.integers(0, 2000), load_=st.dictionaries(people, st.integers(0, 5))
)
@slow
def test_decide_agrees_with_the_oracle(
    situation: tuple[dict[str, Any], datetime], facts: dict[str, Any], waited: int, load_: dict[str, int]
) -> None:
    document, at = situation
    facts = {**facts, "turn_since": at - waited * MINUTE}
    answer = decide_oracle(document, facts, at, load_)
    decision = decide(load(json.dumps(document)), facts, at, load=load_)
    assert (decision.rule, decision.handling) == (answer.rule, answer.handling)
    assert (decision.accountable.role, decision.on_duty) == (answer.role, answer.on_duty)
    assert decision.accountable.person in answer.people
    assert (decision.responsible, decision.consulted, decision.informed) == (
        answer.responsible,
        answer.consulted,
        answer.informed,
    )
    assert (decision.approve_by, decision.ladder) == (answer.approve_by, answer.ladder)
    if answer.deadline is None and decision.deadline is not None:
        assert decision.deadline > facts["turn_since"] + GIVE_UP
    else:
        assert (decision.deadline, decision.gap) == (answer.deadline, answer.gap)


@given(
    situation=situations(),
    minutes=st.lists(st.one_of(quarters, st.integers(-4 * 1440, 4 * 1440)), min_size=30, max_size=40),
)
@slow
def test_who_is_on_duty_agrees_with_the_oracle(situation: tuple[dict[str, Any], datetime], minutes: list[int]) -> None:
    document, begin = situation
    policy, oracle = load(json.dumps(document)), Oracle(document)
    for minute in minutes:
        at = begin + minute * MINUTE
        for role in ROLES:
            assert list(on_duty(policy, role, at)) == oracle.on_duty(role, at), (role, at)
            assert list(on_duty(policy, f"{role}.lead", at)) == oracle.on_duty(f"{role}.lead", at), (role, at)


@given(situation=situations(), data=st.data())
@slow
def test_nothing_changes_before_the_next_change(
    situation: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    document, at = situation
    policy, oracle = load(json.dumps(document)), Oracle(document)
    change = next_change(policy, at) or at + timedelta(days=1)
    assert change > at
    between = data.draw(st.lists(st.integers(0, (change - at) // MINUTE - 1), max_size=10))
    for role in (*ROLES, *(f"{role}.lead" for role in ROLES)):
        now = oracle.on_duty(role, at)
        assert all(oracle.on_duty(role, at + minute * MINUTE) == now for minute in between)


@given(
    situation=situations(),
    name=st.sampled_from(HOURS),
    minutes=st.one_of(st.integers(1, 4000), st.integers(1, 66).map(lambda hours: 60 * hours)),
)
@slow
def test_working_time_agrees_with_a_walk(situation: tuple[dict[str, Any], datetime], name: str, minutes: int) -> None:
    document, at = situation
    counted = count(load(json.dumps(document)).hours[name], minute_of(at), minutes)
    assert counted is not None
    oracle, left, walked = Oracle(document), minutes, at
    while left and walked < at + GIVE_UP:
        left -= oracle.clock_runs(name, walked)
        walked += MINUTE
    assert left or counted.due == minute_of(walked)


def test_decisions_do_not_depend_on_what_was_asked_before() -> None:
    """The book of duties remembers days; a second asking, in any order, answers the same."""
    document = {
        "zone": "Europe/London",
        "roles": {"r0": {"lead": "p0", "members": ["p0", "p1"], "hours": "h0"}},
        "hours": {"h0": {"from": "22:00", "to": "06:00", "days": "mon-fri"}},
        "otherwise": {"accountable": "r0", "answer within": {"h0": "3h"}},
        "leave": [{"person": "p1", "from": "2026-10-25", "to": "2026-10-26"}],
    }
    text = json.dumps(document)
    start = datetime(2026, 10, 22, tzinfo=UTC)
    minutes = [start + step * 97 * MINUTE for step in range(120)]
    fresh = [decide(load(text), {}, at) for at in minutes[::10]]
    used = load(text)
    for at in reversed(minutes):
        decide(used, {}, at)
    assert [decide(used, {}, at) for at in minutes[::10]] == fresh
