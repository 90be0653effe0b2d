"""Who acts for somebody who cannot: the deputy, whoever fits, the backstop; and never nobody where somebody sits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.engine.policy import Absent, StandIn, last_day_of_leave, load, on_duty, on_leave, stand_in
from earshot.engine.policy.sifting import reads

TEXT = """
policy: Desk
zone: Asia/Taipei
backstop: mei
people:
  ana: {deputy: kai}
  eva: {deputy: dan}
  kai: {languages: [en], skills: [refunds]}
  ivo: {languages: [ja], capacity: 3}
  lin: {languages: [ja, en], weight: 2, zone: Europe/London}
roles:
  desk: {lead: mei, members: [ana, ivo, lin], hours: always}
  late: {lead: kai, members: [kai], hours: office}
  books: {lead: eva, members: [eva], hours: office}
  shelf: {lead: dan, members: [dan], hours: office}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
rules:
  - {name: Money, when: "topic:billing", accountable: desk, skill: refunds}
  - {name: Books, when: "topic:books", accountable: books}
otherwise: {accountable: desk}
leave:
  - {person: ana, from: 2026-11-24, to: 2026-11-26}
  - {person: ana, from: 2026-11-27, to: 2026-11-27}
  - {person: eva, from: 2026-11-24, to: 2026-11-26}
  - {person: lin, from: 2026-11-25, to: 2026-11-25}
"""
POLICY = load(TEXT)
PEOPLE = tuple(POLICY.people)
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
"""Tuesday noon in Taipei: Ana and Eva are on leave, everybody else is on duty."""
NIGHT = datetime(2026, 11, 24, 16, tzinfo=UTC)
"""Midnight: whoever has office hours is at home."""


def stands_in(
    at: datetime = NOON,
    *,
    person: str = "ana",
    language: str = "en",
    rule: str = "otherwise",
    due: bool = False,
    sits: Collection[str] = PEOPLE,
    load: Mapping[str, float] | None = None,
    keep: str | None = None,
) -> StandIn | None:
    found = next((each for each in POLICY.rules if each.name == rule), POLICY.otherwise)

    def can_act(who: str) -> bool:
        return who in sits and any(who in on_duty(POLICY, role, at) for role in POLICY.roles)

    return stand_in(POLICY, Absent(person, found, language, at, due), sits.__contains__, can_act, load or {}, keep)


def who(found: StandIn | None) -> tuple[str, str] | None:
    return None if found is None else (found.person, found.how)


def sieves(found: StandIn | None) -> list[tuple[str, bool]]:
    assert found is not None
    return [(each.by, each.nobody) for each in found.sifted]


@pytest.mark.parametrize("due", [True, False])
def test_the_deputy_comes_first(due: bool) -> None:
    assert who(stands_in(due=due)) == ("kai", "deputy")


def test_who_fits_comes_before_a_deputy_who_does_not() -> None:
    found = stands_in(language="ja")
    assert (who(found), sieves(found)) == (("ivo", "role"), [("language", False)])
    found = stands_in(language="ko")
    assert (who(found), sieves(found)) == (("kai", "deputy"), [("language", True)])


def test_who_is_full_is_spared_while_another_is_not() -> None:
    found = stands_in(language="ja", load={"ivo": 3, "lin": 9})
    assert (who(found), sieves(found)) == (("lin", "role"), [("language", False), ("capacity", False)])


def test_the_least_loaded_by_weight_where_there_is_no_deputy() -> None:
    assert who(stands_in(language="ja", load={"ivo": 2, "lin": 3})) == ("lin", "role")


def test_the_skill_that_the_rule_asks_for() -> None:
    found = stands_in(rule="Money", language="ja", load={"kai": 90})
    assert (who(found), sieves(found)) == (("kai", "deputy"), [("skill", False), ("language", True)])


def test_nothing_due_waits_for_a_deputy_who_is_at_home_and_what_is_due_does_not() -> None:
    assert who(stands_in(NIGHT, person="eva", rule="Books")) == ("dan", "deputy")
    assert who(stands_in(NIGHT, person="eva", rule="Books", due=True)) == ("mei", "backstop")
    assert who(stands_in(NOON, person="eva", rule="Books", due=True)) == ("dan", "deputy")


def test_whoever_does_it_already_goes_on_as_long_as_they_can() -> None:
    assert who(stands_in(keep="lin", language="ko")) == ("lin", "kept")
    assert who(stands_in(keep="kai", language="ja")) == ("kai", "deputy")
    assert who(stands_in(keep="ivo", sits=("kai", "lin"))) == ("kai", "deputy")


def test_at_last_the_backstop_and_nobody_where_nobody_sits() -> None:
    assert who(stands_in(sits=("mei", "ana"))) == ("mei", "backstop")
    assert who(stands_in(NIGHT, person="eva", rule="Books", due=True, sits=("dan",))) == ("dan", "backstop")
    assert stands_in(sits=()) is None
    assert stands_in(person="mei", sits=("mei",)) is None


def test_the_last_day_of_leave_is_that_of_the_persons_clock() -> None:
    assert last_day_of_leave(POLICY, "ana", NOON) == date(2026, 11, 27)
    assert last_day_of_leave(POLICY, "lin", datetime(2026, 11, 25, 23, 59, tzinfo=UTC)) == date(2026, 11, 25)
    assert last_day_of_leave(POLICY, "lin", datetime(2026, 11, 26, tzinfo=UTC)) is None
    assert last_day_of_leave(POLICY, "nobody", NOON) is None


@given(
    person=st.sampled_from(PEOPLE),
    sits=st.sets(st.sampled_from(PEOPLE)),
    at=st.integers(0, 5 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    language=st.sampled_from(["en", "ja", "ko", "und"]),
    rule=st.sampled_from(["Money", "otherwise"]),
    due=st.booleans(),
    load=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 5)),
    keep=st.none() | st.sampled_from(PEOPLE),
)
def test_somebody_acts_wherever_somebody_could(
    person: str,
    sits: set[str],
    at: datetime,
    language: str,
    rule: str,
    due: bool,
    load: dict[str, float],
    keep: str | None,
) -> None:
    """The backstop at least; never the absent one, an empty seat, or somebody on leave while another could; and nobody
    who does not fit while somebody who could act does."""
    found = stands_in(at, person=person, sits=sits, language=language, rule=rule, due=due, load=load, keep=keep)
    others = sits - {person}
    free = {each for each in others if each in on_duty(POLICY, "desk", at)}
    if found is None:
        assert not free
        assert "mei" not in others
        return
    assert found.person in others
    if not free:
        return
    assert not on_leave(POLICY, found.person, at)
    if found.person != keep and rule == "otherwise" and any(reads(POLICY.people[each], language) for each in free):
        assert reads(POLICY.people[found.person], language)
