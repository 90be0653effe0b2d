"""The connector itself: what it declares, and the session it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta

from earshot.connectors.mastodon.bell import Bell
from earshot.connectors.mastodon.config import FIELDS, read
from earshot.connectors.mastodon.notifications import Notifications
from earshot.connectors.mastodon.publishing import SETTLE, Publisher, speaks
from earshot.connectors.mastodon.server import Server
from earshot.connectors.mastodon.statuses import post_of
from earshot.kernel.texts import say
from earshot.ports.connector import (
    Account,
    ConfigField,
    Outgoing,
    Published,
    Rejected,
    SpeaksHow,
    Tools,
    Unauthorised,
)
from earshot.ports.heard import Batch, HeardPost


class AccountSession:
    """Pulls, Streams, Speaks, Threads, Checks."""

    pause: timedelta = timedelta(seconds=3)
    """Between two looks where no stream is to be had."""
    rounds: timedelta = timedelta(seconds=30)
    """Between two looks beside a stream: edits and deletions do not ring."""

    def __init__(self, server: Server, tools: Tools, settle: timedelta) -> None:
        self._server = server
        self._http = tools.http
        self._settle = settle
        self._notifications = Notifications(server, tools.clock)
        self._publisher = Publisher(server, tools.clock)

    @property
    def speaks(self) -> SpeaksHow:
        """Class A once the server has turned out to honour the key."""
        about = self._server.known
        return speaks(about is not None and about.is_mastodon, self._settle)

    async def account(self) -> Account:
        """Raises Unauthorised where the token is refused, in whichever way the server does it."""
        try:
            return await self._publisher.account()
        except Rejected as error:
            raise Unauthorised(error.message, say("Check the server and enter a new access token.")) from error

    async def pull(self, cursor: str) -> Batch:
        return await self._notifications.pull(cursor)

    async def stream(self, cursor: str) -> AsyncIterator[Batch]:
        """Looks when the server's stream rings, and now and then; without a stream, every ``pause``."""
        async with Bell(self._server, self._http).listening() as bell:
            while True:
                batch = await self._notifications.pull(cursor)
                if batch.events or batch.cursor != cursor:
                    yield batch
                cursor = batch.cursor
                if not self._notifications.more:
                    await bell.wait((self.rounds if bell.connected else self.pause).total_seconds())

    async def publish(self, outgoing: Outgoing) -> Published:
        return await self._publisher.publish(outgoing)

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        return await self._publisher.look_up(outgoing)

    async def ancestors(self, post: HeardPost) -> Sequence[HeardPost]:
        """Those above a post that was heard on this server; () for others."""
        number, about = post.native.get("id"), await self._server.about()
        if post.native.get("server") != about.domain or not isinstance(number, str) or not post.parent_id:
            return ()
        above = await self._notifications.ancestors(number)
        posts = (post_of(each, about, above[:place]) for place, each in enumerate(above))
        return tuple(each for each in posts if each is not None)


class Mastodon:
    """See :class:`earshot.ports.connector.Connector`. ``settle`` is for tests."""

    kind = "mastodon"
    name = "Mastodon"
    fields: tuple[ConfigField, ...] = FIELDS

    def __init__(self, settle: timedelta = SETTLE) -> None:
        self._settle = settle
        self.speaks: SpeaksHow | None = speaks(False, settle)
        """What holds on every server; a session may do better."""

    def open(self, config: Mapping[str, str], tools: Tools) -> AccountSession:
        """A session for an account. Raises BadInput."""
        settings = read(config)
        return AccountSession(Server(settings, tools.http, tools.clock), tools, self._settle)


connector = Mastodon()
