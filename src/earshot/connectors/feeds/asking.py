"""One conditional request, its answer as a value or as an error of ``ports.connector``, in words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from earshot.kernel.clock import Clock, as_utc
from earshot.kernel.texts import N_, say
from earshot.ports.connector import (
    ConnectorError,
    RateLimited,
    Unauthorised,
    Unavailable,
    Unsupported,
)
from earshot.ports.http import HttpAnswer, HttpClient, HttpFailed, HttpRefused

TRIED_AGAIN = N_("Earshot tries again by itself.")
ADDRESS = N_("Look for the feed's address on its site, and enter that.")
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
TIMEOUT = 30.0
"""Seconds for one document with its redirects."""
LARGEST = 8_000_000
"""Bytes of one document, decompressed."""
LONGEST_WAIT = timedelta(days=1)
"""However long a server asks us to stay away."""


class Gone(Unsupported):
    """410: the server says that the feed will never come back."""


class NotThere(Unsupported):
    """404: there is nothing at this address."""


async def ask(http: HttpClient, clock: Clock, address: str, etag: str = "", modified: str = "") -> HttpAnswer:
    """The document at ``address``, or a 304 where it is still the one of ``etag`` and ``modified``.

    Raises:
        ConnectorError: anything else, in words.
    """
    headers = {"accept": ACCEPT}
    if etag:
        headers["if-none-match"] = etag
    if modified:
        headers["if-modified-since"] = modified
    try:
        answer = await http.request("GET", address, headers=headers, timeout=TIMEOUT, max_bytes=LARGEST)
    except HttpRefused as error:
        raise Unsupported(say("This address may not be reached (%(why)s).", why=error.message), say(ADDRESS)) from error
    except HttpFailed as error:
        raise Unavailable(say("The feed cannot be reached. %(why)s", why=error.message), say(TRIED_AGAIN)) from error
    if answer.status == 304 or 200 <= answer.status < 300:
        return answer
    raise _refusal(answer, clock.now())


def _refusal(answer: HttpAnswer, now: datetime) -> ConnectorError:
    status = answer.status
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        return RateLimited(say("The site asks for a pause."), say(TRIED_AGAIN), retry_at(answer, now))
    if status == 410:
        return Gone(
            say("The site says that this feed is gone for good. Earshot has stopped asking for it."),
            say("Enter the address of the feed that took its place, or remove the channel."),
        )
    if status in (404, 451):
        return NotThere(say("There is nothing at this address (%(status)s).", status=status), say(ADDRESS))
    if status in (401, 402, 403, 407):
        return Unauthorised(
            say("The site does not let Earshot read this feed (%(status)s).", status=status),
            say("Ask the site for a feed that is open to everybody."),
        )
    if status < 400:
        where = answer.headers.get("location", "")[:300]
        return Unsupported(say("The address only points elsewhere (%(where)s).", where=where or status), say(ADDRESS))
    return Unavailable(say("The site is out of order (%(status)s).", status=status), say(TRIED_AGAIN))


def retry_at(answer: HttpAnswer, now: datetime) -> datetime | None:
    """What Retry-After asks for (seconds or a date), a day at most; None where it says nothing."""
    after = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", after, re.ASCII):
        return now + min(timedelta(seconds=int(after)), LONGEST_WAIT)
    try:
        return min(max(now, as_utc(parsedate_to_datetime(after))), now + LONGEST_WAIT)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def max_age(answer: HttpAnswer) -> timedelta | None:
    """For how long the server says that its answer holds."""
    found = re.search(
        r"\bmax-age\s*=\s*\"?(\d{1,9})", answer.headers.get("cache-control", ""), re.IGNORECASE | re.ASCII
    )
    return timedelta(seconds=int(found[1])) if found else None
