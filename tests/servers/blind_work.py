"""What nobody should build: a work process that sends again whenever it does not know. It must fail the kill test."""

from __future__ import annotations

import sys
from datetime import timedelta

from earshot.site.commands import start_django


def make_blind() -> None:
    """Put "try again, as a new post" in the place of "settle, then look up"."""
    from earshot.features.delivery import outbox
    from earshot.features.delivery.keys import KeyMaker
    from earshot.features.delivery.models import Publication, State
    from earshot.kernel.clock import Clock
    from earshot.kernel.errors import EarshotError

    keys = KeyMaker()

    def again(publication: Publication, clock: Clock) -> None:
        Publication.objects.filter(pk=publication.pk).update(
            state=State.QUEUED, key=keys.make(clock.now()), not_before=clock.now()
        )

    def recover(clock: Clock, in_hand: frozenset[int] = frozenset()) -> int:
        lost = Publication.objects.filter(state=State.CLAIMED).exclude(pk__in=in_hand)
        for publication in lost:
            again(publication, clock)
        return len(lost)

    def unknown(job: outbox.Job, error: EarshotError, settle: timedelta, clock: Clock) -> None:
        again(job.publication, clock)

    outbox.recover = recover
    outbox._unknown = unknown


if __name__ == "__main__":
    start_django()
    make_blind()
    from earshot.site.cli import main

    sys.exit(main(["work"]))
