"""What a batch of decisions means for the climbs: some begin, some end, most go on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from earshot.engine.policy import Policy
from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import State
from earshot.features.conversations.queries import open_conversations
from earshot.features.notices import actions as notices
from earshot.features.responsibility.deciding import decided_of
from earshot.features.responsibility.escalating.reminding import remind_who_owes
from earshot.features.responsibility.escalating.rungs import rungs
from earshot.features.responsibility.models import Decision, Escalation, PolicyVersion
from earshot.features.responsibility.policies import active_policy, loaded
from earshot.kernel.clock import Clock
from earshot.web import bulk

KIND = "escalated"
"""The kind of the notices of steps."""


def follow(
    kept: Sequence[Case], new: Collection[int], decisions: Mapping[int, int], version: PolicyVersion, clock: Clock
) -> list[int]:
    """Begin and end climbs as these stored cases ask for. Answers the ids of the climbs that go on.

    Args:
        kept: cases whose rows are written; their ``turn_since`` is the present one.
        new: ids of the conversations that were stored just now: nothing climbs there yet.
        decisions: conversation id -> its new decision, where there is one.
    """
    known = [case.conversation.pk for case in kept if case.conversation.pk not in new]
    live = {climb.conversation_id: climb for climb in _live(known)} if known else {}
    over = [climb for case in kept if (climb := live.get(case.conversation.pk)) and _is_over(case, climb)]
    retire(over, clock)
    going = {pk: climb for pk, climb in live.items() if climb not in over}
    wanted = [
        (case.conversation.pk, ladder)
        for case in kept
        if case.conversation.pk in decisions and case.conversation.pk not in going and (ladder := _asked(case))
    ]
    begin([(pk, decisions[pk], ladder) for pk, ladder in wanted], version, loaded(version), clock.now())
    return [climb.pk for climb in going.values()]


def _live(conversation_ids: Sequence[int]) -> Iterable[Escalation]:
    return Escalation.objects.filter(live=True, conversation_id__in=conversation_ids)


def _asked(case: Case) -> str | None:
    """The ladder that the new decision asks for, where an answer is owed."""
    return decided_of(case).says.ladder if _is_owed(case) else None


def _is_owed(case: Case) -> bool:
    row = case.conversation
    return row.handling == "answer" and row.turn_since is not None and row.state != State.RESOLVED


def _is_over(case: Case, climb: Escalation) -> bool:
    """Whether the turn has ended, or the facts, not merely the policy, have made another ladder be asked for."""
    if not _is_owed(case) or case.newly_answered:
        return True
    if case.decision is None or case.cause == "policy":
        return False
    return decided_of(case).rule_changed and decided_of(case).says.ladder != climb.ladder


def begin(asked: Sequence[tuple[int, int, str]], version: PolicyVersion, policy: Policy, at: datetime) -> None:
    """Begin climbs: (conversation, decision, ladder) each. A ladder without any step is none."""
    first = {name: rungs(policy, name) for _, _, name in asked}
    bulk.insert(
        Escalation,
        (
            "conversation_id", "policy_id", "decision_id", "ladder", "started_at", "next_at", "state", "ended_at",
            "acknowledged_by_id", "live",
        ),
        [
            (pk, version.pk, decision, name, at, at + first[name][0].after, "running", None, None, True)
            for pk, decision, name in asked
            if first[name]
        ],
    )  # fmt: skip


def retire(climbs: Iterable[Escalation], clock: Clock) -> None:
    """They are about nothing that is owed any more, or not asked for; who waits for an answer to their notices waits no
    longer, and who still owes something is reminded of it again."""
    gone = list(climbs)
    if not gone:
        return
    rows = Escalation.objects.filter(pk__in=[climb.pk for climb in gone])
    rows.filter(state="running").update(state="ended", ended_at=clock.now(), next_at=None)
    rows.update(live=False)
    for climb in gone:
        notices.settle(("conversation", climb.conversation_id), clock, kinds=(KIND,))
    remind_who_owes([climb.conversation_id for climb in gone], clock)


def turn_ended(conversation_id: int, clock: Clock) -> None:
    """An answer went out, or nothing is owed any more."""
    retire(_live([conversation_id]), clock)


def begin_missing(workspace_id: int, clock: Clock) -> int:
    """Begin, from now on, the climbs that decisions ask for and that nobody has begun: what was decided before ladders
    ran. Answers how many."""
    version, policy = active_policy(workspace_id)
    asked = [
        (pk, decision, ladder)
        for pk, ladder in unclimbed(workspace_id, policy)
        if (decision := Decision.objects.filter(conversation=pk).order_by("-id").values_list("pk", flat=True).first())
    ]
    begin(asked, version, policy, clock.now())
    return len(asked)


def unclimbed(workspace_id: int, policy: Policy) -> list[tuple[int, str]]:
    """Conversations that are owed an answer and whose rule asks for a ladder, while none is live there; with it."""
    ladders = {rule.name: rule.ladder for rule in (*policy.rules, policy.otherwise) if rule.ladder is not None}
    named = {rule: ladder for rule, ladder in ladders.items() if rungs(policy, ladder)}
    if not named:
        return []
    owed = open_conversations(workspace_id).filter(handling="answer", turn_since__isnull=False, rule__in=named)
    rows = owed.exclude(Exists(Escalation.objects.filter(conversation=OuterRef("pk"), live=True))).order_by("id")
    return [(pk, named[rule]) for pk, rule in rows.values_list("pk", "rule")]
