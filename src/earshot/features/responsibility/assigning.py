"""Writes what was decided: conversations, decisions, assignments and involvement, all of a batch in one go.

The accountable column and the open assignment change in the same transaction, always here or in ``handing.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import State
from earshot.features.conversations.writing import write
from earshot.features.responsibility.deciding import Decided, decided_of
from earshot.features.responsibility.escalating.following import follow
from earshot.features.responsibility.escalating.queries import informed_by_steps
from earshot.features.responsibility.events import AccountabilityMoved
from earshot.features.responsibility.models import Assignment, Decision, HandOver, Involvement, PolicyVersion
from earshot.features.responsibility.noticing import notice_hand_over
from earshot.kernel.clock import Clock
from earshot.ports import bus
from earshot.web import bulk

ASKED_FOR = timedelta(minutes=10)
"""How long the person who is writing has to answer, before it is asked whether they still write."""


def assign_cases(cases: Sequence[Case], version: PolicyVersion, clock: Clock) -> list[Case]:
    """Store decided cases (and those whose turn ended without a decision). Answers those that are stored now: what
    the policy ignores and was never stored is left out."""
    kept = [case for case in cases if not _is_ignored(case)]
    decided = [case for case in kept if case.decision is not None]
    moved_from = {id(case): case.conversation.accountable_id for case in decided if decided_of(case).moved}
    for case in kept:
        _set_columns(case, version)
    new = [case for case in decided if case.planned]
    write(kept)
    decisions = _write_decisions(decided, version, clock)
    _write_assignments(decided, new, moved_from, decisions, clock)
    fresh = {case.conversation.pk for case in new}
    by_conversation = {case.conversation.pk: row for case, row in zip(decided, decisions, strict=True)}
    going = follow(kept, fresh, by_conversation, version, clock)
    _write_involvement(decided, fresh, going)
    _ask(decided, decisions, clock)
    return kept


def _is_ignored(case: Case) -> bool:
    return case.planned and (case.decision is None or decided_of(case).says.handling == "ignore")


def _set_columns(case: Case, version: PolicyVersion) -> None:
    conversation = case.conversation
    if case.decision is None:
        if conversation.turn_since is None:
            conversation.deadline_at, conversation.gap, conversation.covering = None, False, None
        return
    decided = decided_of(case)
    case.moved = decided.moved
    says = decided.says
    in_turn = conversation.turn_since is not None
    conversation.handling = says.handling
    bulk.link(conversation, "accountable", decided.holder)
    conversation.role = says.accountable.role
    conversation.rule = says.rule
    conversation.policy_number = version.number
    bulk.link(conversation, "covering", decided.covering)
    conversation.deadline_at = says.deadline if in_turn else None
    conversation.gap = says.gap and in_turn
    if decided.moved and conversation.state == State.ASSIGNED:
        conversation.state = State.NEW


def _write_decisions(decided: Sequence[Case], version: PolicyVersion, clock: Clock) -> Sequence[int]:
    now = clock.now()
    return bulk.insert_numbered(
        Decision,
        ("conversation_id", "policy_id", "at", "cause", "facts", "result", "road"),
        (
            (case.conversation.pk, version.pk, now, case.cause, says.facts, says.result, case.road)
            for case in decided
            for says in (decided_of(case),)
        ),
    )


def _write_assignments(
    decided: Sequence[Case], new: Sequence[Case], moved_from: dict[int, int], decisions: Sequence[int], clock: Clock
) -> None:
    """Open the assignment of new conversations; end that of moved ones and open the next."""
    now = clock.now()
    moved = [case for case in decided if id(case) in moved_from]
    if moved:
        ids = [case.conversation.pk for case in moved]
        Assignment.objects.filter(conversation_id__in=ids, ended_at=None).update(ended_at=now)
        HandOver.objects.filter(conversation_id__in=ids, state="offered").update(state="withdrawn", answered_at=now)
    opening = {id(case) for case in new} | set(moved_from)
    bulk.insert(
        Assignment,
        (
            "conversation_id", "membership_id", "role", "previous_id", "why", "by_id", "decision_id", "at",
            "accepted_at", "ended_at",
        ),
        (
            (
                case.conversation.pk, case.conversation.accountable_id, case.conversation.role,
                moved_from.get(id(case)), _why(case), None, decision, now, None, None,
            )
            for case, decision in zip(decided, decisions, strict=True)
            if id(case) in opening
        ),
    )  # fmt: skip
    for case in moved:
        _tell_moved(case, moved_from[id(case)])


def _why(case: Case) -> str:
    return "policy" if case.cause == "policy" else "rule"


def _tell_moved(case: Case, before: int) -> None:
    row = case.conversation
    bus.publish(AccountabilityMoved(row.workspace_id, row.pk, before, row.accountable_id, _why(case)))


def _write_involvement(decided: Sequence[Case], new: set[int], climbs: Sequence[int]) -> None:
    """``climbs``: those that go on; the roles to which they have come stay informed."""
    told = informed_by_steps(climbs) if climbs else {}
    wanted = {
        case.conversation.pk: _involved(decided_of(case)) | {("I", role) for role in told.get(case.conversation.pk, ())}
        for case in decided
    }
    there: dict[int, set[tuple[str, str]]] = {pk: set() for pk in wanted}
    ids: dict[tuple[int, str, str], int] = {}
    old = [pk for pk in wanted if pk not in new]
    if old:
        for row in Involvement.objects.filter(conversation_id__in=old):
            there[row.conversation_id].add((row.letter, row.role))
            ids[row.conversation_id, row.letter, row.role] = row.pk
    gone = [row_id for (pk, letter, role), row_id in ids.items() if (letter, role) not in wanted[pk]]
    if gone:
        Involvement.objects.filter(pk__in=gone).delete()
    bulk.insert(
        Involvement,
        ("conversation_id", "letter", "role"),
        ((pk, letter, role) for pk, pairs in wanted.items() for letter, role in sorted(pairs - there[pk])),
    )


def _involved(decided: Decided) -> set[tuple[str, str]]:
    says = decided.says
    pairs = {("R", says.responsible), *(("C", role) for role in says.consulted)}
    pairs |= {("I", role) for role in decided.informed}
    if decided.asked is not None and says.responsible != says.accountable.role:
        pairs.add(("C", says.accountable.role))
    return pairs


def _ask(decided: Sequence[Case], decisions: Sequence[int], clock: Clock) -> None:
    """Ask whoever is writing instead of moving the conversation under their hands; take back questions that a newer
    decision has answered."""
    changed = [case.conversation.pk for case in decided if not case.planned and decided_of(case).rule_changed]
    if changed:
        HandOver.objects.filter(conversation_id__in=changed, state="offered", asks_giver=True).update(
            state="withdrawn", answered_at=clock.now()
        )
    asked = [(case, row) for case, row in zip(decided, decisions, strict=True) if decided_of(case).asked is not None]
    if not asked:
        return
    ids = [case.conversation.pk for case, _ in asked]
    HandOver.objects.filter(conversation_id__in=ids, state="offered").update(state="withdrawn", answered_at=clock.now())
    questions = HandOver.objects.bulk_create(
        HandOver(
            conversation=case.conversation,
            giver=decided_of(case).holder,
            taker=decided_of(case).asked,
            asks_giver=True,
            role=case.conversation.role,
            decision_id=row,
            at=clock.now(),
            lapses_at=clock.now() + ASKED_FOR,
        )
        for case, row in asked
    )
    for question in questions:
        notice_hand_over(question, clock)
