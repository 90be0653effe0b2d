"""The ten starting points, proved: each has exactly the findings that it accepts, whoever takes its seats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, load, seats, staffed, template, templates
from earshot.engine.policy.editing import accept
from earshot.engine.proofs import Finding, timely, verify
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
        found = {(one.property, one.subject) for one in about_people(policy, at)}
        assert found == {entry for entry in accepted(policy) if entry[0] != "guarantees"}


def about_people(policy: Policy, at: datetime = NOW) -> list[Finding]:
    first = minute_of(at)
    return timely.findings(policy, first, first + 90 * DAY)


def known(policy: Policy, finding: Finding) -> bool:
    return (finding.property, finding.subject) in accepted(policy)


@pytest.mark.parametrize("name", NAMES)
def test_one_person_in_every_seat_lacks_nothing_but_a_second_pair_of_eyes(name: str) -> None:
    text = template(name, owner="boss", zone="Asia/Taipei")
    alone = staffed(text, {seat.name: "boss" for seat in seats(text, "boss")})
    more = [finding for finding in verify(load(alone), NOW).findings if finding.blocks]
    assert {finding.property for finding in more} <= {"four_eyes"}
    for finding in more:
        alone = accept(alone, finding.property, "boss", "nobody else is here", finding.subject)
    assert not verify(load(alone), NOW).blocks


@settings(max_examples=25)
@given(st.data())
def test_whoever_takes_the_seats_they_lack_nothing_but_a_second_pair_of_eyes(data: st.DataObject) -> None:
    text = template(data.draw(st.sampled_from(NAMES)), owner="boss")
    policy = load(staffed(text, {seat.name: data.draw(st.sampled_from(HANDLES)) for seat in seats(text, "boss")}))
    more = [finding for finding in about_people(policy) if not known(policy, finding)]
    assert {finding.property for finding in more} <= {"four_eyes"}


@pytest.mark.parametrize("name", NAMES)
def test_an_owner_called_as_somebody_made_up_stays_a_person_of_their_own(name: str) -> None:
    people = {seat.name for seat in seats(template(name), "owner")}
    for owner in sorted(people):
        policy = load(template(name, owner))
        assert policy.backstop == owner
        staff = {seat.name for seat in seats(template(name, owner), owner)}
        assert len(staff) == len(people)
        assert owner not in staff


def test_such_a_document_has_the_findings_that_it_accepts() -> None:
    for name, owner in (("startup-b2c", "ana"), ("growing-b2b", "jun")):
        found = verify(load(template(name, owner, "Asia/Taipei")), NOW)
        assert [each.message for each in found.findings if each.blocks] == []
