"""Random policies over a small space, as documents, and that space enumerated: no code of the proofs.

Of a document only what has to do with conversations is drawn here; ``timely.documents`` draws what has to do with time.
"""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from hypothesis import strategies as st

ROLES = ("a", "b", "c")

FIELDS: dict[str, tuple[list[str], list[dict[str, Any]]]] = {
    "intent": (
        ["intent:complaint", "intent:(complaint OR praise)", "intent:other"],
        [{}, {"intent": "complaint"}, {"intent": "praise"}, {"intent": "job"}],
    ),
    "lang": (
        ["lang:zh", "lang:zh-Hant", "lang:(ja OR zh-Hans)", "lang:und"],
        [{}, *({"lang": name} for name in ("zh", "zh-Hant", "zh-Hans", "zh-Hant-HK", "ja", "ko", "sw"))],
    ),
    "risk": (
        ["risk>=70", "risk<=20", "risk:[30 TO 80]", "risk:100"],
        [{"risk": number} for number in (0, 20, 21, 29, 30, 69, 70, 80, 81, 99, 100)],
    ),
    "topic": (
        ["topic:x", "topic:Y", "topic:(x OR y)"],
        [{"topics": topics} for topics in ([], ["x"], ["y"], ["x", "y"], ["z"])],
    ),
    "is": (
        ["is:reply", "is:(reply OR verified)"],
        [{}, {"is": ["reply"]}, {"is": ["verified"]}, {"is": ["reply", "verified"]}],
    ),
    "has": (
        ["has:media", "has:image", "has:link"],
        [
            {},
            {"has": ["link"]},
            *({"media": [kind], "has": has} for kind in ("image", "audio") for has in ([], ["link"])),
        ],
    ),
    "followers": (
        ["followers>=100", "followers:[50 TO 99]"],
        [{}, {"followers": 50}, {"followers": 99}, {"followers": 10**9}],
    ),
    "author": (['author:"@Ann"', "author:bob"], [{}, {"author": "ann"}, {"author": "Bob"}, {"author": "eve"}]),
    "site": (
        ["site:example.com", "site:shop.example.com"],
        [
            {},
            *(
                {"site": host}
                for host in ("example.com", "shop.example.com", "a.shop.example.com", "b.example.com", "other.org")
            ),
        ],
    ),
    "posted": (
        ["hour>=22", "hour:[3 TO 9]", "posted>=2026-12-01", "posted:[2026-11-30 TO 2026-11-30T05:00]"],
        [
            {},
            *(
                {"posted": f"{day}:{hour:02}:30:00+08:00".replace(":", "T", 1)}
                for day in ("2026-11-29", "2026-11-30", "2026-12-01")
                for hour in (2, 3, 4, 6, 9, 10, 22, 23)
            ),
            {"posted": "2026-11-30T05:00:00+08:00"},
            {"posted": "2026-11-30T05:00:01+08:00"},
        ],
    ),
    "brand": (
        ["brand:Uno", "brand:(uno OR dos)"],
        [{}, *({"brand": name} for name in ("uno", "Dos", "cuatro", "tres"))],
    ),
    "network": (
        ["network:bluesky", "network:(Mail OR forum)"],
        [{}, *({"network": name} for name in ("bluesky", "mail", "FORUM", "threads", "other"))],
    ),
    "channel": (
        ['channel:"Front Desk"', 'channel:(street OR "front desk")'],
        [{}, *({"channel": name} for name in ("Front desk", "street", "back", "none"))],
    ),
    "market": (["market:tw", "market:(TW OR jp)"], [{}, *({"market": name} for name in ("TW", "JP", "kr", "x"))]),
    "sentiment": (
        ["sentiment:negative", "sentiment:(positive OR neutral)"],
        [{}, {"sentiment": "negative"}, {"sentiment": "positive"}],
    ),
    "kind": (
        ["kind:review", "kind:(mail OR post)"],
        [{}, *({"kind": name} for name in ("review", "mail", "comment", "message", "news"))],
    ),
    "tag": (
        ["tag:vip", "tag:(VIP OR 記者)"],
        [{"tags": tags} for tags in ([], ["vip"], ["記者"], ["vip", "記者"], ["x"])],
    ),
    "country": (["country:TW", "country:(jp OR tw)"], [{}, *({"country": name} for name in ("tw", "JP", "DE"))]),
    "campaign": (["campaign:spring", "NOT campaign:Autumn"], [{}, {"campaign": "Spring"}, {"campaign": "autumn"}]),
    "emotion": (["emotion:anger", "emotion:(joy OR anger)"], [{}, *({"emotion": name} for name in ("anger", "joy"))]),
}
"""Field -> tests, and values among which there is one of every kind that the tests tell apart, and of those that the
space may declare. In Taipei."""

DECLARED = {
    "languages": ["ja", "ko", "zh", "zh-Hant-HK"],
    "networks": ["Bluesky", "threads"],
    "channels": ["front desk", "back"],
    "brands": ["UNO", "cuatro"],
    "markets": ["TW", "kr"],
}
"""What a document may say of its space; some of it conditions name as well, in other letters too."""

