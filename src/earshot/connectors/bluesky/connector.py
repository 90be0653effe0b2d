"""The connector itself: what it declares, and the two kinds of session it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from earshot.connectors.bluesky import reading
from earshot.connectors.bluesky.account import AccountSession
from earshot.connectors.bluesky.config import FIELDS, Settings, read
from earshot.connectors.bluesky.login import Login, Tokens
from earshot.connectors.bluesky.publishing import SPEAKS
from earshot.connectors.bluesky.stream import RECALLS, JetstreamReader, time_of
from earshot.connectors.bluesky.xrpc import Params, Xrpc
from earshot.ports.connector import Account, ConfigField, SpeaksHow, Tools
from earshot.ports.heard import Batch, HeardAuthor, HeardPost


class PublicStream:
    """A channel without an account: Streams, Recalls, Profiles, Threads, Checks."""

    recalls = RECALLS

    def __init__(self, settings: Settings, xrpc: Xrpc, tools: Tools) -> None:
        self._appview = settings.appview
        self._xrpc = xrpc
        self._reader = JetstreamReader(settings.jetstreams, tools.http, tools.clock)

    async def account(self) -> Account | None:
        return None

    def stream(self, cursor: str) -> AsyncIterator[Batch]:
        return self._reader.stream(cursor)

    def time_of(self, cursor: str) -> datetime | None:
        return time_of(cursor)

    async def profiles(self, external_ids: Sequence[str]) -> Sequence[HeardAuthor]:
        return await reading.profiles(self._ask, external_ids)

    async def ancestors(self, post: HeardPost) -> Sequence[HeardPost]:
        return await reading.ancestors(self._ask, post)

    async def _ask(self, method: str, params: Params) -> dict[str, Any]:
        return await self._xrpc.ask(self._appview, method, params)


class Bluesky:
    """See :class:`earshot.ports.connector.Connector`."""

    kind = "bluesky"
    name = "Bluesky"
    fields: tuple[ConfigField, ...] = FIELDS
    speaks: SpeaksHow | None = SPEAKS

    def __init__(self) -> None:
        self._tokens = Tokens()

    def open(self, config: Mapping[str, str], tools: Tools) -> AccountSession | PublicStream:
        """An account's session where a handle is given, else the public stream. Raises BadInput."""
        settings = read(config)
        xrpc = Xrpc(tools.http, tools.clock)
        if settings.handle:
            return AccountSession(Login(settings, xrpc, self._tokens), tools.clock)
        return PublicStream(settings, xrpc, tools)


connector = Bluesky()
