"""Carries parcels out, at least once each: claimed, composed, sent, and what came of it noted."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from earshot.features.notices.models import Parcel, Way
from earshot.features.notices.saying import message_of, still_open
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, Said, say, shortened
from earshot.ports.services import services
from earshot.ports.ways import Message, WayFailed

log = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(seconds=120)
"""A process that has not noted the outcome by then is dead: the parcel is sent again."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=24)
"""Of one parcel; what must be acknowledged is put up again until somebody does."""
KEPT_FOR = timedelta(days=14)
"""How long parcels that are over stay, to be looked at."""
NOT_SET_UP = N_("This installation cannot send e-mail: nobody has named a mail server.")
NOT_HERE = N_("This way is not available in this installation.")


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed parcel, composed. ``ids`` are the notices that it held when it was."""

    parcel_id: int
    kind: str
    to: str
    message: Message
    ids: tuple[int, ...]


def claim_due(clock: Clock, most: int) -> list[Errand]:
    """Claim at most so many parcels whose time has come; those in which nothing concerns anybody any more are dropped.

    1. One statement moves a parcel's time ahead if it is what it was when we looked; whoever changed it has it.
    2. The message is composed of what is still open now.
    """
    now = clock.now()
    rows = Parcel.objects.filter(next_at__lte=now).order_by("next_at", "id").select_related("way__person")
    errands = []
    for parcel in rows[:most]:
        mine = Parcel.objects.filter(pk=parcel.pk, next_at=parcel.next_at, state="queued")
        if mine.update(next_at=now + CLAIMED_FOR, attempts=F("attempts") + 1):
            errand = _composed(parcel, clock)
            if errand is not None:
                errands.append(errand)
    return errands


def _composed(parcel: Parcel, clock: Clock) -> Errand | None:
    way = parcel.way
    notices = still_open(parcel.notices)
    if not notices or not way.active:
        Parcel.objects.filter(pk=parcel.pk).update(state="dropped", next_at=None, over_at=clock.now())
        return None
    try:
        to = address_of(way)
    except BadInput as error:  # sealed with a key that is not here: the person enters it again
        failed(parcel.pk, WayFailed(error.message, error.mend, lasting=True), clock)
        return None
    message = message_of(parcel, notices, services().address())
    return Errand(parcel.pk, way.kind, to, message, tuple(parcel.notices))


def address_of(way: Way) -> str:
    """Where the way leads. Raises BadInput where its seal cannot be opened."""
    return services().vault.unseal(way.sealed, bound(way)) if way.sealed else way.person.email


def bound(way: Way) -> str:
    """What a way's address is sealed for."""
    return f"way:{way.pk}"


async def send(kind: str, to: str, message: Message) -> None:
    """Send one message. Raises WayFailed, and nothing else."""
    way = services().ways.of(kind)
    if way is None:
        missing = (services().ways.mail_trouble or NOT_SET_UP) if kind == "mail" else NOT_HERE
        raise WayFailed(missing, lasting=True)
    try:
        await way.send(to, message)
    except WayFailed:
        raise
    except Exception as error:  # a bug of one way concerns its own messages only
        log.exception("A message could not be sent by %s.", kind)
        raise WayFailed(say("Sending failed (%(why)s).", why=type(error).__name__)) from None


@transaction.atomic
def sent(errand: Errand, clock: Clock) -> None:
    """It has gone out. What was put into the parcel meanwhile goes out next, as a message of its own."""
    now = clock.now()
    parcel = Parcel.objects.select_for_update().filter(pk=errand.parcel_id).first()
    if parcel is None:  # the way was removed meanwhile, and its parcels with it
        return
    Way.objects.filter(pk=parcel.way_id).update(told_at=now, failed_at=None, error="")
    rest = [pk for pk in parcel.notices if pk not in errand.ids]
    if rest:
        Parcel.objects.create(
            way_id=parcel.way_id, key=f"{parcel.key[:32]}-{parcel.pk}"[:40], notices=rest, made_at=now, next_at=now
        )
    parcel.state, parcel.next_at, parcel.over_at, parcel.notices = "sent", None, now, list(errand.ids)
    parcel.save()


@transaction.atomic
def failed(parcel_id: int, error: WayFailed, clock: Clock) -> None:
    """It has not gone out, or nobody knows. A way that is gone is removed; otherwise it is tried again, with growing
    pauses, for a day."""
    now = clock.now()
    parcel = Parcel.objects.select_related("way").filter(pk=parcel_id).first()
    if parcel is None:
        return
    if error.gone:
        parcel.way.delete()
        return
    note_failure(parcel.way, error, now)
    if now - parcel.made_at >= GIVEN_UP_AFTER:
        parcel.state, parcel.next_at, parcel.over_at = "failed", None, now
    else:
        parcel.next_at = now + (LONGEST_PAUSE if error.lasting else pause_after(parcel.attempts))
    parcel.save(update_fields=["state", "next_at", "over_at"])


def note_failure(way: Way, error: WayFailed, now: datetime) -> None:
    """Pages tell why a way does not work, and since when."""
    way.failed_at = way.failed_at or now
    way.error = sentence_of(error)
    way.save(update_fields=["failed_at", "error"])


def sentence_of(error: WayFailed) -> str:
    """What is wrong and how to mend it, as one sentence to be stored."""
    message, mend = shortened(error.message, 300), shortened(error.mend, 300)
    if not mend:
        return message
    return say("%(what)s %(mend)s", what=_part(message), mend=_part(mend))


def _part(text: str) -> str:
    return text if isinstance(text, Said) else say(text) if "%" not in text else text


def pause_after(attempts: int) -> timedelta:
    """Half a minute, doubled each time, at most an hour."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 12)
    return min(LONGEST_PAUSE, FIRST_PAUSE * doubled)


def prune(clock: Clock) -> int:
    """Forget parcels that have been over for two weeks. Answers how many."""
    return Parcel.objects.filter(next_at=None, over_at__lt=clock.now() - KEPT_FOR).delete()[0]
