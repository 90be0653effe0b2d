"""One layout: the same policy, its comments kept, and nothing left to lay out."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earshot.engine.policy import Policy, PolicyInvalid, load, template, templates
from earshot.engine.policy.layout import laid_out
from tests.engine.policy.acme import TEXT
from tests.engine.proofs.logic.documents import documents, text_of

TEXTS = [TEXT, *(template(one.name, "老闆", "Asia/Taipei", "zh-hant") for one in templates())]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def said(value: Any) -> Any:
    """What a policy says, without the places and what is remembered of it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        left_out = {"line", "book", "memory", "holds", "whole"}
        return {
            each.name: said(getattr(value, each.name))
            for each in dataclasses.fields(value)
            if each.name not in left_out
        }
    if isinstance(value, dict):
        return {key: said(held) for key, held in value.items()}
    return [said(each) for each in value] if isinstance(value, tuple | list) else repr(value)


def check(text: str) -> str:
    """Lay out, and hold the laws; the result."""
    once = laid_out(text)
    before, after = load(text), load(once)
    assert isinstance(after, Policy)
    assert said(after) == said(before)
    assert list(after.roles) == list(before.roles)
    assert laid_out(once) == once
    assert not [line for line in once.split("\n") if line != line.rstrip()]
    return once


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document with comments and empty lines anywhere between and behind its lines."""
    text = draw(st.sampled_from(TEXTS))
    lines, told = [], []
    places = draw(st.sets(st.integers(0, text.count("\n")), max_size=6))
    for number, line in enumerate(text.split("\n")):
        if number in places:
            comment = f"# note {number} # 說明: [a, {{b"
            how = draw(st.sampled_from(["above", "deep", "beside", "empty"]))
            if how == "beside" and "#" not in line:
                line = f"{line}  {comment}"
            elif how != "empty":
                lines.append(" " * (draw(st.integers(1, 9)) if how == "deep" else 0) + comment)
            else:
                lines += ["", ""]
            told += [comment] if how != "empty" and f"{line}{lines[-1:]}".count(comment) else []
        lines.append(line)
    return "\n".join(lines), told


@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
@given(commented())
def test_comments_stay(drawn: tuple[str, list[str]]) -> None:
    text, told = drawn
    once = check(text)
    for comment in told:
        assert once.count(comment) == text.count(comment)


@settings(max_examples=25, suppress_health_check=SLOW, deadline=None)
@given(documents(6), st.sampled_from([None, 1, 4]))
def test_a_document_written_in_brackets_is_written_over_lines(
    drawn: tuple[dict[str, Any], list[str]], indent: int | None
) -> None:
    as_json = json.dumps(drawn[0], indent=indent, ensure_ascii=False)
    assert check(as_json) == check(text_of(drawn[0]))


@given(st.text(max_size=30).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_back(because: str) -> None:
    entry = json.dumps({"finding": "owned", "by": "mei", "because": because}, ensure_ascii=True)
    if any(0xD800 <= ord(character) < 0xE000 or ord(character) > 0xFFFF for character in because):
        return  # JSON writes these as pairs, which YAML does not know
    text = f"roles:\n  a: {{lead: mei, members: [mei], hours: always}}\notherwise: {{accountable: a}}\naccepted: [{entry}]\n"
    try:
        load(text)
    except PolicyInvalid:
        return
    assert load(check(text)).accepted[0].because == because


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: re.search("policy: (.*)", text)[1])  # type: ignore[index]
def test_starting_points_and_the_guide(text: str) -> None:
    assert Counter(re.findall(r"#.*", check(text))) == Counter(re.findall(r"#.*", text))


BEFORE = """
# the house
policy:   "Acme"
roles: {desk: {lead: mei, members: [mei,jun], hours: always}, # everybody
   pr: {lead: ana, members: [ana], hours: office}}
hours:
     office: {days: mon-fri, from: "09:00",
         to: "18:00"}   # local time


# first match decides
rules:
    - {name: Harm, when: risk>=70, accountable: pr, answer within: {office: 30m, always: 60m}}
    - name: Long
      when: >-
          topic:(recall OR lawsuit)
          AND risk>=10
      accountable: pr  # Ana
    # - {name: Press, when: intent:press, accountable: pr}
otherwise:
  accountable: desk
accepted:
  - finding: owned
    by: mei
    because: one, two
# the end
"""
AFTER = """# the house
policy: "Acme"
roles:
  desk: {lead: mei, members: [mei, jun], hours: always} # everybody
  pr:   {lead: ana, members: [ana],      hours: office}
hours:
  office: {days: mon-fri, from: "09:00", to: "18:00"} # local time

# first match decides
rules:
  - name: Harm
    when: risk>=70
    accountable: pr
    answer within: {office: 30m, always: 60m}
  - name: Long
    when: >-
      topic:(recall OR lawsuit)
      AND risk>=10
    accountable: pr # Ana
  # - {name: Press, when: intent:press, accountable: pr}
otherwise: {accountable: desk}
accepted:
  - {finding: owned, by: mei, because: "one, two"}
# the end
"""


def test_an_example() -> None:
    assert check(BEFORE) == AFTER


def test_comments_inside_brackets_make_lines() -> None:
    text = "\n".join(
        [
            "roles:",
            "  a: {lead: mei, # she asked for it",
            "      members: [mei, # until May",
            "                jun], hours: always}",
            "otherwise: {accountable: a}",
        ]
    )
    assert check(text).splitlines() == [
        "roles:",
        "  a:",
        "    lead: mei # she asked for it",
        "    members:",
        "      - mei # until May",
        "      - jun",
        "    hours: always",
        "otherwise: {accountable: a}",
    ]


def test_names_of_two_columns_stand_below_each_other() -> None:
    text = "roles:\n  社群: {lead: a, members: [a], hours: always}\n  desk: {lead: bob, members: [bob], hours: always}\notherwise: {accountable: 社群}\n"
    assert check(text).splitlines()[1:3] == [
        "  社群: {lead: a,   members: [a],   hours: always}",
        "  desk: {lead: bob, members: [bob], hours: always}",
    ]


def test_what_is_no_policy_is_refused() -> None:
    with pytest.raises(PolicyInvalid):
        laid_out("roles: [")
    with pytest.raises(PolicyInvalid):
        laid_out("")
