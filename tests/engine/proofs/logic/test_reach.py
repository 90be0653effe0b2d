"""Which rules can decide what has one topic: told the same as by deciding every conversation of a small space."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from earshot.engine.policy import decide, fill_facts, load
from earshot.engine.proofs.reach import is_about, named_topics, reaches
from tests.engine.proofs.logic.documents import documents, enumerated, text_of
from tests.engine.proofs.logic.here import solver_here
from tests.engine.proofs.logic.twin import AT
from tests.engine.proofs.many import random_policies

TOPICS = ["x", "y", "z"]
POLICY = """
policy: Small
roles: {a: {lead: p, members: [p], hours: always}, b: {lead: q, members: [q], hours: always}}
rules:
  - {name: Harm, when: "risk>=70 OR topic:recall", accountable: a}
  - {name: Not refunds, when: "intent:complaint AND NOT topic:refund", accountable: b}
  - {name: Dead, when: "topic:recall AND topic:refund", accountable: b}
also:
  - {when: topic:recall, informed: [b]}
otherwise: {accountable: a}
"""


@settings(max_examples=random_policies(20), deadline=None)
@given(
    st.lists(st.sampled_from(["intent", "risk", "lang", "is"]), min_size=0, max_size=2, unique=True).flatmap(
        lambda more: documents(fields=["topic", *more])
    ),
    st.sampled_from([0, 8]),
)
def test_the_proof_and_deciding_everything_agree(given_: tuple[dict[str, Any], list[str]], tries: int) -> None:
    document, fields = given_
    policy = load(text_of(document))
    names = [rule.name for rule in policy.rules] + ["otherwise"]
    with solver_here(tries):
        found = reaches(policy, TOPICS, AT, 5.0)
    assert [reach.topic for reach in found] == [*TOPICS, None]
    for reach in found:
        wanted = [reach.topic] if reach.topic else []
        among = [each for each in enumerated(fields) if [*map(str.casefold, each.get("topics", []))] == wanted]
        assert reach.decided
        assert {names[number] for number in reach.rules} == {decide(policy, each, AT).rule for each in among}
        for number, sample in reach.rules.items():
            assert decide(policy, sample, AT).rule == names[number]
        facts = [fill_facts(each, policy.zone) for each in among]
        matched = {number for number, entry in enumerate(policy.also) if any(map(entry.when.holds, facts))}
        assert set(reach.additions) == matched


def test_topics_the_workspace_has_and_the_policy_does_not() -> None:
    policy = load(POLICY)
    with solver_here():
        recall, new, rest = reaches(policy, ["Recall", "new"], AT, 5.0)
    assert recall.topic == "Recall"
    assert (list(recall.rules), set(recall.additions)) == ([0], {0})
    assert (list(new.rules), set(new.additions)) == ([0, 1, 3], set())
    assert list(rest.rules) == [0, 1, 3]
    assert named_topics(policy) == {"recall", "refund"}


def test_the_real_process_says_the_same() -> None:
    assert [list(reach.rules) for reach in reaches(load(POLICY), ["refund"], AT, 20.0)] == [[0, 3], [0, 1, 3]]


def test_the_time_is_up_and_it_says_so() -> None:
    policy = load(POLICY.replace("risk>=70 OR", "followers>=5 AND lang:zh OR"))
    found = reaches(policy, ["refund"], AT, 0.0)
    assert not all(reach.decided for reach in found)


def test_asking_for_a_topic_is_not_asking_for_its_absence() -> None:
    harm, refunds, _ = load(POLICY).rules
    assert is_about(harm.when, "RECALL")
    assert not is_about(refunds.when, "refund")
    assert not is_about(None, "refund")
