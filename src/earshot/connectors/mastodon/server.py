"""Calls to one server in the name of one account, and every answer as a value or as an error of ``ports.connector``."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from earshot.connectors.mastodon.config import Settings
from earshot.kernel.clock import Clock
from earshot.kernel.texts import N_, say
from earshot.ports.connector import (
    Anomalous,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unauthorised,
    Unavailable,
    Unsupported,
)
from earshot.ports.http import HttpAnswer, HttpClient, HttpFailed, HttpRefused

UNREADABLE = N_("The server's answer cannot be read.")
LOOKED_UP = N_("Earshot looks it up.")
TRIED_AGAIN = N_("Earshot tries again by itself.")
ADDRESS = N_("Is the server's address right?")
NEW_TOKEN = N_("Make a new access token on your server and enter it.")
REQUEST_TIMEOUT = 15.0
"""Seconds for one request; the time to settle (``publishing``) is longer."""

Query = list[tuple[str, str]]


class Missing(Rejected):
    """404: the server has no such thing (any more)."""


@dataclass(frozen=True, slots=True)
class About:
    """What a server says of itself. ``domain`` is what stands behind the second @ of its accounts."""

    domain: str
    version: str = ""
    streaming: str = ""
    max_characters: int = 0

    @property
    def is_mastodon(self) -> bool:
        """Mastodon itself or a fork that keeps its version, such as ``4.5.2+glitch``; others call themselves
        compatible, count from 0, or say that the number is not true."""
        return re.fullmatch(r"[3-9]\.\d+\.\d+([+.\-]\w+)*", self.version) is not None

    @property
    def tells_quotes(self) -> bool:
        """Whether it knows notifications of quotes (Mastodon 4.5)."""
        return self.is_mastodon and tuple(int(part) for part in re.findall(r"\d+", self.version)[:2]) >= (4, 5)


class Server:
    """One server, one token."""

    def __init__(self, settings: Settings, http: HttpClient, clock: Clock) -> None:
        self.base = settings.server
        self._token = settings.token
        self._http = http
        self._clock = clock
        self._about: About | None = None
        self._asking = asyncio.Lock()

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._token}"}

    async def get(self, path: str, query: Query | None = None) -> Any:
        """A look: changes nothing, so a lost answer is Unavailable. Raises Missing for 404."""
        url = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        return await self._call("GET", url, None, {}, writes=False)

    async def post(self, path: str, data: object, key: str) -> Any:
        """A change under an idempotency key. Raises OutcomeUnknown where it may have been carried out."""
        return await self._call("POST", f"{self.base}{path}", data, {"idempotency-key": key}, writes=True)

    async def about(self) -> About:
        """What the server says of itself; asked once."""
        async with self._asking:
            if self._about is None:
                self._about = await self._ask_about()
        return self._about

    @property
    def known(self) -> About | None:
        """What was learned so far, without asking."""
        return self._about

    async def _ask_about(self) -> About:
        for version in ("v2", "v1"):
            try:
                found = await self.get(f"/api/{version}/instance")
            except (Rejected, Unsupported, Unauthorised):
                continue
            if isinstance(found, dict):
                return _about(found, self.base)
        return About(urlsplit(self.base).netloc)

    async def _call(self, method: str, url: str, data: object, more: Mapping[str, str], *, writes: bool) -> Any:
        headers = {**self.headers, **more}
        try:
            answer = await self._http.request(method, url, headers=headers, json=data, timeout=REQUEST_TIMEOUT)
        except HttpFailed as error:
            raise _failed(error, writes=writes) from error
        if not 200 <= answer.status < 300:
            raise refusal(answer, self._clock.now(), writes=writes)
        try:
            return orjson.loads(answer.body)
        except orjson.JSONDecodeError as error:
            if writes:
                raise OutcomeUnknown(say(UNREADABLE), say(LOOKED_UP)) from error
            raise Anomalous(say(UNREADABLE), say(ADDRESS), answer.body.decode(errors="replace")) from error


def _about(found: Mapping[str, Any], base: str) -> About:
    settings = found.get("configuration")
    configuration = settings if isinstance(settings, dict) else {}
    urls = configuration.get("urls") or found.get("urls") or {}
    streaming = str(urls.get("streaming") or urls.get("streaming_api") or "")
    most = (configuration.get("statuses") or {}).get("max_characters") or found.get("max_toot_chars") or 0
    domain = str(found.get("domain") or found.get("uri") or "")
    domain = urlsplit(domain).netloc if "://" in domain else domain
    return About(
        domain or urlsplit(base).netloc,
        str(found.get("version") or ""),
        streaming,
        most if isinstance(most, int) else 0,
    )


def _failed(error: HttpFailed, *, writes: bool) -> ConnectorError:
    if error.sent and writes:
        return OutcomeUnknown(say("The server did not answer (%(why)s).", why=error.message), say(LOOKED_UP))
    if isinstance(error, HttpRefused):
        return Unavailable(say("This address may not be reached (%(why)s).", why=error.message), say(ADDRESS))
    return Unavailable(say("The server cannot be reached. %(why)s", why=error.message), say(TRIED_AGAIN))


def refusal(answer: HttpAnswer, now: datetime, *, writes: bool) -> ConnectorError:
    """The error that a status stands for."""
    why = _words(answer) or str(answer.status)
    if answer.status == 429:
        return RateLimited(say("The server asks for a pause."), say(TRIED_AGAIN), _retry_at(answer, now))
    if answer.status == 501:
        return Unsupported(say("This server does not offer it (%(why)s).", why=why), say(ADDRESS))
    if answer.status >= 500 or answer.status == 408:
        if writes:
            return OutcomeUnknown(say("The server broke off (%(why)s).", why=why), say(LOOKED_UP))
        return Unavailable(say("The server is out of order (%(why)s).", why=why), say(TRIED_AGAIN))
    if answer.status < 400:
        where = answer.headers.get("location", why)
        return Anomalous(say("The server points elsewhere (%(why)s).", why=where), say(ADDRESS), where)
    return _refusal(answer.status, why)


def _refusal(status: int, why: str) -> ConnectorError:
    if status == 401:
        return Unauthorised(say("The server refuses the access token (%(why)s).", why=why), say(NEW_TOKEN))
    if status == 403:
        # A missing scope, a stopped account or an unconfirmed address: all for a person to mend.
        return Unauthorised(say("The server does not permit it (%(why)s).", why=why), say(NEW_TOKEN))
    kind = Missing if status in (404, 410) else Rejected
    return kind(say("The server refuses it: %(why)s", why=why), say("Change it and send it again."))


def _words(answer: HttpAnswer) -> str:
    try:
        content = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return ""
    return str(content.get("error") or "")[:300] if isinstance(content, dict) else ""


def _retry_at(answer: HttpAnswer, now: datetime) -> datetime | None:
    """Mastodon tells a point in time; others a number of seconds."""
    after = answer.headers.get("retry-after", "")
    if after.isdecimal() and len(after) < 9:
        return now + timedelta(seconds=min(int(after), 86_400))
    reset = instant(answer.headers.get("x-ratelimit-reset", ""))
    return max(now, reset) if reset else None


def instant(text: object) -> datetime | None:
    """A point in time in UTC; None where it cannot be read."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
