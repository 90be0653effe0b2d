"""The single moves of a publication, inside the caller's transaction: state, ledger, words, news."""

from __future__ import annotations

from datetime import datetime

from earshot.features.delivery.events import PublicationSettled
from earshot.features.delivery.models import Approval, Attempt, Draft, Publication, State
from earshot.kernel.clock import Clock
from earshot.kernel.texts import shortened
from earshot.ports import bus
from earshot.web import live

_AT_REST = (State.SENT, State.REJECTED, State.TAKEN_BACK, State.HELD)


def load(publication_id: int, *states: State) -> Publication | None:
    """The row, locked, if it is in one of ``states`` (any, where none is named)."""
    rows = Publication.objects.select_for_update(of=("self",)).filter(pk=publication_id)
    if states:
        rows = rows.filter(state__in=states)
    return rows.select_related("channel", "conversation", "parent").first()


def move(
    publication: Publication,
    state: State,
    clock: Clock,
    *,
    not_before: datetime | None = None,
    error: str = "",
    mend: str = "",
) -> None:
    """Put it into ``state``, with the words that a person shall read, and tell open pages and upper features."""
    publication.state = state
    publication.error, publication.mend = shortened(error), shortened(mend)
    if not_before is not None:
        publication.not_before = not_before
    if state in (State.SENT, State.REJECTED, State.TAKEN_BACK):
        publication.finished_at = clock.now()
    publication.save()
    tell(publication, clock)
    if state in _AT_REST:
        bus.publish(
            PublicationSettled(publication.workspace_id, publication.conversation_id, publication.pk, str(state))
        )


def open_entry(publication: Publication, what: str, at: datetime) -> int:
    """Begin a line of the ledger; answers its id."""
    return Attempt.objects.create(publication=publication, number=publication.attempts, what=what, started_at=at).pk


def close_entry(entry_id: int, outcome: str, detail: str, at: datetime) -> None:
    """End a line of the ledger."""
    Attempt.objects.filter(pk=entry_id).update(finished_at=at, outcome=outcome, detail=shortened(detail))


def close_open_entries(publication: Publication, outcome: str, detail: str, at: datetime) -> None:
    """End the lines that a dead process left open."""
    Attempt.objects.filter(publication=publication, finished_at=None).update(
        finished_at=at, outcome=outcome, detail=shortened(detail)
    )


def restore_draft(publication: Publication | Approval, clock: Clock) -> None:
    """Give the words back to their writer, unless they are writing something else by now."""
    Draft.objects.get_or_create(
        conversation_id=publication.conversation_id,
        by_id=publication.by_id,
        defaults={"text": publication.text, "updated_at": clock.now()},
    )


def tell(publication: Publication, clock: Clock) -> None:
    """Let open pages know."""
    live.publish(
        clock,
        publication.workspace_id,
        "publication.changed",
        publication.pk,
        conversation=publication.conversation_id,
        state=str(publication.state),
    )
