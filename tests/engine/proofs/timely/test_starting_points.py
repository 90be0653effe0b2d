"""The ten starting points, proved: each has exactly the findings that it accepts, whoever takes its seats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, load, seats, staffed, template, templates
from earshot.engine.proofs import timely, verify
from earshot.engine.proofs.sharing import taken_on
from earshot.engine.rota import DAY, minute_of

NAMES = [one.name for one in templates()]
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HANDLES = ["boss", "wen", "mei-lin", "王小明"]

ACCEPTED = {
    "solo-b2c": {"guarantees"},
    "solo-b2b": {"guarantees"},
    "startup-b2c": {"guarantees"},
    "startup-b2b": {"guarantees"},
    "growing-b2c": {"four_eyes"},
    "growing-b2b": {"guarantees"},
    "midsize-b2c": {"four_eyes"},
    "midsize-b2b": {"four_eyes"},
    "enterprise-b2c": set(),
    "enterprise-b2b": {"four_eyes"},
}
"""The night, the weekend, and who approves when few are there."""


def accepted(policy: Policy) -> set[tuple[str, str | None]]:
    return {(entry.finding, entry.subject) for entry in policy.accepted}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_it_has_exactly_the_findings_that_it_accepts(name: str, language: str) -> None:
    policy = load(template(name, zone="Asia/Taipei", language=language))
    report = verify(policy, NOW)
    assert [finding.message for finding in report.findings if finding.blocks] == []
    errors = {(finding.property, finding.subject) for finding in report.findings if finding.severity == "error"}
    assert errors == accepted(policy)
    assert {entry.finding for entry in policy.accepted} == ACCEPTED[name]
    assert all(entry.because for entry in policy.accepted)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Sydney"])
def test_people_and_time_are_the_same_in_every_zone_and_season(name: str, zone: str) -> None:
    policy = load(template(name, zone=zone))
    for at in (NOW, datetime(2027, 2, 20, 17, tzinfo=UTC), datetime(2027, 9, 10, tzinfo=UTC)):
        first = minute_of(at)
        found = {(one.property, one.subject) for one in timely.findings(policy, first, first + 90 * DAY)}
        assert found == {entry for entry in accepted(policy) if entry[0] != "guarantees"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_one_person_in_every_seat_can_put_it_in_force(name: str, language: str) -> None:
    text = template(name, owner="boss", zone="Asia/Taipei", language=language)
    alone = taken_on(staffed(text, {seat.name: "boss" for seat in seats(text, "boss")}), NOW, "boss", language)
    policy = load(alone)
    report = verify(policy, NOW)
    assert not report.blocks
    assert {(one.property, one.subject) for one in report.findings if one.accepted} == accepted(policy)
    assert {entry.by for entry in policy.accepted} <= {"boss"}


@settings(max_examples=25)
@given(st.data())
def test_whoever_takes_the_seats_only_what_cannot_be_avoided_is_taken_on(data: st.DataObject) -> None:
    text = template(data.draw(st.sampled_from(NAMES)), owner="boss")
    taken = {seat.name: data.draw(st.sampled_from(HANDLES)) for seat in seats(text, "boss")}
    filled = staffed(text, taken)
    policy, before = load(taken_on(filled, NOW, "boss")), load(filled)
    first = minute_of(NOW)
    found = {(one.property, one.subject) for one in timely.findings(policy, first, first + 90 * DAY)}
    assert accepted(policy) == accepted(before) | found
    assert {name for name, _ in accepted(policy) - accepted(before)} <= {"four_eyes"}


def test_full_seats_need_nothing_more() -> None:
    text = template("enterprise-b2c", owner="boss")
    assert taken_on(text, NOW, "boss") == text
