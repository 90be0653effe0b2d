"""Documents that load, and every way in which one does not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Claim, Clocked, PolicyInvalid, Problem, load, problems_of
from earshot.engine.policy.model import Ladder, Leave, Step
from tests.engine.policy.acme import TEXT, acme

SMALL = """\
policy: Small
roles:
  desk: {lead: mei, members: [mei, jun], hours: always}
rules:
  - name: All
    when: risk>=0
    accountable: desk
otherwise: {accountable: desk}
"""


def test_the_example_loads_whole() -> None:
    policy = acme()
    assert policy.name == "Acme, after the spring reorganisation"
    assert (policy.zone, policy.backstop) == ("Asia/Taipei", "mei")
    assert sorted(policy.people) == ["ana", "ben", "ceo", "chloe", "dan", "ivo", "jun", "kai", "lin", "mei", "rui"]
    assert policy.people["ceo"].name == "Grace"
    assert policy.people["ana"].deputy == "ivo"
    assert [rule.name for rule in policy.rules][:2] == ["Harm goes to PR", "Complaints and questions"]
    harm = policy.rules[0]
    assert (harm.accountable, harm.responsible, harm.consulted) == ("pr", "social", ("legal",))
    assert harm.within == (Clocked("office", 30), Clocked("always", 60))
    assert (harm.approve_by, harm.ladder, harm.handling) == (("legal",), "harm", "answer")
    assert policy.ladders["harm"] == Ladder("harm", (Step(10, "pr"), Step(20, "pr.lead"), Step(30, "ceo")), None, 18)
    assert policy.rules[4].handling == "watch"
    assert policy.leave == (Leave("ana", date(2026, 12, 21), date(2026, 12, 27)),)
    assert policy.overrides[0].start == datetime(2026, 12, 24, 16, tzinfo=UTC)
    assert policy.meetings[0].representatives == {"pr": ("ana", "ivo")}
    assert policy.accepted[1].subject == "Harm goes to PR"
    assert policy.guarantees[1].claims == (Claim("accountable", "pr"), Claim("approved", "legal"))
    assert policy.guarantees[2].claims == (Claim("within", None, 240),)


def test_what_is_left_out_has_a_default() -> None:
    policy = load(SMALL)
    assert (policy.zone, policy.backstop, policy.leave, policy.ladders) == ("UTC", "mei", (), {})
    assert policy.rules[0].responsible == "desk"


def test_scalars_are_text_whatever_they_look_like() -> None:
    text = SMALL.replace("mei", "no").replace("jun", "1e3").replace("desk", "0x1F")
    policy = load(text)
    assert policy.roles["0x1F"].members == ("no", "1e3")
    assert policy.backstop == "no"


def test_a_guarantee_may_be_a_string_and_a_byte_order_mark_may_stand_first() -> None:
    text = (
        "\ufeff"
        + SMALL
        + "guarantees:\n  - 'never late: when risk>=5 then answer within <= 1h of always and involves desk'\n"
    )
    (guarantee,) = load(text.replace("\n", "\r\n")).guarantees
    assert guarantee.name == "never late"
    assert guarantee.claims == (Claim("within", None, 60, "always"), Claim("involves", "desk"))


# Each case: what to replace in SMALL, by what, and the errors as (line, column, words of the message, words of the mend).
CASES: dict[str, tuple[str, str, list[tuple[int, int, str, str]]]] = {
    "unknown key": ("otherwise:", "otherwhise:", [(1, 1, "does not say who has what no rule", "otherwise"), (8, 1, 'no key "otherwhise"', '"otherwise"')]),
    "duplicate key": ("hours: always}", "hours: always, lead: jun}", [(3, 57, '"lead" is written twice', "Join")]),
    "alias": ("[mei, jun]", "&a [mei, *b]", [(3, 39, "Aliases (*b) are not read", "again")]),
    "tag": ("[mei, jun]", "[mei, !!str jun]", [(3, 36, "Tags", "Remove")]),
    "not yaml": ("risk>=0", "risk: 0: 1", [(6, 15, "not YAML", "quotes")]),
    "tab": ("    when", "\twhen", [(6, 1, "not YAML", "spaces")]),
    "second document": ("otherwise:", "---\notherwise:", [(8, 1, "second document", "---")]),
    "unknown role": ("accountable: desk\nother", "accountable: dessk\nother", [(7, 18, 'no role "dessk"', '"desk"')]),
    "no hours": (", hours: always", "", [(3, 9, "neither hours nor a rota", "hours: always")]),
    "unknown hours": ("hours: always", "hours: office", [(3, 49, 'no hours "office"', "always")]),
    "no name": ("- name: All\n    when", "- when", [(5, 5, 'lacks "name"', "name:")]),
    "no condition": ("    when: risk>=0\n", "", [(5, 5, 'lacks "when"', "when:")]),
    "empty condition": ("risk>=0", "", [(6, 5, '"when" has no value', "remove")]),
    "condition": ("risk>=0", "risk>=0 AND risc>=7", [(6, 23, "risc", "")]),
    "quoted condition": ("risk>=0", "'risk>=0 AND (topic:x'", [(6, 24, "", "")]),
    "text in a condition": ("risk>=0", "risk>=0 OR recall", [(6, 22, "", "topic")]),
    "assignee in a condition": ("risk>=0", "assignee:mei", [(6, 11, "assignee", "")]),
    "condition on the next line": ("risk>=0", "|\n      risk>=0 OR\n      risc>=3", [(8, 7, "risc", "")]),
    "handling": ("accountable: desk\nother", "accountable: desk\n    handling: wach\nother", [(8, 15, "wach", '"watch"')]),
    "duration": ("accountable: desk\nother", "accountable: desk\n    answer within: soon\nother", [(8, 20, "not a duration", "30m")]),
    "days in hours": ("accountable: desk\nother", "accountable: desk\n    answer within: {always: 2d}\nother", [(8, 29, "Days", "48h")]),
    "two rules of one name": ("otherwise", "  - {name: All, when: risk>=1, accountable: desk}\notherwise", [(8, 6, 'Two rules are called "All"', "another")]),
    "unknown ladder": ("accountable: desk\nother", "accountable: desk\n    ladder: up\nother", [(8, 13, 'no ladder "up"', "none yet")]),
    "unknown backstop": ("policy: Small", "backstop: bob", [(1, 11, 'no person "bob"', "Known: jun, mei")]),
    "zone": ("policy: Small", "zone: Asia/Taipeh", [(1, 7, "no time zone", '"Asia/Taipei"')]),
    "list of roles": ("accountable: desk\nother", "accountable: [desk]\nother", [(7, 18, "must be one text", "")]),
    "no backstop": ("lead: mei, ", "", [(8, 1, "Nobody has it when nobody is on duty", "backstop: PERSON")]),
    "role.lead": ("accountable: desk\nother", "accountable: desk\n    approve by: [dusk.lead]\nother", [(8, 18, 'no role "dusk"', '"desk"')]),
    "also adds letters only": ("otherwise", "also:\n  - {when: risk>=1, accountable: desk}\notherwise", [(9, 5, "adds nobody", ""), (9, 21, "no key", "")]),
    "meeting": ("otherwise", "meetings: [{name: W, every: funday 10:00, minutes: 9, teams: [desk]}]\notherwise", [(8, 29, "day of the week", "mon")]),
    "accepted": ("otherwise", "accepted: [{finding: owned, by: mei}]\notherwise", [(8, 12, 'lacks "because"', "")]),
    "guarantee": ("otherwise", "guarantees: ['x: when risk>=1 then involves desc']\notherwise", [(8, 45, "desc", '"desk"')]),
    "guarantee without then": ("otherwise", "guarantees: ['x: when risk>=1']\notherwise", [(8, 18, "lacks when or then", "then CLAIM")]),
    "guarantee's claim": ("otherwise", "guarantees:\n  - x: when risk>=1 then involves desk and sings\notherwise", [(9, 44, "not a claim", "involves")]),
    "guarantee's condition": ("otherwise", "guarantees:\n  - x: when risk>=1 OR risc>=1 then involves desk\notherwise", [(9, 24, "risc", "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_every_error_has_its_place_and_a_mend(name: str) -> None:
    old, new, expected = CASES[name]
    assert old in SMALL
    found = problems_of(SMALL.replace(old, new, 1))
    assert [(problem.line, problem.column) for problem in found] == [case[:2] for case in expected], found
    for problem, (_, _, message, mend) in zip(found, expected, strict=True):
        assert message in problem.message
        assert mend in problem.mend
        assert problem.message.endswith((".", "?"))


TIME = """\
people: {jun: }
roles: {desk: {lead: mei, members: [mei], hours: office}}
hours:
  office: {from: "09:00", to: "18:00"}
