"""Approvals on the page of a conversation: where each text stands, and what the reader can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from earshot.features.conversations.models import Conversation
from earshot.features.delivery.approving.difference import Piece, difference
from earshot.features.delivery.approving.queries import (
    Approval,
    ApprovalWord,
    Entry,
    Request,
    asked_of,
    requests_of,
    seen_before,
)
from earshot.features.delivery.approving.words import together
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may
from earshot.kernel.clock import Clock
from earshot.web.texts import listed, translated


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of ``approve by`` in words: who can give it now, or, where nobody can, who could later."""

    entry: Entry
    title: str
    able: str
    ever: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One request on the timeline, for one reader.

    ``lines`` and what follows it are set while it waits; ``words`` is what was said. ``mine``: the reader wrote it.
    ``approves``: they can approve it; ``confirms``: theirs is the second confirmation, because somebody has taken on
    that nobody else can approve.
    """

    approval: Approval
    words: tuple[ApprovalWord, ...]
    mine: bool
    stale: str = ""
    lines: tuple[Line, ...] = ()
    approves: bool = False
    confirms: bool = False
    may_act: bool = False
    before: Approval | None = None
    """The text that the reader has seen before, if there is one; ``pieces`` is what is different now."""
    pieces: tuple[Piece, ...] = ()

    @property
    def waiting(self) -> bool:
        return self.approval.state == "waiting"

    @property
    def again(self) -> bool:
        """Whether the author can ask again with one press."""
        return self.mine and self.may_act and (bool(self.stale) or self.approval.state == "stale")

    @property
    def given(self) -> tuple[ApprovalWord, ...]:
        return tuple(word for word in self.words if word.word != "declined")

    @property
    def declined(self) -> ApprovalWord | None:
        return next((word for word in self.words if word.word == "declined"), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the composer says before one asks: who approves, in words; ``alone``: for these entries the author's second
    confirmation will do; ``stuck``: for these only the author could approve, so that somebody else must write."""

    who: str
    alone: str = ""
    stuck: str = ""


def asked_before_sending(conversation: Conversation, author: Membership, clock: Clock) -> Asked | None:
    """None where nobody need approve what this author writes here."""
    entries = asked_of(conversation, author, clock)
    if not entries:
        return None
    stuck = [entry.name for entry in entries if entry.stuck]
    alone = [entry.name for entry in entries if entry.alone]
    return Asked(_together(entry.name for entry in entries), _together(alone), _together(stuck))


def _together(names: Iterable[str]) -> str:
    found = list(names)
    return translated(together(found)) if found else ""


def shown_requests(conversation: Conversation, reader: Membership, at: datetime) -> list[Shown]:
    """All requests of a conversation, oldest first."""
    requests = requests_of(conversation, at)
    return [_shown(each, requests, reader) for each in requests]


def _shown(request: Request, requests: list[Request], reader: Membership) -> Shown:
    approval, standing = request.approval, request.standing
    mine = approval.by_id == reader.pk
    may_act = may(reader, Role.MEMBER)
    if standing is None:
        last = request is requests[-1]
        return Shown(approval, request.words, mine, stale=approval.why, may_act=may_act and last)
    before = None if mine else seen_before(requests, request, reader)
    return Shown(
        approval,
        request.words,
        mine,
        stale=standing.stale,
        lines=tuple(map(_line, standing.entries)),
        approves=may_act and bool(standing.for_me(reader)),
        confirms=mine and may_act and bool(standing.to_confirm),
        may_act=may_act,
        before=before,
        pieces=difference(before.text, approval.text) if before else (),
    )


def _line(entry: Entry) -> Line:
    return Line(
        entry,
        translated(entry.title),
        listed(seat.name for seat in entry.able),
        listed(map(_with_absence, entry.ever)),
    )


def _with_absence(seat: Membership) -> str:
    return seat.name if seat.person_id else _("%(name)s (not joined yet)") % {"name": seat.name}
