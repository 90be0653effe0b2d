"""How a role shares its work where the policy says who reads what, knows what and can take how much."""

from __future__ import annotations

import pytest

from earshot.features.conversations.models import Conversation
from earshot.features.inbox.reasons import trace
from earshot.features.responsibility.queries import why
from tests.features import factories as make
from tests.features.responsibility.house import POLICY, House, holder_of

pytestmark = pytest.mark.django_db

SHARED = POLICY.replace(
    "  rui: {}\n",
    "  rui: {}\n  ben: {languages: [en], capacity: 2}\n  lin: {languages: [ja, en], skills: [refunds]}\n",
).replace("accountable: night\n", "accountable: support\n    skill: refunds\n")


def test_who_reads_it_gets_it_and_why_says_so(house: House) -> None:
    house.activate(SHARED)
    house.hear(intent="complaint", lang="en")
    for _ in range(2):
        conversation = house.hear(intent="complaint", lang="ja")
        assert holder_of(conversation) == "lin"
    notes = [step.note for step in trace(why(conversation), None, "", {})]
    assert "the only one on duty who fits · reads 日本語 (not: ben)" in notes


def test_who_is_full_gets_no_more_also_within_one_batch(house: House) -> None:
    house.activate(SHARED.replace("ben: {", "ben: {weight: 9, "))
    house.travel(*(make.heard(house.post(intent="complaint", lang="en")) for _ in range(6)))
    counts = [Conversation.objects.filter(accountable=house.team[handle]).count() for handle in ("ben", "lin")]
    assert counts == [2, 4]


def test_who_has_the_skill_gets_what_the_rule_asks_it_for(house: House) -> None:
    house.activate(SHARED.replace("when: brand:Bravo", "when: topic:money"))
    assert [holder_of(house.hear(topics=["money"])) for _ in range(3)] == ["lin"] * 3
