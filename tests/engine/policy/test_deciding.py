"""Who is accountable, by when, and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from earshot.engine.policy import (
    Decision,
    Person,
    Policy,
    decide,
    fill_facts,
    load,
    next_change,
    on_duty,
    on_leave,
    people,
    role_hours,
    role_shifts,
    roles,
)
from tests.engine.policy.acme import TEXT, acme, taipei

MONDAY = taipei("2026-11-23 10:00")


def step(decision: Decision, name: str) -> dict[str, object]:
    (found,) = [one for one in decision.trace if one["step"] == name]
    return found


def test_the_first_rule_that_matches_decides() -> None:
    decision = decide(acme(), {"risk": 80, "intent": "complaint"}, MONDAY)
    assert (decision.rule, decision.accountable.role, decision.accountable.person) == ("Harm goes to PR", "pr", "ana")
    assert (decision.responsible, decision.consulted, decision.informed) == (
        "social",
        ("legal",),
        ("support", "marketing"),
    )
    assert (decision.approve_by, decision.ladder, decision.handling) == (("legal",), "harm", "answer")
    assert decision.deadline == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_also_adds_and_takes_nothing_away() -> None:
    decision = decide(acme(), {"risk": 80, "followers": 50_000}, MONDAY)
    assert decision.informed == ("support", "marketing", "pr")
    assert step(decision, "also") == {
        "step": "also",
        "when": "followers>=50000",
        "consulted": [],
        "informed": ["pr", "marketing"],
    }


def test_watching_has_an_owner_and_no_deadline() -> None:
    text = TEXT.replace("handling: watch", "answer within: 4h\n    handling: watch")
    decision = decide(load(text), {"topic": ["industry"]}, MONDAY)
    assert (decision.handling, decision.accountable.person, decision.deadline) == ("watch", "kai", None)
    assert step(decision, "deadline") == {"step": "deadline", "due": None, "why": "handling"}


def test_otherwise_has_what_no_rule_names() -> None:
    decision = decide(acme(), {}, MONDAY)
    assert (decision.rule, decision.accountable.role) == ("otherwise", "social")
    assert [one["step"] for one in decision.trace] == ["policy", *["rule"] * 5, "otherwise", "person", "deadline"]
    assert step(decision, "deadline")["why"] == "none"


def test_the_trace_says_which_parts_of_the_rules_before_failed() -> None:
    decision = decide(acme(), {"topic": ["industry"], "kind": "comment", "risk": 12}, MONDAY)
    failed = {one["rule"]: one["failed"] for one in decision.trace if one["step"] == "rule"}
    assert failed["Harm goes to PR"] == [
        {"condition": "risk>=70", "field": "risk", "value": 12},
        {"condition": "topic:(recall OR lawsuit OR injury)", "field": "topic", "value": ["industry"]},
    ]
    assert failed["Talk of the industry"] == [{"condition": "kind:post", "field": "kind", "value": "comment"}]


def test_a_failed_not_is_told_as_what_holds() -> None:
    text = TEXT.replace("when: topic:industry AND kind:post", "when: NOT (is:addressed OR lang:zh) AND hour:[9 TO 18]")
    facts = {"is": ["addressed"], "lang": "zh-Hant", "posted": "2026-11-23T03:00:00"}
    decision = decide(load(text), facts, MONDAY)
    assert decision.trace[5]["failed"] == [
        {"condition": "NOT is:addressed", "field": "is", "value": ["addressed"], "negated": True},
        {"condition": "NOT lang:zh", "field": "lang", "value": "zh-Hant", "negated": True},
        {"condition": "hour:[9 TO 18]", "field": "hour", "value": 3},
    ]


def test_the_least_loaded_on_duty_gets_it_and_ties_go_by_order() -> None:
    def person(load_: dict[str, int]) -> str:
        return decide(acme(), {"intent": "complaint"}, MONDAY, load=load_).accountable.person

    assert person({}) == "ben"
    assert person({"ben": 2, "lin": 1, "rui": 1}) == "lin"
    assert person({"ben": 2, "lin": 2, "rui": 1, "mei": 0}) == "rui"


def test_load_counts_by_weight() -> None:
    policy = load(TEXT.replace("people:", "people:\n  ben: {weight: 2}\n  lin: {weight: 0.5}", 1))
    decision = decide(policy, {"intent": "complaint"}, MONDAY, load={"ben": 3, "lin": 1, "rui": 2})
    assert decision.accountable.person == "ben"
    assert step(decision, "person") == {
        "step": "person", "role": "support", "person": "ben", "how": "least_loaded",
        "on_duty": ["ben", "lin", "rui"], "load": {"ben": 3, "lin": 1, "rui": 2},
    }  # fmt: skip


def test_one_person_keeps_an_authors_conversations_while_on_duty() -> None:
    kept = decide(acme(), {"intent": "complaint"}, MONDAY, load={"rui": 9}, keep="rui")
    assert (kept.accountable.person, step(kept, "person")["how"]) == ("rui", "kept")
    elsewhere = decide(acme(), {"intent": "complaint"}, MONDAY, keep="kai")
    assert elsewhere.accountable.person == "ben"


def test_outside_the_hours_the_backstop_has_it() -> None:
    decision = decide(acme(), {"topic": ["industry"]}, taipei("2026-11-22 10:00"))
    assert (decision.accountable.role, decision.accountable.person) == ("marketing", "mei")
    assert (decision.on_duty, decision.covers) == ((), None)
    assert step(decision, "person") == {
        "step": "person", "role": "marketing", "person": "mei", "how": "backstop", "on_duty": [], "open": False,
    }  # fmt: skip


def test_a_role_whose_people_are_away_is_open_and_unstaffed() -> None:
    policy = load(TEXT.replace("leave:     [", "leave: [{person: kai, from: 2026-11-23, to: 2026-11-23}, "))
    decision = decide(policy, {"topic": ["industry"]}, MONDAY)
    assert (step(decision, "person")["how"], step(decision, "person")["open"]) == ("backstop", True)


@pytest.mark.parametrize(
    ("at", "person", "how", "stands_in_for"),
    [
        ("2026-12-14 10:00", "ivo", "rota", None),
        ("2026-12-21 10:00", "ivo", "deputy", "ana"),
        ("2026-12-25 10:00", "mei", "override", None),
        ("2026-12-28 10:00", "ivo", "rota", None),
    ],
)
def test_rota_deputy_and_override_are_named(at: str, person: str, how: str, stands_in_for: str | None) -> None:
    decision = decide(acme(), {"intent": "press"}, taipei(at))
    assert (decision.accountable.person, decision.covers) == (person, person)
    found = step(decision, "person")
    assert (found["how"], found.get("for")) == (how, stands_in_for)


def test_the_first_clock_to_run_out_is_the_deadline_and_the_sum_is_shown() -> None:
    decision = decide(acme(), {"risk": 80}, taipei("2026-11-20 17:50"))  # a Friday
    assert decision.deadline == taipei("2026-11-20 18:50").astimezone(UTC)
    sum_ = step(decision, "deadline")
    assert (sum_["clock"], sum_["since"]) == ("always", "2026-11-20T09:50:00+00:00")
    assert sum_["clocks"] == [
        {
            "clock": "office", "minutes": 30, "closed": 63 * 60, "due": "2026-11-23T01:20:00+00:00",
            "waits": [{"from": "2026-11-20T10:00:00+00:00", "to": "2026-11-23T01:00:00+00:00"}],
        },
        {"clock": "always", "minutes": 60, "closed": 0, "due": "2026-11-20T10:50:00+00:00", "waits": []},
    ]  # fmt: skip


def test_the_turn_starts_the_clocks_where_it_is_known() -> None:
    decision = decide(acme(), {"intent": "complaint", "turn_since": taipei("2026-11-23 06:30")}, MONDAY)
    assert decision.deadline == taipei("2026-11-23 10:30").astimezone(UTC)


def test_a_gap_is_a_deadline_at_which_nobody_who_could_answer_is_on_duty() -> None:
    text = TEXT.replace("accountable: support\n    answer within: 4h", "accountable: marketing\n    answer within: 4h")
    day, evening = (
        decide(load(text), {"intent": "complaint"}, taipei(f"2026-11-23 {time}")) for time in ("14:00", "14:01")
    )
    assert (day.deadline, day.gap) == (taipei("2026-11-23 18:00").astimezone(UTC), False)
    assert evening.gap
    assert step(evening, "deadline")["on_duty"] == []


def test_the_gap_is_of_the_responsible_role() -> None:
    text = TEXT.replace("accountable: support\n", "accountable: support\n    responsible: marketing\n")
    decision = decide(load(text), {"intent": "complaint"}, taipei("2026-11-23 17:00"))
    assert (decision.responsible, decision.gap) == ("marketing", True)


def test_hours_that_never_open_owe_nothing_and_say_so() -> None:
    mondays = ", ".join(f"{MONDAY.date() + timedelta(weeks=week)}" for week in range(300))
    hours = f'hours:\n  never: {{days: mon, from: "09:00", to: "10:00", holidays: [{mondays}]}}\n'
    text = TEXT.replace("answer within: 4h", "answer within: {never: 4h}").replace("hours:\n", hours, 1)
    decision = decide(load(text), {"intent": "complaint"}, MONDAY)
    assert (decision.deadline, decision.gap) == (None, False)
    assert step(decision, "deadline")["why"] == "never"


def test_seconds_do_not_count() -> None:
    late = MONDAY.replace(second=59, microsecond=999_999)
    assert decide(acme(), {"risk": 80}, late) == decide(acme(), {"risk": 80}, MONDAY)


def test_the_decision_is_json_in_the_shape_of_the_shell() -> None:
    found = decide(acme(), {"risk": 80, "posted": MONDAY}, MONDAY).as_json()
    assert json.loads(json.dumps(found)) == found
    assert [*found] == [
        *(
            "rule",
            "handling",
            "accountable",
            "responsible",
            "consulted",
            "informed",
            "deadline",
            "approve_by",
            "ladder",
        ),
        *("on_duty", "covers", "gap", "trace"),
    ]
    assert found["accountable"] == {"role": "pr", "person": "ana"}
    assert found["deadline"] == "2026-11-23T02:30:00+00:00"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide(acme(), {}, datetime(2026, 11, 23))  # noqa: DTZ001


def test_facts_are_filled_and_strange_ones_are_neutral() -> None:
    filled = fill_facts({}).values
    assert (filled["intent"], filled["sentiment"], filled["risk"]) == ("other", "neutral", 0)
    assert (filled["followers"], filled["lang"], filled["kind"]) == (0, "und", "post")
    strange = {"intent": "rant", "risk": 69.9, "followers": -3, "kind": None, "lang": 7, "topic": "one", "is": {"a": 1}}
    values = fill_facts({**strange, "risk": 69.9}).values
    assert (values["intent"], values["risk"], values["followers"], values["lang"]) == ("other", 69, 0, "und")
    assert (values["topic"], values["is"]) == (frozenset({"one"}), frozenset())
    for number in (float("nan"), float("inf"), "80", True, [9]):
        assert 0 <= fill_facts({"risk": number}).values["risk"] <= 100  # type: ignore[operator]


def test_the_shells_names_are_read_too() -> None:
    values = fill_facts({"topics": ["a"], "tags": ["b"], "verified": True, "reply_to": "1", "media": ["image"]}).values
    assert (values["topic"], values["tag"]) == (frozenset({"a"}), frozenset({"b"}))
    assert values["is"] == frozenset({"verified", "reply"})
    assert values["has"] == frozenset({"image", "media"})


def test_who_is_on_duty() -> None:
    assert on_duty(acme(), "support", MONDAY) == ("ben", "lin", "rui")
    assert on_duty(acme(), "legal", taipei("2026-11-23 18:00")) == ()
    assert on_duty(acme(), "legal.lead", MONDAY) == ("chloe",)
    assert on_duty(acme(), "legal.lead", taipei("2026-11-23 18:00")) == ()
    assert on_duty(acme(), "pr.lead", taipei("2026-12-21 10:00")) == ()
    assert on_leave(acme(), "ana", taipei("2026-12-27 23:59"))
    assert not on_leave(acme(), "ana", taipei("2026-12-28 00:00"))
    with pytest.raises(KeyError):
        on_duty(acme(), "nobody", MONDAY)


def test_people_and_roles_are_listed() -> None:
    assert Person("ceo", "Grace") in people(acme())
    assert [role.name for role in roles(acme())] == ["social", "pr", "support", "legal", "marketing"]


def changes(policy: Policy, after: datetime, number: int) -> list[datetime]:
    found = []
    for _ in range(number):
        change = next_change(policy, after)
        assert change is not None
        assert change > after
        found.append(change)
        after = change
    return found


def test_the_next_changes_are_hours_handovers_leave_and_overrides() -> None:
    assert changes(acme(), MONDAY, 2) == [taipei("2026-11-23 18:00"), taipei("2026-11-24 09:00")]
    assert changes(acme(), taipei("2026-12-20 12:00"), 3) == [
        taipei("2026-12-21 00:00"),
        taipei("2026-12-21 09:00"),
        taipei("2026-12-21 18:00"),
    ]
    assert taipei("2026-12-26 00:00") in changes(acme(), taipei("2026-12-25 12:00"), 3)


def test_where_nothing_changes_there_is_no_next_change() -> None:
    still = load("roles: {desk: {lead: mei, members: [mei], hours: always}}\notherwise: {accountable: desk}")
    assert next_change(still, MONDAY) is None
    away = load(
        "roles: {desk: {lead: mei, members: [mei], hours: always}}\notherwise: {accountable: desk}\n"
        "leave: [{person: mei, from: 2028-12-01, to: 2028-12-02}]"
    )
    assert next_change(away, MONDAY) == datetime(2028, 12, 1, tzinfo=UTC)


def test_hours_and_shifts_of_a_role() -> None:
    start, end = taipei("2026-11-23 00:00"), taipei("2026-11-24 00:00")
    assert role_hours(acme(), "legal", start, end) == [(taipei("2026-11-23 09:00"), taipei("2026-11-23 18:00"))]
    assert [shift.people for shift in role_shifts(acme(), "pr", start, end)] == [("ivo",), ("ana",)]
