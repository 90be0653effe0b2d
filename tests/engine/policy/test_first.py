"""The first rule that matches is the first of all that do, whichever were asked."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from earshot.engine.policy import fill_facts, load
from earshot.engine.policy.first import First
from tests.engine.proofs.logic.documents import documents, enumerated, text_of


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents(8))
def test_no_rule_that_would_have_matched_is_left_out(drawn: tuple[dict[str, Any], list[str]]) -> None:
    document, fields = drawn
    rules = load(text_of(document)).rules
    first = First(rules)
    for one in enumerated(fields):
        facts = fill_facts(one)
        matching = [number for number, rule in enumerate(rules) if rule.when is not None and rule.when.holds(facts)]
        assert first.find(facts) == (matching[0] if matching else None)
