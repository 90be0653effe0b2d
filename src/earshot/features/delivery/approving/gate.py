"""Stops what has not been approved: at sending, at a person's word on a held reply, at every claim of the outbox."""

from __future__ import annotations

from datetime import datetime

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import words
from earshot.features.delivery.approving.requirement import required
from earshot.features.delivery.approving.standing import changed
from earshot.features.delivery.errors import ApprovalNeeded
from earshot.features.delivery.models import Approval, ApprovalWord, Publication
from earshot.kernel.texts import N_, Said, say

ASK = N_("Ask for approval: the reply goes out once it is given.")
ASK_AGAIN = N_("Drop it, its text goes back into the composer; then ask for approval.")


def check_free(conversation: Conversation, at: datetime) -> None:
    """Raises ApprovalNeeded where the policy asks for an approval before anything is answered here."""
    need = required(conversation, at)
    if need.entries:
        raise ApprovalNeeded(_must_approve(need.entries), ASK)


def lacking(publication: Publication, at: datetime) -> str:
    """Why a publication may not go out now, for want of approval; "" where it may.

    Asked anew each time: the decision may have changed since it was queued, and so may what it answers.
    """
    need = required(publication.conversation, at)
    if not need.entries:
        return ""
    approval = Approval.objects.filter(publication=publication).select_related("conversation", "parent").first()
    if approval is None:
        return _must_approve(need.entries)
    given = ApprovalWord.objects.filter(approval=approval).exclude(word="declined").values_list("entry", flat=True)
    if missing := [entry for entry in need.entries if entry not in set(given)]:
        return _must_approve(missing)
    return changed(approval)


def check(publication: Publication, at: datetime) -> None:
    """Raises ApprovalNeeded where :func:`lacking` says why."""
    if why := lacking(publication, at):
        raise ApprovalNeeded(why, ASK_AGAIN)


def _must_approve(entries: tuple[str, ...] | list[str]) -> Said:
    return say("This may only go out once it is approved: %(who)s.", who=words.together(entries))
