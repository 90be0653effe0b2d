"""A channel with an account: its notifications, its replies, and the names and threads its server can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from earshot.connectors.bluesky import notifications, reading
from earshot.connectors.bluesky.login import Login
from earshot.connectors.bluesky.publishing import SPEAKS, Publisher
from earshot.kernel.clock import Clock
from earshot.ports.connector import Account, ConnectorError, Outgoing, Published, SpeaksHow
from earshot.ports.heard import Batch, HeardAuthor, HeardPost


class AccountSession:
    """Pulls, Speaks, Profiles, Threads, Checks."""

    pause: timedelta = timedelta(seconds=3)
    speaks: SpeaksHow = SPEAKS

    def __init__(self, login: Login, clock: Clock) -> None:
        self._login = login
        self._clock = clock
        self._publisher = Publisher(login, clock)

    async def account(self) -> Account:
        """Signs in, whatever is kept, and says who we are."""
        us = (await self._login.sign_in_anew()).account
        try:
            found = await reading.profiles(self._login.ask, [us.external_id])
        except ConnectorError:  # the name is an ornament: a server without an AppView has none to tell
            return us
        return replace(us, name=found[0].name) if found else us

    async def pull(self, cursor: str) -> Batch:
        return await notifications.pull(self._login.ask, cursor, self._clock)

    async def publish(self, outgoing: Outgoing) -> Published:
        return await self._publisher.publish(outgoing)

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        return await self._publisher.look_up(outgoing)

    async def profiles(self, external_ids: Sequence[str]) -> Sequence[HeardAuthor]:
        return await reading.profiles(self._login.ask, external_ids)

    async def ancestors(self, post: HeardPost) -> Sequence[HeardPost]:
        return await reading.ancestors(self._login.ask, post)
