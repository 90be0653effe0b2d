"""The machine's moves of a publication, each one committed transaction (trust.md, "Publication").

SQLite runs with synchronous=FULL: what is committed here survives a loss of power. Every move checks the state and
the attempt it starts from, so that a late answer of an earlier attempt changes nothing, unless it is a receipt.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from earshot.features.delivery import crashpoints
from earshot.features.delivery.approving import gate
from earshot.features.delivery.arrival import arrived, outgoing_of
from earshot.features.delivery.models import Attempt, Publication, State
from earshot.features.delivery.moves import (
    close_entry,
    close_open_entries,
    load,
    move,
    open_entry,
    restore_draft,
)
from earshot.features.delivery.queries import speaks_how
from earshot.features.listening.intake import LONGEST_URL, web_address
from earshot.kernel.clock import Clock
from earshot.kernel.errors import EarshotError
from earshot.ports.connector import (
    Outgoing,
    Published,
    RateLimited,
    Rejected,
    Unauthorised,
    Unavailable,
    Unsupported,
)

log = logging.getLogger(__name__)

LATE = timedelta(minutes=15)
"""Later than this, for instance after the machine slept, a person is asked first (data-model.md, 19)."""
PATIENCE = timedelta(hours=2)
"""How long a reply is tried, or an unknown one looked up, before a person is asked."""
LOOK_UPS = 3
"""How often a network may say that it cannot tell before a person is asked."""
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
_DEFAULT_SETTLE = timedelta(minutes=1)

TOO_LATE = gettext_noop("It is more than 15 minutes late, because Earshot was not running.")
STILL_WANTED = gettext_noop("Decide whether it still fits, then send or drop it.")
CANNOT_TELL = gettext_noop("Nobody can say whether it arrived: the answer was lost and the network cannot tell.")
LOOK_YOURSELF = gettext_noop("Look on the network. If it is there, say so; if not, send it again.")
STOPPED = gettext_noop("Earshot stopped while it was being sent; we will look whether it arrived.")

_SURELY_NOT_DONE = (Unauthorised, RateLimited, Unavailable)


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt, or one look-up, that is in the ledger; and what the network is to be told."""

    publication: Publication
    entry_id: int
    outgoing: Outgoing

    def current(self, state: State) -> Publication | None:
        """The publication, if it still is where this job left it."""
        found = load(self.publication.pk, state)
        return found if found is not None and found.attempts == self.publication.attempts else None


def claim(publication_id: int, clock: Clock, me: str) -> Job | None:
    """Take one queued publication, durably, before the network is called. None where it is no longer to be had,
    or is so late, or lacks an approval that is needed by now, that a person is asked instead."""
    now = clock.now()
    with transaction.atomic():
        found = load(publication_id, State.QUEUED)
        if found is None or found.not_before > now:
            return None
        if now - found.not_before > LATE:
            move(found, State.HELD, clock, error=TOO_LATE, mend=STILL_WANTED)
            return None
        if why := gate.lacking(found, now):
            move(found, State.HELD, clock, error=why, mend=gate.ASK_AGAIN)
            return None
        found.claimed_at, found.claimed_by = now, me
        found.first_attempt_at = found.first_attempt_at or now
        found.attempts += 1
        move(found, State.CLAIMED, clock)
        job = Job(found, open_entry(found, "publish", now), outgoing_of(found))
        crashpoints.reach("before-claim-commit")
    return job


def start_look_up(publication_id: int, clock: Clock) -> Job | None:
    """Enter a look-up into the ledger."""
    with transaction.atomic():
        found = load(publication_id, State.UNKNOWN)
        if found is None:
            return None
        return Job(found, open_entry(found, "look_up", clock.now()), outgoing_of(found))


def record_publish(job: Job, result: Published | EarshotError, settle: timedelta, clock: Clock) -> None:
    """What came of the attempt: the receipt, or the error."""
    with transaction.atomic():
        if isinstance(result, Published):
            _sent(job, result, clock)
        elif isinstance(result, Rejected | Unsupported):
            _rejected(job, result, clock)
        elif isinstance(result, _SURELY_NOT_DONE):
            _again_later(job, result, clock)
        else:
            _unknown(job, result, settle, clock)
        crashpoints.reach("before-result-commit")


def record_look_up(job: Job, result: Published | EarshotError | None, clock: Clock) -> None:
    """What the look-up found: the receipt, None where it is confirmed absent, or the error."""
    with transaction.atomic():
        if isinstance(result, Published):
            _sent(job, result, clock)
        elif result is None:
            _absent(job, clock)
        elif isinstance(result, _SURELY_NOT_DONE):
            _look_later(job, result, clock)
        else:
            _cannot_tell(job, result, clock)
        crashpoints.reach("before-result-commit")


def hold(publication_id: int, error: str, mend: str, clock: Clock) -> None:
    """A person has to act before anything more happens."""
    with transaction.atomic():
        found = load(publication_id, State.QUEUED, State.UNKNOWN)
        if found is not None:
            move(found, State.HELD, clock, error=error, mend=mend)


