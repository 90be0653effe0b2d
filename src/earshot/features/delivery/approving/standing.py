"""How far a request has come: what still holds of it, who has approved, who can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from earshot.engine.policy import Accepted
from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving import words
from earshot.features.delivery.approving.approvers import Approvers
from earshot.features.delivery.approving.requirement import Requirement, required
from earshot.features.delivery.models import Approval, ApprovalWord, Publication
from earshot.features.delivery.models import State as Sent
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of ``approve by``. ``word``: its approval, where it has one. ``able``: who else can give it now;
    ``ever``: who else ever can. ``taken_on``: nobody ever can, which somebody has taken on by name."""

    name: str
    word: ApprovalWord | None
    able: tuple[Membership, ...]
    ever: tuple[Membership, ...]
    taken_on: Accepted | None

    @property
    def title(self) -> str:
        return words.title(self.name)

    @property
    def stuck(self) -> bool:
        """Only the author could approve, and nobody has taken that on: with this author it can not go out."""
        return self.word is None and not self.ever and self.taken_on is None

    @property
    def alone(self) -> bool:
        """Only the author could approve; their second confirmation will do."""
        return self.word is None and not self.ever and self.taken_on is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """``stale``: why what was asked for does not hold any more, "" where it does. ``entries``: what must be approved
    now (by the newest decision), in its order; none where nobody need approve any more."""

    stale: str
    entries: tuple[Entry, ...]

    @property
    def missing(self) -> tuple[Entry, ...]:
        """Entries without an approval."""
        return tuple(entry for entry in self.entries if entry.word is None)

    @property
    def complete(self) -> bool:
        """Every entry has approved exactly this text, as an answer to what stands there now."""
        return not self.stale and not self.missing

    def for_me(self, seat: Membership) -> tuple[Entry, ...]:
        """Those that this person can approve."""
        return () if self.stale else tuple(entry for entry in self.missing if seat in entry.able)

    @property
    def to_confirm(self) -> tuple[Entry, ...]:
        """Those that the author's second confirmation will do for."""
        return () if self.stale else tuple(entry for entry in self.missing if entry.alone)


def entries_of(
    need: Requirement, author: Membership, seats: Iterable[Membership], at: datetime, given: Iterable[ApprovalWord] = ()
) -> tuple[Entry, ...]:
    """What is asked of a text of this author; ``given``: the words that were said about it."""
    if not need.entries:
        return ()
    approvers, taken_on = Approvers(need.policy, seats, at), need.taken_on()
    found = {word.entry: word for word in given if word.word != "declined"}
    entries = []
    for name in need.entries:
        ever = approvers.ever(name, author)
        able = approvers.able(name, author)
        entries.append(Entry(name, found.get(name), able, ever, None if ever else taken_on))
    return tuple(entries)


def standing_of(approval: Approval, seats: Iterable[Membership], at: datetime) -> Standing:
    """Where a request stands now, by the conversation, the post and the policy as they are stored."""
    need = required(approval.conversation, at)
    given = ApprovalWord.objects.filter(approval=approval).select_related("by")
    entries = entries_of(need, approval.by, seats, at, given)
    more = [entry for entry in need.entries if entry not in approval.needs]
    return Standing(changed(approval) or (words.MORE_NEEDED if more else ""), entries)


def changed(approval: Approval) -> str:
    """Why the text does not answer what stands there now; "" where it does."""
    conversation, post = approval.conversation, approval.parent
    if conversation.newest_post_id != approval.parent_id:
        return words.SPOKE_AGAIN
    if post.deleted_at is not None:
        return words.DELETED
    if post.version != approval.parent_version:
        return words.EDITED
    return words.ANSWERED if _answered(conversation, approval) else ""


def _answered(conversation: Conversation, approval: Approval) -> bool:
    """Outside Earshot, or by a reply that was made without this request."""
    at, how = conversation.answered_at, conversation.answered_how
    if how == "outside" and at is not None and at > approval.at:
        return True
    others = Publication.objects.filter(conversation=conversation, created_at__gt=approval.at)
    others = others.filter(state__in=(Sent.QUEUED, Sent.CLAIMED, Sent.SENT, Sent.UNKNOWN, Sent.HELD))
    return others.exclude(pk=approval.publication_id or 0).exists()


def seats_of(workspace_id: int) -> list[Membership]:
    """Everybody who may be asked."""
    return list(Membership.objects.filter(workspace_id=workspace_id, active=True))


def asked_of(conversation: Conversation, author: Membership, clock: Clock) -> tuple[Entry, ...]:
    """What the policy would ask of a text that ``author`` writes now; nothing where they may simply send."""
    need = required(conversation, clock.now())
    return entries_of(need, author, seats_of(conversation.workspace_id), clock.now()) if need.entries else ()
