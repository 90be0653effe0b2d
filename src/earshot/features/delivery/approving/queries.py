"""Every read of approvals. ``access_*`` are the only doors to the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving.standing import Entry as Entry  # offered to upper features, for types
from earshot.features.delivery.approving.standing import Standing, seats_of, standing_of
from earshot.features.delivery.approving.standing import asked_of as asked_of
from earshot.features.delivery.models import Approval as Approval  # offered to upper features, for types
from earshot.features.delivery.models import ApprovalWord as ApprovalWord
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may
from earshot.features.people.queries import stand_in
from earshot.kernel.errors import NotFound
from earshot.web.prepared import Prepared


def access_approvals(membership: Membership) -> QuerySet[Approval]:
    """Every request of the workspace, oldest first."""
    return (
        Approval.objects.filter(workspace=membership.workspace_id)
        .select_related("channel", "by", "conversation", "parent")
        .order_by("id")
    )


def access_approval(membership: Membership, approval_id: int) -> Approval:
    """One of them. Raises NotFound."""
    found = access_approvals(membership).filter(pk=approval_id).first()
    if found is None:
        raise NotFound(_("There is no such request in this workspace."), _("Open the conversation again."))
    return found


@Prepared
def _of_conversation(workspace_id: int, conversation_id: int) -> QuerySet[Approval]:
    rows = access_approvals(stand_in(workspace_id)).filter(conversation=conversation_id)
    return rows.select_related(None).select_related("channel", "by", "parent").defer("channel__secrets")


@dataclass(frozen=True, slots=True)
class Request:
    """A request with what was said about it. ``standing``: where it stands, None once it has ended."""

    approval: Approval
    words: tuple[ApprovalWord, ...]
    standing: Standing | None


def requests_of(conversation: Conversation, at: datetime) -> list[Request]:
    """All requests of a conversation, oldest first."""
    approvals = list(_of_conversation(conversation.workspace_id, conversation.pk))
    if not approvals:
        return []
    said: dict[int, list[ApprovalWord]] = defaultdict(list)
    for word in ApprovalWord.objects.filter(approval__in=approvals).select_related("by").order_by("id"):
        said[word.approval_id].append(word)
    seats = seats_of(conversation.workspace_id) if any(each.state == "waiting" for each in approvals) else []
    found = []
    for approval in approvals:
        approval.conversation = conversation
        standing = standing_of(approval, seats, at) if approval.state == "waiting" else None
        found.append(Request(approval, tuple(said[approval.pk]), standing))
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that waits for this person."""

    approval: Approval
    entries: tuple[Entry, ...]


def wanted_from(membership: Membership, at: datetime) -> list[Wanted]:
    """What waits for this person's approval, in order of the deadline; what has none comes last."""
    if not membership.active or not may(membership, Role.MEMBER):
        return []
    waiting = list(access_approvals(membership).filter(state="waiting"))
    if not waiting:
        return []
    seats = seats_of(membership.workspace_id)
    found = [Wanted(each, standing_of(each, seats, at).for_me(membership)) for each in waiting]
    mine = [each for each in found if each.entries]
    return sorted(mine, key=lambda each: _by_deadline(each.approval))


def _by_deadline(approval: Approval) -> tuple[bool, float, int]:
    due = approval.conversation.deadline_at
    return due is None, due.timestamp() if due else 0.0, approval.pk


def seen_before(requests: list[Request], request: Request, reader: Membership) -> Approval | None:
    """The text to compare this one with: the last one before it that the reader has said a word about; else the one
    just before it. None where there is none, or it is the same."""
    earlier = [each for each in requests if each.approval.pk < request.approval.pk]
    answered = [each for each in earlier if any(word.by_id == reader.pk for word in each.words)]
    before = (answered or earlier)[-1:]
    if not before or before[0].approval.text == request.approval.text:
        return None
    return before[0].approval
