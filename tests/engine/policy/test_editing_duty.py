"""Overrides and leave written into a document: what they mean is so, and every other character stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Leave, PolicyInvalid, load, on_duty, on_leave
from earshot.engine.policy.editing_duty import add_leave, cover, moment_text, remove_leave, take_off_duty

HEAD = """# The house of Acme
policy: Acme  # its name
zone: {zone}
roles:
  pr: {{lead: ana, members: [ana, ivo], rota: pr}}   # who speaks
rotas:
  pr: {{hours: always, rotation: weekly, people: [ana, ivo], handover: "mon 09:00", start: 2026-11-23}}
"""
TAIL = """otherwise: {accountable: pr}
# the end
"""
LISTS = {
    "none": "",
    "empty": "overrides: []\nleave: []\n",
    "nothing": "overrides:\nleave:\n",
    "flow": 'overrides: [{role: pr, person: ivo, from: "2026-12-01 00:00", to: "2026-12-02 00:00"}]  # one\n'
    "leave: [{person: ana, from: 2026-12-21, to: 2026-12-27}]\n",
    "block": "overrides:\n  # by hand\n  - role: pr\n    person: ivo   # gladly\n"
    '    from: "2026-12-01 00:00"\n    to: "2026-12-02 00:00"\n\n'
    "leave:\n- {person: ana, from: 2026-12-21, to: 2026-12-27}  # Christmas\n- person: ivo\n  from: 2027-01-02\n  to: 2027-01-03\n\n",
}
ZONES = ("Asia/Taipei", "Europe/London", "America/New_York", "UTC")
MINUTE = timedelta(minutes=1)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)

texts = st.builds(
    lambda zone, lists: HEAD.format(zone=zone) + LISTS[lists] + TAIL,
    st.sampled_from(ZONES),
    st.sampled_from(sorted(LISTS)),
)
minutes = st.integers(0, 150 * 24 * 60).map(lambda number: FIRST + timedelta(minutes=number))
days = st.integers(0, 90).map(lambda number: date(2026, 11, 20) + timedelta(days=number))


def only_added(before: str, after: str) -> bool:
    """Whether ``after`` is ``before`` with one piece more."""
    same = 0
    while same < len(before) and before[same] == after[same]:
        same += 1
    rest = len(before) - same
    return len(after) > len(before) and (not rest or after.endswith(before[same:]))


@given(texts, minutes, st.integers(1, 5000), st.sampled_from(["ana", "ivo"]))
@example(HEAD.format(zone="America/New_York") + TAIL, datetime(2026, 11, 1, 6, 30, tzinfo=UTC), 30, "ivo")
def test_an_override_means_what_was_asked_for(text: str, start: datetime, length: int, person: str) -> None:
    end = start + timedelta(minutes=length)
    after = cover(text, "pr", person, start, end)
    assert only_added(text, after)
    policy, old = load(after), load(text)
    added = policy.overrides[-1]
    assert (added.role, added.person, added.start, added.end) == ("pr", person, start, end)
    assert policy.overrides[:-1] == old.overrides
    assert policy.leave == old.leave
    for at in (start, end - timedelta(minutes=1)):
        assert on_duty(policy, "pr", at) == (person,)
    for at in (start - timedelta(minutes=1), end):
        assert on_duty(policy, "pr", at) == on_duty(old, "pr", at)


Written = tuple[str, datetime, int]
exceptions = st.lists(
    st.tuples(st.sampled_from(["ana", "ivo", "jun"]), minutes, st.integers(1, 9000)), min_size=1, max_size=4
)


@settings(max_examples=25)
@given(exceptions, minutes, st.integers(1, 4 * 24 * 60), st.sampled_from(ZONES))
def test_who_is_taken_off_duty_is_on_by_no_override_and_all_else_stays(
    written: list[Written], start: datetime, length: int, zone: str
) -> None:
    """Against the document with that person's overrides left out by hand."""
    end, bare = start + timedelta(minutes=length), HEAD.format(zone=zone).replace("[ana, ivo]", "[ana, ivo, jun]", 1)
    before = others = bare + TAIL
    for person, begin, lasts in written:
        before = cover(before, "pr", person, begin, begin + timedelta(minutes=lasts))
        if person != "ivo":
            others = cover(others, "pr", person, begin, begin + timedelta(minutes=lasts))
    after, was, without = load(take_off_duty(before, "ivo", start, end)), load(before), load(others)
    edges = {start, end, *(at for each in was.overrides for at in (each.start, each.end))}
    for at in sorted(edges | {edge - MINUTE for edge in edges}):
        expected = without if start <= at < end else was
        assert on_duty(after, "pr", at) == on_duty(expected, "pr", at)


@given(texts, days, st.integers(0, 20), st.sampled_from(["ana", "ivo"]))
def test_leave_is_added_and_taken_back(text: str, first: date, length: int, person: str) -> None:
    last = first + timedelta(days=length)
    after = add_leave(text, person, first, last)
    assert only_added(text, after)
    policy, old = load(after), load(text)
    assert policy.leave == (*old.leave, Leave(person, first, last))
    assert policy.overrides == old.overrides
    noon = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    assert on_leave(policy, person, noon)
    assert load(remove_leave(after, Leave(person, first, last))).leave == old.leave


@given(texts)
def test_every_leave_can_be_taken_away_alone(text: str) -> None:
    written = load(text).leave
    for each in written:
        after = remove_leave(text, each)
        assert load(after).leave == tuple(other for other in written if other != each)
        assert "# the end" in after
        assert "# who speaks" in after
        assert load(after).overrides == load(text).overrides


def test_what_is_not_there_is_not_removed() -> None:
    text = HEAD.format(zone="UTC") + TAIL
    with pytest.raises(LookupError):
        remove_leave(text, Leave("ana", date(2026, 1, 1), date(2026, 1, 2)))


def test_nobody_unknown_and_nothing_backwards() -> None:
    text = HEAD.format(zone="UTC") + TAIL
    with pytest.raises(PolicyInvalid):
        cover(text, "pr", "stranger", FIRST, FIRST + timedelta(hours=1))
    with pytest.raises(PolicyInvalid):
        cover(text, "legal", "ana", FIRST, FIRST + timedelta(hours=1))
    with pytest.raises(ValueError, match="after"):
        cover(text, "pr", "ana", FIRST, FIRST)
    with pytest.raises(ValueError, match="on or after"):
        add_leave(text, "ana", date(2026, 12, 2), date(2026, 12, 1))


def test_only_a_repeated_hour_needs_its_distance_from_utc() -> None:
    first, second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert moment_text(first, "America/New_York") == "2026-11-01 01:30"
    assert moment_text(second, "America/New_York") == "2026-11-01 01:30-05:00"
