"""Whoever takes the seats of a starting point, and however few they are, it stays a whole policy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import load, people, seats, staffed, template, templates

NAMES = [one.name for one in templates()]
HANDLES = ["boss", "wen", "mei-lin", "ana2", "max"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_one_person_can_take_every_seat(name: str, language: str) -> None:
    text = template(name, owner="boss", zone="Asia/Taipei", language=language)
    alone = staffed(text, {seat.name: "boss" for seat in seats(text, "boss")})
    assert {person.id for person in people(load(alone))} == {"boss"}
    assert "#" in alone, "comments stay"


@settings(deadline=None, max_examples=40)  # reading a document takes a tenth of a second
@given(st.data())
def test_any_people_can_take_the_seats(data: st.DataObject) -> None:
    text = template(data.draw(st.sampled_from(NAMES)), owner="boss")
    free = [seat.name for seat in seats(text, "boss")]
    taken = {name: data.draw(st.sampled_from(HANDLES)) for name in free}
    policy = load(staffed(text, taken))
    assert {person.id for person in people(policy)} == {"boss", *taken.values()}
    before = load(text)
    for name, role in before.roles.items():
        lead = role.lead or ""
        assert policy.roles[name].lead == (taken.get(lead, lead) or None)
        assert policy.roles[name].members == tuple(dict.fromkeys(taken.get(each, each) for each in role.members))


@pytest.mark.parametrize("name", NAMES)
def test_with_the_names_as_they_are_nothing_changes(name: str) -> None:
    text = template(name, owner="boss")
    assert staffed(text, {seat.name: seat.name for seat in seats(text, "boss")}).split() == text.split()


def test_seats_are_told_with_what_they_do() -> None:
    found = {seat.name: seat for seat in seats(template("growing-b2c", owner="boss"), "boss")}
    assert found["ana"].leads == ("pr",)
    assert found["ivo"].works == ("pr",)
    assert "boss" not in found
