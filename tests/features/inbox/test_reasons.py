"""Why me, and until when: from the stored decision alone."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from earshot.features.inbox.reasons import deadline_sum, trace
from earshot.features.responsibility import actions
from earshot.features.responsibility.models import Decision
from earshot.features.responsibility.queries import why
from tests.features.inbox.conftest import Tea


def test_the_trace_tells_the_rules_in_order_and_ends_with_the_person(tea: Tea) -> None:
    conversation = tea.hear("is there wire in it?")
    steps = trace(why(conversation), None, "mei", {"ana": "Ana Hsu"})
    assert [step.kind for step in steps] == ["hit", "", "you"]
    assert steps[0].title == "1 Harm goes to PR"
    assert steps[0].code == "risk>=70 OR topic:harm"
    assert steps[-1].title == "So: Ana Hsu"


def test_a_rule_that_did_not_match_says_what_was_there(tea: Tea) -> None:
    conversation = tea.hear("hello?")
    steps = trace(why(conversation), None, "mei", {})
    failed = steps[0].tried
    assert [each.condition for each in failed]
    assert steps[0].icon == "x"
    assert steps[-1].title == "So: you"


def test_it_is_told_from_the_stored_row_even_when_the_policy_is_gone(tea: Tea, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = tea.hear("is there wire in it?")
    Decision.objects.filter(conversation=conversation).update(
        result={
            "rule": "Old rule",
            "accountable": {"role": "pr", "person": "ana"},
            "trace": [{"step": "rule", "rule": "Old rule", "matched": True, "when": "risk>=1"}],
        }
    )
    page = tea.get(f"inbox/c/{conversation.pk}/")
    assert "1 Old rule" in page
    assert "Harm goes to PR" not in page.split('id="context"')[1]


def test_what_people_moved_since_is_told_last(tea: Tea) -> None:
    conversation = tea.hear("hello?")
    offer = actions.offer_hand_over(conversation, tea.mei, tea.ken, tea.clock)
    actions.answer_hand_over(offer, tea.ken, True, tea.clock)
    page = tea.get(f"inbox/c/{conversation.pk}/", tea.ken)
    assert "took it over from Mei" in page
    assert "So: you" in page


def test_the_sum_adds_up(tea: Tea) -> None:
    conversation = tea.hear("hello?")
    with timezone.override("Asia/Taipei"):
        total = deadline_sum(why(conversation), tea.clock.now())
    assert [(line.value, line.total) for line in total.lines] == [("10:00", False), ("+ 4 h", False), ("14:00", True)]


def test_what_needs_no_answer_says_so(tea: Tea) -> None:
    conversation = tea.hear("nice weather", "talker", addressed=False, findings={"intent": "other"})
    total = deadline_sum(why(conversation), tea.clock.now())
    assert total.lines == ()
    assert "No answer is needed" in total.why_not


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the only one on duty who fits · reads 日本語 (not: Jun) · is below capacity (full: Lin has 20 of 20)"),
        (
            "zh-hant",
            "值班人員中只有這一位合適 · 看得懂日本語（看不懂：Jun） · 手上的量未達上限（已滿：Lin手上20件，上限20件）",
        ),
        (
            "zh-hans",
            "值班人员中只有这一位合适 · 能看懂日本語（看不懂：Jun） · 手上的量未达上限（已满：Lin手上20件，上限20件）",
        ),
    ],
)
def test_it_says_what_told_people_apart(language: str, told: str) -> None:
    sifted = [
        {"by": "language", "wanted": "ja", "out": ["jun"], "nobody": False},
        {"by": "capacity", "out": [{"person": "lin", "open": 20, "capacity": 20}], "nobody": False},
    ]
    person = {"step": "person", "role": "desk", "person": "mei", "how": "fits", "sifted": sifted}
    decision = Decision(result={"accountable": {"role": "desk", "person": "mei"}, "trace": [person]})
    with translation.override(language):
        steps = trace(decision, None, "", {"mei": "Mei", "jun": "Jun", "lin": "Lin"})
    assert steps[0].note == told


def test_it_says_what_nobody_on_duty_has() -> None:
    person = {
        "step": "person", "role": "desk", "person": "mei", "how": "least_loaded", "load": {"mei": 1, "jun": 2},
        "sifted": [{"by": "skill", "wanted": "refunds", "out": ["mei", "jun"], "nobody": True}],
    }  # fmt: skip
    decision = Decision(result={"accountable": {"role": "desk", "person": "mei"}, "trace": [person]})
    note = trace(decision, None, "", {})[0].note
    assert note == "has the least open work of those on duty (mei 1, jun 2) · nobody on duty has the skill refunds"
