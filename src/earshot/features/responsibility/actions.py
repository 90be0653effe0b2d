"""Every write of the feature; claims and hand-overs are in ``handing.py`` and offered here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db import transaction

from earshot.engine.policy import load
from earshot.features.audit.actions import record
from earshot.features.conversations.cases import Case
from earshot.features.conversations.models import Conversation
from earshot.features.conversations.queries import open_conversations
from earshot.features.conversations.threads import cases_for, cases_of
from earshot.features.listening.models import Post
from earshot.features.people.actions import actor_of
from earshot.features.people.models import Membership, Role, Workspace
from earshot.features.people.permissions import require
from earshot.features.responsibility.assigning import assign_cases
from earshot.features.responsibility.deciding import decide_cases
from earshot.features.responsibility.handing import answer_hand_over, claim, offer_hand_over, withdraw_hand_over
from earshot.features.responsibility.models import PolicyVersion
from earshot.features.responsibility.noticing import notice_cases
from earshot.features.responsibility.policies import Overtaken, active_policy, bring_into_force, loaded
from earshot.features.responsibility.proving import Proof, Unproved, keep_proof, prove
from earshot.features.responsibility.taking import check_names, new_in, words_of
from earshot.features.responsibility.telling import tell_cases, tell_threads
from earshot.kernel.clock import Clock

__all__ = [
    "activate_policy",
    "answer_hand_over",
    "claim",
    "decide_again",
    "decide_posts_again",
    "offer_hand_over",
    "put_in_force",
    "put_text_in_force",
    "save_policy",
    "settle_policy",
    "withdraw_hand_over",
]

PORTION = 500
"""Conversations decided in one transaction, so that a new policy never keeps the stream waiting for long."""

READ_ANEW = frozenset(("edit", "deletion", "profile"))
"""Causes that change what people read of a conversation even where nothing that is stored of it changes."""


@transaction.atomic
def save_policy(workspace: Workspace, actor: Membership, text: str, clock: Clock) -> PolicyVersion:
    """Keep a text as the next version; it is not in force yet. The same text as the newest version is that version.

    Raises:
        NotAllowed: only administrators write policies.
        PolicyInvalid: it cannot be read; every problem is told.
    """
    require(actor, Role.ADMIN)
    load(text)
    newest = PolicyVersion.objects.filter(workspace=workspace).order_by("-number").first()
    if newest is not None and newest.text == text:
        return newest
    version = PolicyVersion.objects.create(
        workspace=workspace,
        number=newest.number + 1 if newest else 1,
        text=text,
        by_name=actor.name,
        created_at=clock.now(),
    )
    record(actor_of(actor), "policy.save", clock, workspace.pk, "policy", version.pk, number=version.number)
    return version


def put_text_in_force(actor: Membership, text: str, base: int, clock: Clock) -> PolicyVersion:
    """Keep a text as the next version and put it in force, if nothing speaks against it; else nothing is kept.

    Args:
        base: the number of the version in force on which the text rests, or on top of which it is put knowingly.

    Raises: as :func:`put_in_force`.
    """
    require(actor, Role.ADMIN)
    proof = _proved(text, clock)
    with transaction.atomic():
        in_force = _in_force(actor.workspace_id, base)
        version = save_policy(actor.workspace, actor, text, clock)
        _bring(version, in_force, proof, actor, clock)
    settle_policy(actor.workspace_id, clock)
    return version


def put_in_force(version: PolicyVersion, actor: Membership, clock: Clock, base: int | None = None) -> int:
    """Prove a version and, where nothing speaks against it, put it in force. Answers how many were decided again.

    Args:
        base: the number of the version that was in force when the person looked; None where nobody looked.

    Raises:
        NotAllowed: only administrators do.
        PolicyInvalid: its text cannot be read (any more).
        Unproved: somebody would have to take its findings on first.
        Overtaken: another version than ``base`` is in force by now.
        TakenOnForOthers: it takes a finding on in the name of somebody else who has not done so.
    """
    require(actor, Role.ADMIN)
    proof = _proved(version.text, clock)
    with transaction.atomic():
        _bring(version, _in_force(version.workspace_id, base), proof, actor, clock)
    return settle_policy(version.workspace_id, clock)


def _proved(text: str, clock: Clock) -> Proof:
    proof = prove(text, clock.now())
    if proof.blocking:
        raise Unproved(proof)
    return proof


def _in_force(workspace_id: int, base: int | None) -> PolicyVersion | None:
    """The version in force, held until the transaction ends; None where there is none yet."""
    rows = PolicyVersion.objects.select_for_update().filter(workspace_id=workspace_id, active=True)
    found = rows.first()
    if base is not None and found is not None and found.number != base:
        raise Overtaken(found)
    return found


def _bring(
    version: PolicyVersion, in_force: PolicyVersion | None, proof: Proof, actor: Membership, clock: Clock
) -> None:
    """Put a proved version in force and write into the audit trail what it takes on that ``in_force`` did not."""
    taken = new_in(loaded(version), loaded(in_force) if in_force else None)
    check_names(taken, actor.handle)
    keep_proof(version, proof)
    for each in taken:
        words = words_of(each)
        record(actor_of(actor), "policy.accept", clock, version.workspace_id, "policy", version.pk, **words)
    bring_into_force(version, actor, clock)


def activate_policy(version: PolicyVersion, actor: Membership, clock: Clock) -> int:
    """Put a version in force as it is, and decide every open conversation again. Answers how many were decided.
    People do so by :func:`put_in_force`, which asks for the proof first.

    Raises:
        NotAllowed: only administrators do.
        PolicyInvalid: its text cannot be read (any more).
    """
    require(actor, Role.ADMIN)
    loaded(version)
    bring_into_force(version, actor, clock)
    return settle_policy(version.workspace_id, clock)


def settle_policy(workspace_id: int, clock: Clock) -> int:
    """Decide every open conversation that another version decided, in portions; a crash leaves some to the timers."""
    version, _ = active_policy(workspace_id)
    waiting = open_conversations(workspace_id).exclude(policy_number=version.number).order_by("id")
    decided = 0
    while ids := list(waiting.values_list("id", flat=True)[:PORTION]):
        decided += decide_again(ids, "policy", clock)
    return decided


@transaction.atomic
def decide_again(conversation_ids: Iterable[int], cause: str, clock: Clock) -> int:
    """Fold the facts of conversations anew and decide them again. Answers how many decisions were written."""
    rows = Conversation.objects.filter(pk__in=list(conversation_ids)).order_by("workspace_id", "id")
    decided = 0
    for workspace_id, group in groupby(rows.values_list("workspace_id", "id"), lambda row: row[0]):
        cases = cases_of(workspace_id, [pk for _, pk in group], cause)
        decided += _decide_and_store(workspace_id, cases, clock)
    return decided


@transaction.atomic
def decide_authors_again(workspace_id: int, author_ids: Iterable[int], clock: Clock) -> int:
    """Decide the open conversations of these authors again whose facts differ. Answers how many decisions were
    written."""
    theirs = open_conversations(workspace_id).filter(author_id__in=list(author_ids)).order_by("id")
    cases = cases_of(workspace_id, theirs.values_list("pk", flat=True), "profile")
    return _decide_and_store(workspace_id, [case for case in cases if case.facts_changed], clock)


@transaction.atomic
def decide_posts_again(workspace_id: int, post_ids: Sequence[int], cause: str, clock: Clock) -> int:
    """Something about these posts has changed: decide the conversations they belong to, or ought to open now.

    Answers how many decisions were written.
    """
    decided = 0
    for start in range(0, len(post_ids), PORTION):
        portion = post_ids[start : start + PORTION]
        posts = list(Post.objects.filter(workspace_id=workspace_id, pk__in=portion))
        outside = [post for post in posts if not post.ours and not post.history]
        found = cases_for(workspace_id, outside, dict.fromkeys((post.pk for post in outside), cause), clock.now())
        unique = list({id(case): case for cases in found.values() for case in cases}.values())
        decided += _decide_and_store(workspace_id, [case for case in unique if case.touched], clock)
        if cause in READ_ANEW:
            _tell_readers(workspace_id, posts, [case for case in unique if not case.planned], clock)
    return decided


def _tell_readers(workspace_id: int, posts: Sequence[Post], cases: Sequence[Case], clock: Clock) -> None:
    """Whoever reads these posts reads something else now, be they ours or of no conversation; what was written of
    ``cases`` is told already."""
    tell_cases([case for case in cases if not case.touched], clock)
    tell_threads(workspace_id, posts, cases, clock)


def _decide_and_store(workspace_id: int, cases: Sequence[Case], clock: Clock) -> int:
    if not cases:
        return 0
    version = decide_cases(workspace_id, cases, clock.now())
    new = {id(case) for case in cases if case.planned}
    kept = assign_cases(cases, version, clock)
    for case in kept:
        case.opened = id(case) in new
    notice_cases(kept, clock)
    tell_cases(kept, clock)
    return len(kept)
