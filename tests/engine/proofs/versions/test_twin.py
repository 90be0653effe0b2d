"""Two random versions: the proof tells exactly the classes that a look at every conversation finds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from earshot.engine.policy import load
from earshot.engine.proofs import difference
from earshot.engine.proofs.versions.change import KINDS
from tests.engine.proofs.logic.documents import enumerated, text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.test_twin import SLOW
from tests.engine.proofs.logic.twin import AT
from tests.engine.proofs.many import random_policies
from tests.engine.proofs.versions.documents import versions
from tests.engine.proofs.versions.rules import classes, of_changes, of_one

POLICIES = random_policies(80)


@settings(max_examples=POLICIES, suppress_health_check=SLOW)
@given(versions())
def test_it_tells_exactly_what_changes(drawn: tuple[dict[str, Any], dict[str, Any], list[str]]) -> None:
    old, new = (load(text_of(document)) for document in drawn[:2])
    with solver_here():
        found = difference(old, new, AT)
    assert found.decided
    told = of_changes(found.changes)
    assert len(told) == len(set(told)), "each class is told once"
    assert set(told) == classes(old, new, enumerated(drawn[2]), AT)
    kinds = [KINDS.index(change.kind) for change in found.changes]
    assert kinds == sorted(kinds)
    for change in found.changes:
        if change.kind == "people":
            continue
        assert change.sample is not None
        shown = set(of_one(old, new, change.sample, AT))
        assert set(of_changes([change])) <= shown, "the sample shows what its class says"


@settings(max_examples=POLICIES // 4, suppress_health_check=SLOW)
@given(versions())
def test_a_version_differs_from_itself_in_nothing(drawn: tuple[dict[str, Any], dict[str, Any], list[str]]) -> None:
    old, new = (load(text_of(drawn[0])) for _ in range(2))
    with solver_here():
        found = difference(old, new, AT)
    assert (found.changes, found.beside, found.only_words) == ((), (), True)
