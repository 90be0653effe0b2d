"""What is taken on, and what of it is left, by example; and findings that are too many to tell."""

from __future__ import annotations

from typing import Any

import pytest

from earshot.engine.policy import decide, load
from earshot.engine.proofs import Finding, accepting, verify
from earshot.engine.proofs import overlaps as overlapping
from earshot.engine.proofs.exploring import Exploration
from earshot.engine.proofs.overlaps import MOST_TOLD
from earshot.kernel.texts import say
from tests.engine.proofs.logic.documents import text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.twin import AT

DOCUMENT: dict[str, Any] = {
    "policy": "Alone",
    "roles": {
        "desk": {"lead": "mei", "members": ["mei"], "hours": "office"},
        "board": {"lead": "mei", "members": ["mei"], "hours": "office"},
    },
    "hours": {"office": {"days": "mon-fri", "from": "09:00", "to": "18:00"}},
    "ladders": {"late": [{"after": "1h", "to": "desk"}]},
    "rules": [
        {
            "name": "Harm",
            "when": "risk>=70",
            "accountable": "desk",
            "approve by": ["board"],
            "answer within": "1h",
        }
    ],
    "otherwise": {"accountable": "desk"},
}


def found(*accepted: dict[str, str]) -> dict[str, Finding]:
    policy = load(text_of({**DOCUMENT, "accepted": [{"by": "mei", "because": "alone", **entry} for entry in accepted]}))
    with solver_here():
        return {finding.property: finding for finding in verify(policy, AT).findings}


@pytest.mark.parametrize("name", ["four_eyes", "in_time"])
def test_what_is_about_time_is_taken_on_for_the_conversations_of_its_rule(name: str) -> None:
    assert not found()[name].accepted
    assert found({"finding": name})[name].accepted
    assert found({"finding": name, "subject": "Harm"})[name].accepted
    assert not found({"finding": name, "subject": "Other"})[name].accepted
    assert found({"finding": name, "when": "risk>=60"})[name].accepted
    left = found({"finding": name, "when": "risk>=90"})[name]
    assert not left.accepted
    assert left.sample["risk"] == 70
    assert "at" in left.sample
    assert decide(load(text_of(DOCUMENT)), left.sample, AT).rule == "Harm"


def test_a_ladder_has_no_conversations_that_a_condition_could_be_asked_of() -> None:
    assert found({"finding": "ladder_ends"})["ladder_ends"].accepted
    assert not found({"finding": "ladder_ends", "when": "risk>=0"})["ladder_ends"].accepted


def test_too_many_overlaps_are_counted() -> None:
    rules = [{"name": f"r{n}", "when": f"topic:t{n}", "accountable": ("desk", "board")[n % 2]} for n in range(40)]
    with solver_here():
        findings = verify(load(text_of({**DOCUMENT, "rules": rules})), AT).findings
    overlaps = [finding for finding in findings if finding.property == "overlaps"]
    assert len(overlaps) == MOST_TOLD + 1
    assert str(overlaps[-1].message) == f"{20 * 20 - MOST_TOLD} more pairs of rules overlap."
    assert not any(finding.blocks for finding in overlaps)


def test_pairs_beyond_what_the_solver_is_asked_are_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlapping, "MOST_ASKED", 1)
    wide = " AND ".join(f"(topic:a{number} OR topic:b{number})" for number in range(10))
    rules = [
        {"name": f"r{n}", "when": f"{wide} AND risk>={n}", "accountable": ("desk", "board")[n % 2]} for n in range(3)
    ]
    with solver_here():
        findings = verify(load(text_of({**DOCUMENT, "rules": rules})), AT).findings
    told = [(finding.because, finding.decided) for finding in findings if finding.property == "overlaps"]
    assert told == [(("r0", "r1"), True), ((), False)]


@pytest.mark.parametrize("decided", [True, False])
def test_what_was_not_decided_is_taken_on_by_itself_alone(decided: bool) -> None:
    """Whoever takes on that the time was up has not taken on what a later proof finds."""
    finding = Finding("four_eyes", "error", "Harm", say("Nobody knows."), {}, decided=decided)
    for entry, takes in (
        ({"undecided": "yes"}, not decided),
        ({}, decided),
        ({"undecided": "yes", "subject": "x"}, False),
    ):
        written = {"finding": "four_eyes", "by": "mei", "because": "alone", **entry}
        with solver_here(), Exploration(load(text_of({**DOCUMENT, "accepted": [written]})), AT, 5.0) as space:
            assert accepting.apply(space, [finding], (0, 60))[0].accepted is takes
