"""The worst minute of a promise, against a walk from minute to minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Claim, load
from earshot.engine.proofs.worst import worst
from earshot.engine.rota import minute_of
from tests.engine.proofs.logic.documents import text_of

MINUTE = timedelta(minutes=1)
ZONES = {"shop": "Asia/Taipei", "night": "Europe/Berlin", "always": "UTC"}
LENGTH = 2 * 24 * 60


def is_open(hours: str, opening: dict[str, tuple[int, int]], at: datetime) -> bool:
    if hours == "always":
        return True
    wall = at.astimezone(ZoneInfo(ZONES[hours]))
    minute = wall.hour * 60 + wall.minute
    start, end = opening[hours]
    return start <= minute < end if start < end else minute >= start or minute < end


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@settings(max_examples=40)
@given(
    st.dictionaries(st.sampled_from(sorted(ZONES)), st.integers(1, 300), min_size=1),
    st.sampled_from(sorted(ZONES)),
    st.fixed_dictionaries(
        {
            name: st.tuples(st.integers(0, 95), st.integers(0, 95)).filter(lambda pair: (pair[1] - pair[0]) % 96 >= 4)
            for name in ("shop", "night")
        }
    ),
    st.sampled_from([datetime(2026, 11, 23, 2, 7, tzinfo=UTC), datetime(2026, 10, 24, 20, 0, tzinfo=UTC)]),
)
def test_no_minute_is_worse(
    within: dict[str, int], promised: str, quarters: dict[str, tuple[int, int]], at: datetime
) -> None:
    opening = {name: (start * 15, end * 15) for name, (start, end) in quarters.items()}
    document: dict[str, Any] = {
        "policy": "Clocks",
        "roles": {"a": {"lead": "a", "members": ["a"], "hours": "always"}},
        "hours": {
            name: {"zone": ZONES[name], "days": "daily", "from": clock(start), "to": clock(end)}
            for name, (start, end) in opening.items()
        },
        "rules": [],
        "otherwise": {"accountable": "a", "answer within": {name: f"{minutes}m" for name, minutes in within.items()}},
    }
    policy = load(text_of(document))
    walked = walk(within, promised, opening, at)
    takes = max(walked)
    longest = walked.index(takes)
    first = minute_of(at)
    found = worst(policy, policy.otherwise.within, Claim("within", None, takes - 1, promised), (first, first + LENGTH))
    assert found is not None
    assert (found.since, found.takes) == (first + longest, takes)
    kept = worst(policy, policy.otherwise.within, Claim("within", None, takes, promised), (first, first + LENGTH))
    assert kept is None


def walk(within: dict[str, int], promised: str, opening: dict[str, tuple[int, int]], at: datetime) -> list[int]:
    """For every start how many minutes of the promised hours pass until the deadline."""
    length = LENGTH + 10 * 24 * 60
    counts = {}
    for name in {*within, promised}:
        counts[name] = [0]
        for minute in range(length):
            counts[name].append(counts[name][-1] + is_open(name, opening, at + minute * MINUTE))
    places = dict.fromkeys(within, 0)
    found = []
    for start in range(LENGTH):
        for name, minutes in within.items():
            while counts[name][places[name]] < counts[name][start] + minutes:
                places[name] += 1
        found.append(counts[promised][min(places.values())] - counts[promised][start])
    return found