rotas:
  r: {hours: office, rotation: weekly, people: [mei, jun], start: 2026-11-23}
ladders:
  up: [{after: 10m, to: desk}, {after: 20m, to: mei}]
otherwise: {accountable: desk}
leave: [{person: mei, from: 2026-12-01, to: 2026-12-02}]
overrides: [{role: desk, person: jun, from: "2026-12-01 00:00", to: "2026-12-02 00:00"}]
"""
TIME_CASES = [
    ('from: "09:00"', "from: 9h", 4, "not a time of day"),
    ('from: "09:00"', 'from: "25:00"', 4, "not a time of day"),
    ('to: "18:00"', 'to: "09:00"', 4, "begin and end together"),
    ('to: "18:00"', 'to: "18:00", days: mon-fry', 4, "not a day of the week"),
    ('to: "18:00"', 'to: "18:00", holidays: ZZ', 4, "not known"),
    ('to: "18:00"', 'to: "18:00", holidays: [2026-13-01]', 4, "neither a date nor a country"),
    ("office: {", 'office: {from: "08:00", to: "09:00"}\n  always: {', 5, "built in"),
    ("weekly", "sometimes", 6, "not a rotation"),
    ("people: [mei, jun]", "people: []", 6, "has nobody"),
    ("start: 2026-11-23", "start: 2026-11-31", 6, "not a date"),
    ("start: 2026-11-23", 'start: 2026-11-23, handover: "mon-tue 09:00"', 6, "handover needs one time"),
    ("rotation: weekly", 'rotation: daily, handover: "mon 09:00"', 6, "handover needs one time"),
    ("after: 20m", "after: 10m", 8, "no later than the one before"),
    ("{after: 20m, to: mei}", "{continue: up}, {after: 30m, to: mei}", 8, "Nothing can come after continue"),
    ("{after: 20m, to: mei}", "{after: 20m, to: bob}", 8, "no role or person"),
    ("{after: 20m, to: mei}", "{after: 20m, to: desk.led}", 8, "no role or person"),
    ("to: 2026-12-02}]\nover", "to: 2026-11-02}]\nover", 10, "ends before it begins"),
    ('to: "2026-12-02 00:00"', 'to: "2026-12-01 00:00"', 11, "ends before it begins"),
    ('to: "2026-12-02 00:00"', "to: 2026-12-02", 11, "not a date with a time"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), TIME_CASES)
def test_errors_of_time(old: str, new: str, line: int, message: str) -> None:
    assert not problems_of(TIME)
    assert old in TIME
    found = problems_of(TIME.replace(old, new, 1))
    assert [problem.line for problem in found] == [line], found
    assert message in found[0].message


def test_all_errors_are_reported_in_order_of_place() -> None:
    text = TEXT.replace("accountable: pr", "accountable: prr").replace("ladder: harm", "leader: harm")
    found = problems_of(text)
    assert len(found) == 3
    assert list(found) == sorted(found)


def test_an_empty_document_says_where_to_begin() -> None:
    for text in ("", "# nothing\n", "~", "- a\n", "just text"):
        (problem,) = problems_of(text)
        assert problem.line >= 1
        assert "policy template" in problem.mend


def test_the_error_is_bad_input_with_the_first_problem() -> None:
    with pytest.raises(PolicyInvalid, match=r"Line 8, column 26: There is no role") as raised:
        load(SMALL.replace("otherwise: {accountable: desk}", "otherwise: {accountable: dusk}"))
    assert raised.value.problems[0].as_json() == {
        "line": 8, "column": 26, "message": 'There is no role "dusk".', "mend": 'Did you mean "desk"?',
    }  # fmt: skip


def test_hostile_documents_are_refused_quickly() -> None:
    assert problems_of("[" * 100_000)
    assert problems_of("a: " + "x" * 2_000_000)
    bomb = "a: &a [x]\n" + "".join(f"{c}: &{c} [*a, *a]\n" for c in "bcdefgh")
    assert sum("Aliases" in problem.message for problem in problems_of(bomb)) == 14
    assert problems_of("a: \x00")[0].column == 4


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_document_is_loaded_or_refused_with_places_inside_it(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT)))
    length = data.draw(st.integers(0, 40))
    text = TEXT[:start] + data.draw(st.text("a:{}[]\"'|>-#&*!?@%,\n \t0é中\x00", max_size=12)) + TEXT[start + length :]
    found = problems_of(text)
    lines = text.split("\n")
    for problem in found:
        assert isinstance(problem, Problem)
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert problem.message