def recover(clock: Clock, in_hand: frozenset[int] = frozenset()) -> int:
    """Declare unknown what was claimed by a process that is gone, or by us and let go of. Answers how many.

    A home has one work process (a file lock sees to it), so every claim that is not ``in_hand`` is a dead one's.
    """
    with transaction.atomic():
        lost = list(
            Publication.objects.select_for_update(of=("self",))
            .filter(state=State.CLAIMED)
            .exclude(pk__in=in_hand)
            .select_related("channel")
        )
        for publication in lost:
            close_open_entries(publication, "unknown", STOPPED, clock.now())
            look_at = clock.now() + _settle_of(publication.channel.kind)
            move(publication, State.UNKNOWN, clock, not_before=look_at, error=STOPPED)
    return len(lost)


def hasten(channel_id: int, clock: Clock) -> int:
    """The channel was changed, perhaps repaired: what was refused there is due now. Answers how many."""
    return (
        Publication.objects.filter(channel=channel_id, state=State.QUEUED, not_before__gt=clock.now())
        .exclude(error="")
        .update(not_before=clock.now())
    )


def obey(publication: Publication, word: str, name: str, clock: Clock) -> None:
    """Carry out a person's word on a held publication, in the caller's transaction."""
    now = clock.now()
    close_entry(open_entry(publication, "person", now), word, name, now)
    if word == "send":
        publication.due_at = now
        move(publication, State.QUEUED, clock, not_before=now)
    elif word == "sent":
        move(publication, State.SENT, clock)
        arrived(publication, None, clock)
    else:
        restore_draft(publication, clock)
        move(publication, State.TAKEN_BACK, clock)


def _sent(job: Job, receipt: Published, clock: Clock) -> None:
    """A receipt is the truth, in whatever state the publication is by now."""
    close_entry(job.entry_id, "sent", receipt.canonical_id, clock.now())
    found = load(job.publication.pk)
    if found is None or found.state == State.SENT:
        return
    found.canonical_id, found.url = receipt.canonical_id, web_address(receipt.url, LONGEST_URL)
    move(found, State.SENT, clock)
    arrived(found, receipt, clock)


def _rejected(job: Job, error: EarshotError, clock: Clock) -> None:
    close_entry(job.entry_id, "rejected", error.message, clock.now())
    if (found := job.current(State.CLAIMED)) is not None:
        restore_draft(found, clock)
        move(found, State.REJECTED, clock, error=error.message, mend=error.mend)


def _again_later(job: Job, error: EarshotError, clock: Clock) -> None:
    close_entry(job.entry_id, _refusal(error), error.message, clock.now())
    if (found := job.current(State.CLAIMED)) is not None:
        _delay(found, State.QUEUED, error, found.attempts, clock)


def _unknown(job: Job, error: EarshotError, settle: timedelta, clock: Clock) -> None:
    close_entry(job.entry_id, "unknown", error.message, clock.now())
    if (found := job.current(State.CLAIMED)) is not None:
        move(found, State.UNKNOWN, clock, not_before=clock.now() + settle, error=error.message, mend=error.mend)


def _absent(job: Job, clock: Clock) -> None:
    close_entry(job.entry_id, "absent", "", clock.now())
    if (found := job.current(State.UNKNOWN)) is not None:
        move(found, State.QUEUED, clock, not_before=clock.now())


def _look_later(job: Job, error: EarshotError, clock: Clock) -> None:
    close_entry(job.entry_id, _refusal(error), error.message, clock.now())
    if (found := job.current(State.UNKNOWN)) is not None:
        _delay(found, State.UNKNOWN, error, _look_ups(found), clock)


def _cannot_tell(job: Job, error: EarshotError, clock: Clock) -> None:
    close_entry(job.entry_id, "unknown", error.message, clock.now())
    found = job.current(State.UNKNOWN)
    if found is None:
        return
    looked = _look_ups(found, outcome="unknown")
    if looked >= LOOK_UPS:
        move(found, State.HELD, clock, error=CANNOT_TELL, mend=LOOK_YOURSELF)
    else:
        _delay(found, State.UNKNOWN, error, looked, clock)


def _delay(found: Publication, state: State, error: EarshotError, times: int, clock: Clock) -> None:
    """Later, with growing pauses; once patience is at its end, a person decides."""
    now = clock.now()
    if now - found.due_at > PATIENCE:
        move(found, State.HELD, clock, error=error.message, mend=error.mend or STILL_WANTED)
        return
    pause = timedelta(seconds=min(_FIRST_PAUSE * 3 ** max(0, times - 1), _LONGEST_PAUSE))
    told = error.retry_at if isinstance(error, RateLimited) else None
    move(found, state, clock, not_before=max(told or now + pause, now), error=error.message, mend=error.mend)


def _refusal(error: EarshotError) -> str:
    return "limited" if isinstance(error, RateLimited) else "refused"


def _look_ups(found: Publication, **which: str) -> int:
    return Attempt.objects.filter(publication=found, number=found.attempts, what="look_up", **which).count()


def _settle_of(kind: str) -> timedelta:
    how = speaks_how(kind)
    return how.settle if how else _DEFAULT_SETTLE
