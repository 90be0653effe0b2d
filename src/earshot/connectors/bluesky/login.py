"""Signing in with an app password, and staying signed in.

The network allows an account a few hundred sign-ins a day, so what a sign-in gave is kept in the process's memory for
as long as the settings stay the same, over all sessions of a channel; tokens are never stored.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from earshot.connectors.bluesky.config import ENTRYWAY, Settings
from earshot.connectors.bluesky.xrpc import ADDRESS, UNREADABLE, Expired, Params, Refused, Xrpc
from earshot.kernel.texts import say
from earshot.ports.connector import Account, Anomalous, Unauthorised

KEPT = 1_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a sign-in gave: who we are, the server that holds the account, and two tokens."""

    account: Account
    server: str
    access: str
    refresh: str


class Tokens:
    """Sign-ins by their settings; the one used longest ago goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, SignedIn] = OrderedDict()

    def get(self, settings: Settings) -> SignedIn | None:
        return self._kept.get(_key(settings))

    def keep(self, settings: Settings, signed_in: SignedIn) -> None:
        self._kept[_key(settings)] = signed_in
        self._kept.move_to_end(_key(settings))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def forget(self, settings: Settings) -> None:
        self._kept.pop(_key(settings), None)


def _key(settings: Settings) -> str:
    secret = f"{settings.service} {settings.handle} {settings.app_password}"
    return hashlib.sha256(secret.encode()).hexdigest()


class Login:
    """Calls in the name of one account; signs in when it must."""

    def __init__(self, settings: Settings, xrpc: Xrpc, tokens: Tokens) -> None:
        self._settings = settings
        self._xrpc = xrpc
        self._tokens = tokens

    async def who(self) -> SignedIn:
        """The present sign-in, or a new one. Raises Unauthorised and the like."""
        return self._tokens.get(self._settings) or await self._sign_in()

    async def sign_in_anew(self) -> SignedIn:
        """Prove the credentials, whatever is kept."""
        self._tokens.forget(self._settings)
        return await self._sign_in()

    async def ask(self, method: str, params: Params) -> dict[str, Any]:
        """A query to our own server, which passes on what others know."""
        return await self._as_us(lambda us: self._xrpc.ask(us.server, method, params, us.access))

    async def write(self, method: str, data: object) -> dict[str, Any]:
        """A change. Raises OutcomeUnknown where it may have been carried out."""
        return await self._as_us(lambda us: self._xrpc.tell(us.server, method, data, us.access, writes=True))

    async def _as_us(self, call: Callable[[SignedIn], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        us = await self.who()
        try:
            return await call(us)
        except Expired:  # refused before anything was done: the same call with a new token is no repetition
            return await call(await self._renew(us))
        except Unauthorised:
            self._tokens.forget(self._settings)
            raise

    async def _renew(self, us: SignedIn) -> SignedIn:
        method = "com.atproto.server.refreshSession"
        try:
            given = await self._xrpc.tell(us.server, method, None, us.refresh, writes=False)
        except (Unauthorised, Refused):
            return await self.sign_in_anew()
        return self._keep(given, us.server)

    async def _sign_in(self) -> SignedIn:
        settings = self._settings
        who = {"identifier": settings.handle, "password": settings.app_password}
        given = await self._xrpc.tell(settings.service, "com.atproto.server.createSession", who, writes=False)
        return self._keep(given, self._server(given))

    def _keep(self, given: dict[str, Any], server: str) -> SignedIn:
        try:
            account = Account(str(given["did"]), str(given["handle"]))
            signed_in = SignedIn(account, server, str(given["accessJwt"]), str(given["refreshJwt"]))
        except KeyError as error:
            raise Anomalous(say(UNREADABLE), say(ADDRESS)) from error
        self._tokens.keep(self._settings, signed_in)
        return signed_in

    def _server(self, given: dict[str, Any]) -> str:
        """The server that holds the account. A server that a person named is taken at its word; Bluesky's entrance
        says in the account's document which of its servers it is."""
        document = given.get("didDoc")
        if self._settings.service != ENTRYWAY or not isinstance(document, dict):
            return self._settings.service
        return _named_server(document.get("service")) or self._settings.service


def _named_server(services: object) -> str:
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            endpoint = service.get("serviceEndpoint")
            if isinstance(endpoint, str) and endpoint.startswith("https://"):
                return endpoint.rstrip("/")
    return ""
