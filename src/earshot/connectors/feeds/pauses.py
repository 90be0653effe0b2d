"""When a feed is asked again: as often as it wishes, within bounds, and less and less often while it fails."""

from __future__ import annotations

from datetime import datetime, timedelta

from earshot.connectors.feeds.asking import Gone
from earshot.ports.connector import Anomalous, ConnectorError, RateLimited, Unauthorised, Unsupported

SHORTEST, USUAL, LONGEST = timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=6)
FIRST_BACK_OFF = timedelta(minutes=1)
PERSON_NEEDED = timedelta(hours=1)
"""Between tries where only a person can mend it: it may have been the site's mistake."""
NEVER_MIND = timedelta(days=1)
"""Between tries of a feed that is gone for good."""


def pause_of(*wishes: timedelta | None) -> timedelta:
    """The longest wish, from two minutes to six hours; ten minutes where there is none."""
    told = [wish for wish in wishes if wish is not None and wish > timedelta(0)]
    return min(max(*told, SHORTEST) if told else USUAL, LONGEST)


class Rest:
    """Until when nothing is asked, and the error that is the reason, if any."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._failures = 0
        self.error: ConnectorError | None = None

    def left(self, now: datetime) -> timedelta:
        """How much of it is left; nothing where the clock has been set back."""
        if self._until is None or self._until - now > NEVER_MIND:
            return timedelta(0)
        return max(timedelta(0), self._until - now)

    def after_success(self, now: datetime, pause: timedelta) -> None:
        self._until, self._failures, self.error = now + pause, 0, None

    def after(self, error: ConnectorError, now: datetime) -> None:
        """Twice as long after each failure; as long as the server asks, where it does."""
        self._failures += 1
        self.error = error
        if isinstance(error, RateLimited) and error.retry_at is not None:
            self._until = max(error.retry_at, now + FIRST_BACK_OFF)
        elif isinstance(error, Gone):
            self._until = now + NEVER_MIND
        elif isinstance(error, Unauthorised | Unsupported | Anomalous):
            self._until = now + PERSON_NEEDED
        else:
            self._until = now + min(FIRST_BACK_OFF * 2 ** min(self._failures - 1, 12), LONGEST)
