"""Rules changed as text: what was asked for is so, every other rule and every other character stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import PolicyInvalid, Rule, load
from earshot.engine.policy.editing_rules import add_rule, change_rule, move_rule, remove_rule

HEAD = """# The house of Acme
policy: Acme  # its name
roles:
  pr: {lead: ana, members: [ana, ivo], hours: always}
  care: {lead: ben, members: [ben], hours: office}   # in the office
  legal: {lead: chloe, members: [chloe], hours: always}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"}
ladders:
  harm: [{after: 10m, to: pr.lead}]
"""
TAIL = """otherwise: {accountable: pr}  # never nobody
# the end
"""
RULES = {
    "block": """rules:
  # what harms
  - name: Harm   # first
    when: risk>=70 OR topic:recall
    accountable: pr   # they speak
    consulted:
      - legal   # always
      - care
    answer within: {office: 30m, always: 60m}
    ladder: harm

  - name: "Complaints"
    # by words
    when: "intent:complaint"
    accountable: care
    answer within: 4h   # a promise
  # what praises
  - name: Praise
    when: >-
      intent:praise
      OR is:advocate
    accountable: pr

""",
    "tight": """rules:
- accountable: pr
  name: Harm
  when: risk>=70
- {name: Complaints, when: "intent:complaint", accountable: care, approve by: [legal]}  # short
- name: Praise
  when: intent:praise
  accountable: pr
  informed: [care, legal]
