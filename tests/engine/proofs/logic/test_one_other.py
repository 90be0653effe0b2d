"""Beside all values that a document names there is one other, whatever it names."""

from __future__ import annotations

from typing import Any

import pytest

from earshot.engine.policy import decide, load
from earshot.engine.proofs import verify
from tests.engine.proofs.logic.documents import text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.twin import AT

WIDELY_SPOKEN = "en fr es de it ko nl pl sv la zh ja pt ru ar hi bn id tr vi th uk cs el he fa ro hu da fi nb"


@pytest.mark.parametrize("languages", [WIDELY_SPOKEN, f"{WIDELY_SPOKEN} qaa qab"])
def test_who_names_every_language_they_can_think_of_has_not_named_all(languages: str) -> None:
    named = languages.split()
    document: dict[str, Any] = {
        "policy": "Many languages",
        "roles": {"desk": {"lead": "mei", "members": ["mei"], "hours": "always"}},
        "languages": named,
        "rules": [{"name": "All", "when": f"lang:({' OR '.join(['und', *named])})", "accountable": "desk"}],
        "otherwise": {"accountable": "desk"},
    }
    policy = load(text_of(document))
    with solver_here():
        (finding,) = (one for one in verify(policy, AT).findings if one.property == "owned")
    assert finding.sample["lang"] not in named
    assert decide(policy, finding.sample, AT).rule == "otherwise"


def test_letters_of_another_width_are_the_same_name() -> None:
    rules = [
        {"name": "One", "when": "topic:ＶＩＰ OR brand:ＡＣＭＥ", "accountable": "desk"},
        {"name": "Two", "when": "topic:vip brand:acme", "accountable": "desk"},
    ]
    document: dict[str, Any] = {
        "policy": "Wide letters",
        "roles": {"desk": {"lead": "mei", "members": ["mei"], "hours": "always"}},
        "rules": rules,
        "otherwise": {"accountable": "desk"},
    }
    policy = load(text_of(document))
    assert decide(policy, {"topic": ["VIP"]}, AT).rule == "One"
    with solver_here():
        dead = [one.subject for one in verify(policy, AT).findings if one.property == "reachable"]
    assert dead == ["Two"]
