"""Accountability that people move: claiming, and handing over, which needs acceptance or falls back."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from earshot.features.conversations.events import ConversationsChanged
from earshot.features.conversations.holding import hold, keep, write_down
from earshot.features.conversations.models import Conversation, State
from earshot.features.people.models import Membership, Role
from earshot.features.people.permissions import may, require
from earshot.features.responsibility.escalating.acknowledging import stop
from earshot.features.responsibility.events import AccountabilityMoved
from earshot.features.responsibility.models import Assignment, HandOver
from earshot.features.responsibility.noticing import notice_hand_over
from earshot.features.responsibility.telling import tell_hand_over
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from earshot.ports import bus

OFFER_LASTS = timedelta(hours=2)
"""How long an offer waits for its answer, before it falls back to the giver."""


@transaction.atomic
def claim(conversation: Conversation, actor: Membership, clock: Clock) -> Conversation:
    """Take a conversation that nobody has taken up yet. Of twenty who claim at once exactly one gets it.

    1. One statement marks the open assignment as taken, if nobody has; whoever changed the row is the winner.
    2. Where the winner is somebody else than the policy chose, that assignment ends and theirs begins.

    Raises:
        Conflict: somebody was faster, or works on it already.
    """
    held = hold(conversation, actor)
    now = clock.now()
    if held.state == State.RESOLVED:
        raise Conflict(_("This conversation is resolved."), _("Reopen it first."))
    current = Assignment.objects.filter(conversation=held, ended_at=None)
    if not current.filter(accepted_at=None).update(accepted_at=now):
        if held.accountable_id == actor.pk:
            if stop(held, actor, clock):
                keep(held, clock)
            return held
        raise Conflict(
            _("%s has taken this conversation.") % held.accountable.name, _("Ask them to hand it over to you.")
        )
    if held.accountable_id != actor.pk:
        current.update(accepted_at=None)
        _move(held, actor, "claim", clock, by=actor)
    stop(held, actor, clock)
    _take_up(held, clock)
    write_down(held, actor, "claim", clock)
    return held


@transaction.atomic
def offer_hand_over(
    conversation: Conversation,
    actor: Membership,
    taker: Membership,
    clock: Clock,
    note: str = "",
    revision: int | None = None,
) -> HandOver:
    """Offer a conversation to somebody; whoever is accountable stays so until they accept.

    Raises:
        NotAllowed: only who has it, who covers for them, and administrators offer it.
        BadInput: the taker cannot take it.
        Conflict: it has been offered already, or is resolved.
    """
    held = hold(conversation, actor, revision)
    if actor.pk not in (held.accountable_id, held.covering_id) and not may(actor, Role.ADMIN):
        raise NotAllowed(
            _("Only %s can hand this conversation over.") % held.accountable.name, _("Ask them, or an administrator.")
        )
    _check_taker(held, taker)
    if held.state == State.RESOLVED:
        raise Conflict(_("This conversation is resolved."), _("Reopen it first."))
    try:
        with transaction.atomic():
            offer = HandOver.objects.create(
                conversation=held,
                giver=actor,
                taker=taker,
                note=note.strip(),
                role=held.role,
                at=clock.now(),
                lapses_at=clock.now() + OFFER_LASTS,
            )
    except IntegrityError:
        raise Conflict(
            _("This conversation waits for the answer to an earlier hand-over."), _("Withdraw that one first.")
        ) from None
    keep(held, clock)
    write_down(held, actor, "hand_over", clock, taker=taker.pk, taker_name=taker.name)
    tell_hand_over(offer, clock)
    notice_hand_over(offer, clock)
    return offer


def _check_taker(held: Conversation, taker: Membership) -> None:
    if taker.workspace_id != held.workspace_id or not taker.active:
        raise NotFound(_("There is no such person in this workspace."), _("Choose somebody from the list."))
    if taker.pk == held.accountable_id:
        raise BadInput(_("%s has this conversation already.") % taker.name, _("Choose somebody else."))
    if taker.person_id is None:
        raise BadInput(
            _("%s has not joined yet and could not accept.") % taker.name, _("Choose somebody who has joined.")
        )
    require(taker, Role.MEMBER)


@transaction.atomic
def answer_hand_over(hand_over: HandOver, actor: Membership, accept: bool, clock: Clock) -> HandOver:
    """Say yes or no: the taker to an offer, the person who is writing to a question of the policy.

    Raises:
        NotAllowed: somebody else is asked.
        Conflict: it no longer waits for an answer.
    """
    held = hold(hand_over.conversation, actor)
    offer = _open_offer(hand_over, held)
    asked = offer.giver if offer.asks_giver else offer.taker
    if actor.pk != asked.pk:
        raise NotAllowed(_("%s is asked, not you.") % asked.name, _("Wait for their answer."))
    if not offer.asks_giver and offer.lapses_at <= clock.now():
        raise Conflict(_("This offer has lapsed."), _("Ask %s to offer it again.") % offer.giver.name)
    _close(offer, "accepted" if accept else "declined", clock)
    if accept:
        why = "rule" if offer.asks_giver else "handover"
        _move(held, offer.taker, why, clock, by=offer.giver, offer=offer)
        if not offer.asks_giver:
            stop(held, actor, clock)
            _take_up(held, clock)
    keep(held, clock)
    if accept and offer.asks_giver:
        _look_who_is_here(held, clock)
    write_down(held, actor, "accept_hand_over" if accept else "decline_hand_over", clock, hand_over=offer.pk)
    return offer


@transaction.atomic
def withdraw_hand_over(hand_over: HandOver, actor: Membership, clock: Clock) -> HandOver:
    """Take an offer back before it is answered.

    Raises:
        NotAllowed: only who offered it, and administrators.
        Conflict: it no longer waits for an answer.
    """
    held = hold(hand_over.conversation, actor)
    offer = _open_offer(hand_over, held)
    if offer.asks_giver or (offer.giver_id != actor.pk and not may(actor, Role.ADMIN)):
        raise NotAllowed(_("Only %s can withdraw this offer.") % offer.giver.name, _("Ask them."))
    _close(offer, "withdrawn", clock)
    keep(held, clock)
    write_down(held, actor, "withdraw_hand_over", clock, hand_over=offer.pk)
    return offer


@transaction.atomic
def lapse_due(clock: Clock) -> int:
    """Offers that nobody answered fall back; what the policy asked moves, unless the person still writes.

    Answers how many have lapsed.
    """
    due = HandOver.objects.filter(state="offered", lapses_at__lte=clock.now()).order_by("id")
    lapsed = 0
    for offer in due.select_related("conversation", "taker", "giver").select_for_update(of=("self",)):
        held = Conversation.objects.select_for_update().get(pk=offer.conversation_id)
        if offer.asks_giver and _still_writes(held, offer, clock):
            offer.lapses_at = held.writing_until or clock.now()
            offer.save(update_fields=["lapses_at"])
            continue
        _close(offer, "lapsed", clock)
        if offer.asks_giver and held.state != State.RESOLVED:
            _move(held, offer.taker, "rule", clock, by=None, offer=offer)
        keep(held, clock)
        if offer.asks_giver and held.state != State.RESOLVED:
            _look_who_is_here(held, clock)
        lapsed += 1
    return lapsed


def _look_who_is_here(held: Conversation, clock: Clock) -> None:
    """Whoever claims or accepts acts now; whom the policy chose a while ago may have gone off duty since."""
    bus.publish(ConversationsChanged(held.workspace_id, (held.pk,), "handover", clock.now()))


def drop_offers(conversation_id: int, clock: Clock) -> None:
    """The conversation is done: nothing is left to hand over."""
    offers = HandOver.objects.filter(conversation_id=conversation_id, state="offered")
    for offer in offers.select_related("conversation"):
        _close(offer, "withdrawn", clock)


def drop_offers_to(membership_id: int, clock: Clock) -> None:
    """The seat is deactivated: nothing can be handed over to it, be it by a person or by the policy."""
    offers = HandOver.objects.filter(taker=membership_id, state="offered").order_by("id")
    for offer in offers.select_related("conversation", "giver", "taker"):
        _close(offer, "withdrawn", clock)


def _still_writes(held: Conversation, offer: HandOver, clock: Clock) -> bool:
    writing = held.writing_until is not None and held.writing_until > clock.now()
    return writing and held.writer_id == offer.giver_id


def _open_offer(hand_over: HandOver, held: Conversation) -> HandOver:
    rows = HandOver.objects.filter(pk=hand_over.pk, conversation=held, state="offered")
    offer = rows.select_related("giver", "taker", "conversation").first()
    if offer is None:
        raise Conflict(_("This hand-over no longer waits for an answer."), _("Look at the conversation as it is now."))
    return offer


def _close(offer: HandOver, state: str, clock: Clock) -> None:
    offer.state, offer.answered_at = state, clock.now()
    offer.save(update_fields=["state", "answered_at"])
    tell_hand_over(offer, clock)
    notice_hand_over(offer, clock)


def _take_up(held: Conversation, clock: Clock) -> None:
    """Somebody works on it now."""
    if held.state in (State.NEW, State.REOPENED):
        held.state = State.ASSIGNED
    keep(held, clock, "state")


def _move(
    held: Conversation, to: Membership, why: str, clock: Clock, *, by: Membership | None, offer: HandOver | None = None
) -> None:
    """Make ``to`` accountable: end the open assignment and begin the next, with the column."""
    now = clock.now()
    before = held.accountable
    Assignment.objects.filter(conversation=held, ended_at=None).update(ended_at=now)
    Assignment.objects.create(
        conversation=held,
        membership=to,
        role=(offer.role if offer else "") or held.role,
        previous=before,
        why=why,
        by=by,
        decision=offer.decision if offer else None,
        at=now,
        accepted_at=None if why == "rule" else now,
    )
    HandOver.objects.filter(conversation=held, state="offered").update(state="withdrawn", answered_at=now)
    held.accountable, held.covering = to, None
    held.save(update_fields=["accountable", "covering"])
    bus.publish(AccountabilityMoved(held.workspace_id, held.pk, before.pk, to.pk, why))
