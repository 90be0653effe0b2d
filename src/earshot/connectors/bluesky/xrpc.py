"""XRPC, the network's way of asking, and every answer as a value or as one of the errors of ``ports.connector``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson

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

Params = Mapping[str, str | Sequence[str]]
SIGN_IN_AGAIN = frozenset({"InvalidToken", "AuthMissing", "AuthenticationRequired"})
ACCOUNT_STOPPED = frozenset({"AccountTakedown", "AccountSuspended", "AccountDeactivated"})
UNREADABLE = N_("Bluesky's answer cannot be read.")
LOOKED_UP = N_("Earshot looks it up.")
TRIED_AGAIN = N_("Earshot tries again by itself.")
ADDRESS = N_("Is the server's address right?")
NOT_OFFERED = frozenset({"MethodNotImplemented", "XRPCNotSupported"})


class Expired(Unauthorised):
    """The access token has run out; a new one is to be had without a person."""


class Refused(Rejected):
    """The server names a reason (``code``), such as RecordNotFound."""

    def __init__(self, message: str, mend: str = "", code: str = "") -> None:
        super().__init__(message, mend)
        self.code = code


class Xrpc:
    """Calls to any server."""

    def __init__(self, http: HttpClient, clock: Clock) -> None:
        self._http = http
        self._clock = clock

    async def ask(self, server: str, method: str, params: Params, token: str = "") -> dict[str, Any]:
        """A query: changes nothing, so a lost answer is Unavailable."""
        url = f"{server}/xrpc/{method}?{urlencode(params, doseq=True)}"
        return await self._call("GET", url, None, token, writes=False)

    async def tell(self, server: str, method: str, data: object, token: str = "", *, writes: bool) -> dict[str, Any]:
        """A procedure. With ``writes``, whatever may have been done without a complete answer is OutcomeUnknown."""
        return await self._call("POST", f"{server}/xrpc/{method}", data, token, writes=writes)

    async def _call(self, verb: str, url: str, data: object, token: str, *, writes: bool) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self._http.request(verb, url, headers=headers, json=data)
        except HttpFailed as error:
            raise _failed(error, writes=writes) from error
        if not 200 <= answer.status < 300:
            raise _error(answer, self._clock.now(), writes=writes)
        content = _content(answer.body)
        if content is None:
            raise _unreadable(answer, writes=writes)
        return content


def _failed(error: HttpFailed, *, writes: bool) -> ConnectorError:
    if error.sent and writes:
        return OutcomeUnknown(say("Bluesky did not answer (%(why)s).", why=error.message), say(LOOKED_UP))
    if isinstance(error, HttpRefused):
        return Unavailable(say("This address may not be reached (%(why)s).", why=error.message), say(ADDRESS))
    return Unavailable(say("Bluesky cannot be reached. %(why)s", why=error.message), say(TRIED_AGAIN))


def _unreadable(answer: HttpAnswer, *, writes: bool) -> ConnectorError:
    raw = answer.body.decode(errors="replace")
    if writes:
        return OutcomeUnknown(say(UNREADABLE), say(LOOKED_UP))
    return Anomalous(say(UNREADABLE), say(ADDRESS), raw)


def _error(answer: HttpAnswer, now: datetime, *, writes: bool) -> ConnectorError:
    """The error that a status and the server's own name for it stand for."""
    content = _content(answer.body) or {}
    code, words = str(content.get("error") or ""), str(content.get("message") or "")
    why = words or code or str(answer.status)
    if answer.status == 429:
        return RateLimited(say("Bluesky asks for a pause."), say(TRIED_AGAIN), _retry_at(answer, now))
    if answer.status == 501 or code in NOT_OFFERED:
        return Unsupported(say("This server does not offer it (%(why)s).", why=why), say(ADDRESS))
    if answer.status >= 500 or answer.status == 408:
        if writes:
            return OutcomeUnknown(say("Bluesky broke off (%(why)s).", why=why), say(LOOKED_UP))
        return Unavailable(say("Bluesky is out of order (%(why)s).", why=why), say(TRIED_AGAIN))
    if answer.status < 400:
        return Anomalous(say("Bluesky points elsewhere (%(why)s).", why=answer.headers.get("location", why)), raw=why)
    return _refusal(answer.status, code, why)


def _refusal(status: int, code: str, why: str) -> ConnectorError:
    if code == "ExpiredToken":
        return Expired(say("The sign-in has expired."), say("Enter a new app password."))
    if code in ACCOUNT_STOPPED:
        return Unauthorised(
            say("Bluesky has stopped this account (%(why)s).", why=why), say("Sign in to Bluesky to see why.")
        )
    if status == 401 or code in SIGN_IN_AGAIN:
        return Unauthorised(
            say("Bluesky refuses the sign-in (%(why)s).", why=why),
            say("Check the handle and enter a new app password."),
        )
    return Refused(say("Bluesky refuses it: %(why)s", why=why), say("Change it and send it again."), code)


def _retry_at(answer: HttpAnswer, now: datetime) -> datetime | None:
    """When to come back: a point in time in one header, a number of seconds in the other."""
    reset, after = answer.headers.get("ratelimit-reset", ""), answer.headers.get("retry-after", "")
    if reset.isdecimal() and len(reset) < 12:
        return max(now, datetime.fromtimestamp(int(reset), UTC))
    return now + timedelta(seconds=min(int(after), 86_400)) if after.isdecimal() and len(after) < 9 else None


def _content(body: bytes) -> dict[str, Any] | None:
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return content if isinstance(content, dict) else None
