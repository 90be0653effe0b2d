"""Taking a finding on changes one line of the document and nothing else."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import PolicyInvalid, load, template, templates
from earshot.engine.policy.editing import accept

HEAD = """# ours
policy: Tea   # the shop
roles:
  desk: {lead: mei, members: [mei], hours: always}
rules:
  - name: "Harm: first"   # keep
    when: risk>=70
    accountable: desk
otherwise: {accountable: desk}
"""

ENDS = {
    "nothing": "",
    "no line break": "# the end",
    "empty": "accepted:   # none yet\n# after\n",
    "flow": "accepted: []  # none\nzone: UTC\n",
    "flow with one": "accepted: [{finding: owned, by: mei, because: x}]\n# after\n",
    "block": "accepted:\n  - {finding: owned, by: mei, because: x}  # why\n\n# after\nzone: UTC\n",
    "block of blocks": "accepted:\n- finding: owned\n  by: mei\n  because: |\n    two\n    lines\n\nzone: UTC\n",
    "folded, at the end": "accepted:\n    -   finding: owned\n        by: mei\n        because: >-\n          two\n          lines",
    "a flow over lines": "accepted:\n  - {finding: owned,\n     by: mei,\n     because: x}\nzone: UTC\n",
}


def without(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if not any(word in line for word in words)]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_only_the_new_line_differs(end: str) -> None:
    before = HEAD + end
    had = load(before).accepted
    after = accept(before, "four_eyes", "mei", 'she said: "yes", # really', "Harm: first")

    read = load(after).accepted
    new = read[-1]
    assert [(each.finding, each.because) for each in read[:-1]] == [(each.finding, each.because) for each in had]
    assert (new.finding, new.subject, new.by) == ("four_eyes", "Harm: first", "mei")
    assert new.because == 'she said: "yes", # really'
    gone = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert len(gone) == ("[" in end)
    if "[" not in end:
        assert without(after, "four_eyes") == before.splitlines() + ["accepted:"] * ("accepted" not in end)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool))
@settings(max_examples=150, deadline=None)
def test_any_reason_is_read_back(because: str) -> None:
    assert load(accept(HEAD, "owned", "mei", because)).accepted[-1].because == because


@pytest.mark.parametrize("name", [each.name for each in templates()])
def test_every_template_takes_one_more(name: str) -> None:
    text = template(name, language="zh-hant")
    person = next(iter(load(text).people))
    once = accept(text, "owned", person, "故意的")
    twice = accept(once, "staffed", person, "夜裡沒有人", "desk")
    assert [each.because for each in load(twice).accepted[-2:]] == ["故意的", "夜裡沒有人"]
    assert without(twice, "故意的", "夜裡沒有人") == text.splitlines() + ["accepted:"] * ("accepted:" not in text)


def test_a_document_in_braces() -> None:
    text = """{"roles": {"desk": {"lead": "mei", "members": ["mei"], "hours": "always"}},
 "rules": [], "otherwise": {"accountable": "desk"}}"""
    once = accept(text, "owned", "mei", "all is hers")
    assert [each.because for each in load(accept(once, "owned", "mei", "again")).accepted] == ["all is hers", "again"]


def test_somebody_unknown_can_not_accept() -> None:
    with pytest.raises(PolicyInvalid):
        accept(HEAD, "owned", "nobody", "x")
    with pytest.raises(PolicyInvalid):
        accept("policy: [", "owned", "mei", "x")