""",
    "flow": 'rules: [{name: Harm, when: "risk>=70", accountable: pr}, {name: Complaints, when: "intent:complaint", '
    'accountable: care, answer within: {office: 2h}}, {name: Praise, when: "intent:praise", accountable: pr}]  # all\n',
}
texts = st.sampled_from(sorted(RULES)).map(lambda name: HEAD + RULES[name] + TAIL)
roles = st.sampled_from(["pr", "care", "legal"])
some = st.lists(roles, unique=True, max_size=2).map(tuple)
whens = st.sampled_from(
    ["intent:praise", "risk>=10 AND topic:(a OR b)", 'topic:"two words"', "NOT is:addressed", "-is:reply", "lang:zh"]
)
clocks = st.dictionaries(st.sampled_from(["office", "always"]), st.sampled_from(["30m", "4h", "2h"]), max_size=2)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["Harm 2", "傷害", "yes", "A: b # c", 'Say "no"', "Praise us"]),
    "when": whens,
    "handling": st.sampled_from(["", "watch", "ignore", "answer"]),
    "accountable": roles,
    "responsible": st.one_of(st.just(""), roles),
    "consulted": some,
    "informed": some,
    "answer within": st.one_of(st.just(""), clocks),
    "approve by": st.lists(st.sampled_from(["legal", "pr.lead"]), unique=True, max_size=2).map(tuple),
    "ladder": st.sampled_from(["", "harm"]),
}
changes = st.fixed_dictionaries({}, optional=CHANGES)


def means(rule: Rule) -> dict[str, object]:
    return {
        "name": rule.name, "when": rule.when.text if rule.when else "", "handling": rule.handling,
        "accountable": rule.accountable, "responsible": rule.responsible, "consulted": rule.consulted,
        "informed": rule.informed, "answer within": {clock.hours: clock.minutes for clock in rule.within},
        "approve by": rule.approve_by, "ladder": rule.ladder,
    }  # fmt: skip


MINUTES = {"30m": 30, "4h": 240, "2h": 120}


def wanted(rule: Rule, values: dict[str, Any]) -> dict[str, object]:
    """What the rule is to mean afterwards."""
    new = means(rule) | {key: value for key, value in values.items() if key not in ("answer within", "responsible")}
    if "answer within" in values:
        new["answer within"] = {hours: MINUTES[each] for hours, each in dict(values["answer within"] or {}).items()}
    written = "" if rule.responsible == rule.accountable else rule.responsible
    new["responsible"] = values.get("responsible", written) or new["accountable"]
    return new | {"handling": new["handling"] or "answer", "ladder": new["ladder"] or None}


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from([0, 1, 2, None]), changes)
def test_a_rule_says_what_was_asked_for(text: str, number: int | None, values: dict[str, Any]) -> None:
    if number is None:
        values = {key: value for key, value in values.items() if key not in ("name", "when")}
    old = load(text)
    after = change_rule(text, number, values)
    policy = load(after)
    before = [*old.rules, old.otherwise]
    for at, rule in enumerate([*policy.rules, policy.otherwise]):
        chosen = at == (len(old.rules) if number is None else number)
        assert means(rule) == (wanted(before[at], values) if chosen else means(before[at]))
    assert after.startswith(HEAD)
    assert after.endswith("# the end\n")
    assert all(comment in after for comment in ("# never nobody", "# its name", "# in the office"))


@given(texts, st.sampled_from([0, 1, 2]))
def test_what_it_says_already_is_not_touched(text: str, number: int) -> None:
    rule = load(text).rules[number]
    same: dict[str, Any] = {"name": rule.name, "accountable": rule.accountable, "consulted": rule.consulted}
    assert change_rule(text, number, same) == text


def test_only_the_line_of_what_was_edited_differs() -> None:
    text = HEAD + RULES["block"] + TAIL
    after = change_rule(text, 0, {"accountable": "care", "consulted": ["care"], "ladder": ""})
    gone = [line for line in text.splitlines() if line not in after.splitlines()]
    assert gone == [
        "    accountable: pr   # they speak",
        "    consulted:",
        "      - legal   # always",
        "      - care",
        "    ladder: harm",
    ]
    assert "    accountable: care   # they speak\n    consulted: [care]\n" in after


@settings(max_examples=60, deadline=None)
@given(texts, changes, st.booleans())
def test_a_rule_is_added_behind_the_others(text: str, values: dict[str, Any], bare: bool) -> None:
    if bare:
        text = HEAD + TAIL
    values = {"name": "New", "when": "intent:job", "accountable": "legal"} | values | {"name": "New one"}
    old, policy = load(text), load(add_rule(text, values))
    assert [means(rule) for rule in policy.rules[:-1]] == [means(rule) for rule in old.rules]
    assert policy.rules[-1].name == "New one"
    assert policy.rules[-1].consulted == values.get("consulted", ())


@pytest.mark.parametrize("empty", ["rules: []\n", "rules:\n", ""])
def test_into_a_list_that_is_empty(empty: str) -> None:
    after = add_rule(HEAD + empty + TAIL, {"name": "New", "when": "intent:job", "accountable": "legal"})
    assert [rule.name for rule in load(after).rules] == ["New"]


@given(texts, st.sampled_from([(0, 1), (0, 2), (1, -1), (1, 1), (2, -1), (2, -2)]))
def test_moved_and_back_is_the_same_text(text: str, move: tuple[int, int]) -> None:
    number, by = move
    moved = move_rule(text, number, by)
    names = [rule.name for rule in load(text).rules]
    names.insert(number + by, names.pop(number))
    assert [rule.name for rule in load(moved).rules] == names
    assert sorted(moved.splitlines()) == sorted(text.splitlines()) or "flow" in text or text.count("\n") < 16
    assert [means(rule) for rule in load(move_rule(moved, number + by, -by)).rules] == [
        means(r) for r in load(text).rules
    ]


def test_comments_above_a_rule_go_with_it() -> None:
    moved = move_rule(HEAD + RULES["block"] + TAIL, 2, -2)
    assert moved.index("# what praises") < moved.index("name: Praise") < moved.index("# what harms")


@pytest.mark.parametrize("how", ["block", "tight", "flow"])
def test_a_rule_is_taken_out(how: str) -> None:
    left = load(remove_rule(HEAD + RULES[how] + TAIL, 1))
    assert [rule.name for rule in left.rules] == ["Harm", "Praise"]


def test_what_makes_no_document_is_refused() -> None:
    text = HEAD + RULES["block"] + TAIL
    with pytest.raises(PolicyInvalid):
        change_rule(text, 0, {"when": "risk>="})
    with pytest.raises(PolicyInvalid):
        change_rule(text, 0, {"name": "Praise"})
    for number, by in ((0, -1), (2, 1), (3, 0), (-1, 0)):
        with pytest.raises(IndexError):
            move_rule(text, number, by)
    with pytest.raises(IndexError):
        change_rule(text, 3, {"accountable": "pr"})
