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
from earshot.features.responsibility.events import AccountabilityMoved
from earshot.features.responsibility.models import Assignment, Decision, HandOver, Involvement, PolicyVersion
from earshot.kernel.clock import Clock
from earshot.ports import bus

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
    _write_involvement(decided, {case.conversation.pk for case in new})
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
    says = decided.says
    in_turn = conversation.turn_since is not None
    conversation.handling = says.handling
    conversation.accountable = decided.holder
    conversation.role = says.accountable.role
    conversation.rule = says.rule
    conversation.policy_number = version.number
    conversation.covering = decided.covering
    conversation.deadline_at = says.deadline if in_turn else None
    conversation.gap = says.gap and in_turn
    if decided.moved and conversation.state == State.ASSIGNED:
        conversation.state = State.NEW


def _write_decisions(decided: Sequence[Case], version: PolicyVersion, clock: Clock) -> list[Decision]:
    return Decision.objects.bulk_create(
        [
            Decision(
                conversation=case.conversation,
                policy=version,
                at=clock.now(),
                cause=case.cause,
                facts=decided_of(case).facts,
                result=decided_of(case).result,
                road=case.road,
            )
            for case in decided
        ],
        batch_size=500,
    )


def _write_assignments(
    decided: Sequence[Case],
    new: Sequence[Case],
    moved_from: dict[int, int],
    decisions: Sequence[Decision],
    clock: Clock,
) -> None:
    """Open the assignment of new conversations; end that of moved ones and open the next."""
    moved = [case.conversation.pk for case in decided if id(case) in moved_from]
    if moved:
        Assignment.objects.filter(conversation_id__in=moved, ended_at=None).update(ended_at=clock.now())
        HandOver.objects.filter(conversation_id__in=moved, state="offered").update(
            state="withdrawn", answered_at=clock.now()
        )
    planned = {id(case) for case in new}
    rows = [
        Assignment(
            conversation=case.conversation,
            membership=decided_of(case).holder,
            role=case.conversation.role,
            previous_id=moved_from.get(id(case)),
            why="policy" if case.cause == "policy" else "rule",
            decision=decision,
            at=clock.now(),
        )
        for case, decision in zip(decided, decisions, strict=True)
        if id(case) in planned or id(case) in moved_from
    ]
    Assignment.objects.bulk_create(rows, batch_size=500)
    for row in rows:
        if row.previous_id is not None:
            _tell_moved(row)


def _tell_moved(row: Assignment) -> None:
    conversation = row.conversation
    bus.publish(
        AccountabilityMoved(
            conversation.workspace_id, conversation.pk, row.previous_id or 0, row.membership_id, row.why
        )
    )


def _write_involvement(decided: Sequence[Case], new: set[int]) -> None:
    wanted = {case.conversation.pk: _involved(decided_of(case)) for case in decided}
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
    Involvement.objects.bulk_create(
        [
            Involvement(conversation_id=pk, letter=letter, role=role)
            for pk, pairs in wanted.items()
            for letter, role in sorted(pairs - there[pk])
        ],
        batch_size=1000,
    )


def _involved(decided: Decided) -> set[tuple[str, str]]:
    says = decided.says
    pairs = {("R", says.responsible), *(("C", role) for role in says.consulted)}
    pairs |= {("I", role) for role in decided.informed}
    if decided.asked is not None and says.responsible != says.accountable.role:
        pairs.add(("C", says.accountable.role))
    return pairs


def _ask(decided: Sequence[Case], decisions: Sequence[Decision], clock: Clock) -> None:
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
    HandOver.objects.bulk_create(
        HandOver(
            conversation=case.conversation,
            giver=decided_of(case).holder,
            taker=decided_of(case).asked,
            asks_giver=True,
            role=case.conversation.role,
            decision=row,
            at=clock.now(),
            lapses_at=clock.now() + ASKED_FOR,
        )
        for case, row in asked
    )