HOURS = {"day": ("09:00", "18:00"), "night": ("22:00", "06:00")}
"""Every day of the week."""
CLOCKS = ("1h", "2h", "4h", {"day": "1h"}, {"day": "30m", "always": "3h"}, {"night": "90m", "day": "2h"})


def enumerated(fields: list[str]) -> list[dict[str, Any]]:
    """Every conversation of the space of some fields."""
    return [
        {key: value for part in parts for key, value in part.items()}
        for parts in product(*(FIELDS[field][1] for field in fields))
    ]


@st.composite
def conditions(draw: st.DrawFn, fields: list[str], depth: int = 2) -> str:
    leaves = [test for field in fields for test in FIELDS[field][0]]
    kind = draw(st.sampled_from(["leaf", "leaf", "and", "or", "not", "atleast"])) if depth else "leaf"
    if kind == "leaf":
        return draw(st.sampled_from(leaves))
    below = conditions(fields, depth - 1)
    if kind == "not":
        return f"NOT ({draw(below)})"
    parts = [f"({draw(below)})" for _ in range(draw(st.integers(2, 3)))]
    if kind == "atleast":
        return f"ATLEAST/{draw(st.integers(1, len(parts)))}({', '.join(part[1:-1] for part in parts)})"
    return f" {kind.upper()} ".join(parts)


CLAIMS = (
    *(
        f"{kind} {role}"
        for kind in ("involves", "accountable", "responsible", "consulted", "informed")
        for role in ROLES
    ),
    *(f"approved by {role}" for role in ROLES),
    *(f"answer within <= {most}" for most in ("1h", "3h", "15h", "30m of day", "90m of night", "2h of day")),
)


@st.composite
def rules(draw: st.DrawFn, name: str | None, fields: list[str]) -> dict[str, Any]:
    role = st.sampled_from(ROLES)
    found: dict[str, Any] = {"accountable": draw(role)}
    if name is not None:
        found = {"name": name, "when": draw(conditions(fields)), **found}
    for key in ("responsible", "handling"):
        if draw(st.integers(0, 3)) == 0:
            found[key] = draw(role if key == "responsible" else st.sampled_from(["answer", "watch", "ignore"]))
    for key in ("consulted", "informed", "approve by"):
        if draw(st.integers(0, 2)) == 0:
            among = role if key != "approve by" else st.sampled_from(["a", "b.lead", "c"])
            found[key] = draw(st.lists(among, min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        found["answer within"] = draw(st.sampled_from(CLOCKS))
    return {**found, **draw(optional(ladder=st.just("up"), skill=st.just("law")))}


@st.composite
def documents(
    draw: st.DrawFn, most_rules: int = 5, fields: list[str] | None = None
) -> tuple[dict[str, Any], list[str]]:
    """A document, and the fields of its conditions."""
    used = fields or draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True))
    names = [f"r{number}" for number in range(draw(st.integers(0, most_rules)))]
    entries = [draw(rules(name, used)) for name in names]
    promises = range(draw(st.integers(0, 2)))
    accepted = [draw(taken_on(names, used)) for _ in range(draw(st.integers(0, 2)))]
    return {
        "policy": "Random",
        "zone": "Asia/Taipei",
        "people": {"a1": {"name": "Ann", "skills": ["law"]}},
        "roles": {role: {"lead": f"{role}1", "members": [f"{role}1", f"{role}2"], "hours": "always"} for role in ROLES},
        "hours": {name: {"days": "daily", "from": begins, "to": ends} for name, (begins, ends) in HOURS.items()},
        "ladders": {"up": [{"after": "10m", "to": "a1"}]},
        "rules": entries,
        "also": [draw(additions(used)) for _ in range(draw(st.integers(0, 2)))],
        "otherwise": draw(rules(None, used)),
        "guarantees": [
            {
                f"g{number}": f"when {draw(conditions(used, 1))} then {' and '.join(draw(st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=2)))}"
            }
            for number in promises
        ],
        "accepted": accepted,
        **draw(optional(backstop=st.just("b2"), **{key: values_of(words) for key, words in DECLARED.items()})),
    }, used


def optional(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


def values_of(words: list[str]) -> st.SearchStrategy[list[str] | str]:
    """Some of them, or one without a list."""
    some = st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True)
    return st.one_of(some, st.sampled_from(words))


def additions(fields: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)
    adds = st.sampled_from([("consulted",), ("informed",), ("consulted", "informed")])
    return adds.flatmap(
        lambda letters: st.fixed_dictionaries({"when": conditions(fields, 1), **dict.fromkeys(letters, roles)})
    )


@st.composite
def taken_on(draw: st.DrawFn, names: list[str], fields: list[str]) -> dict[str, Any]:
    found = {
        "finding": draw(st.sampled_from(["owned", "reachable", "overlaps", "guarantees", "four_eyes", "staffed"])),
        "by": "a1",
        "because": "known",
    }
    subject = draw(st.sampled_from([None, None, *names, "g0", "otherwise"]))
    if subject is not None:
        found["subject"] = subject
    if draw(st.booleans()):
        found["when"] = draw(conditions(fields, 1))
    if draw(st.integers(0, 4)) == 0:
        found["undecided"] = "yes"
    return found


def text_of(document: dict[str, Any]) -> str:
    """The document as YAML (JSON is)."""
    return json.dumps(document, ensure_ascii=False)
