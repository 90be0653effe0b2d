"""Tells the people concerned, and open pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from earshot.features.delivery.approving.approvers import Approvers, same_person
from earshot.features.delivery.approving.requirement import required
from earshot.features.delivery.approving.standing import Entry, seats_of
from earshot.features.delivery.models import Approval
from earshot.features.notices.actions import News, acknowledge, notify, settle
from earshot.features.people.models import Membership
from earshot.kernel.clock import Clock
from earshot.kernel.texts import Said, say
from earshot.web import live

SOON = timedelta(hours=1)
"""A deadline that is nearer makes the question urgent."""


def asked(approval: Approval, entries: Iterable[Entry], clock: Clock) -> None:
    """Whoever can approve: of each entry those on duty, else all."""
    need = required(approval.conversation, clock.now())
    approvers = Approvers(need.policy, seats_of(approval.workspace_id), clock.now())
    seats = {seat.pk: seat for entry in entries for seat in approvers.told(entry.name, approval.by)}
    said = say(
        "%(name)s asks you to approve a reply to %(author)s.",
        name=approval.by.name,
        author=str(approval.conversation.author),
    )
    due = approval.conversation.deadline_at
    urgent = due is not None and due - clock.now() < SOON
    about = _about(approval)
    news = [News(seat, "approval", said, about, urgent=urgent) for seat in seats]
    notify(approval.workspace_id, news, clock)
    changed(approval, clock)


def heard_from(approval: Approval, by: Membership, clock: Clock) -> None:
    """This person has answered: nobody need remind them."""
    acknowledge(by.pk, _about(approval), clock)


def approved(approval: Approval, last: Membership | None, clock: Clock) -> None:
    """The author: it goes out. Not where they said the last word themselves."""
    author = str(approval.conversation.author)
    if last is None:
        said = say("Your reply to %(author)s has all the approvals that it needs; it goes out now.", author=author)
    else:
        said = say("%(name)s approved your reply to %(author)s; it goes out now.", name=last.name, author=author)
    _to_author(approval, said, clock, last)


def declined(approval: Approval, by: Membership, comment: str, clock: Clock) -> None:
    """The author: it comes back, and why."""
    said = say(
        "%(name)s sent your reply to %(author)s back: %(comment)s",
        name=by.name,
        author=str(approval.conversation.author),
        comment=comment,
    )
    _to_author(approval, said, clock, by)


def lapsed(approval: Approval, clock: Clock) -> None:
    """The author: ask again."""
    said = say(
        "Your reply to %(author)s was not sent. %(why)s Ask for approval again.",
        author=str(approval.conversation.author),
        why=approval.why,
    )
    _to_author(approval, said, clock, None)


def freed(approval: Approval, clock: Clock) -> None:
    """The author: send it."""
    said = say(
        "Your reply to %(author)s needs no approval any more. You can send it.",
        author=str(approval.conversation.author),
    )
    _to_author(approval, said, clock, None)


def ended(approval: Approval, clock: Clock) -> None:
    """Nobody is asked any more."""
    settle(_about(approval), clock, kinds=("approval",))
    changed(approval, clock)


def changed(approval: Approval, clock: Clock) -> None:
    """Open pages show where it stands."""
    live.publish(
        clock,
        approval.workspace_id,
        "approval.changed",
        approval.pk,
        conversation=approval.conversation_id,
        state=approval.state,
    )


def _to_author(approval: Approval, said: Said, clock: Clock, by: Membership | None) -> None:
    if approval.by.person_id is None or (by is not None and same_person(by, approval.by)):
        return
    notify(approval.workspace_id, [News(approval.by_id, "approved", said, _about(approval))], clock)


def _about(approval: Approval) -> tuple[str, int]:
    return ("conversation", approval.conversation_id)
