"""One session a channel, kept for as long as its settings stay the same: signing in anew for every reply would run
into the networks' limits on sign-ins."""

from __future__ import annotations

import json

from earshot.features.listening.models import Channel
from earshot.features.listening.queries import open_session


class Sessions:
    """Opens and keeps sessions. Belongs to one event loop."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[str, object]] = {}

    def of(self, channel: Channel) -> object:
        """The channel's session.

        Raises:
            EarshotError: the settings cannot be used, or the secrets not unsealed.
        """
        shape = shape_of(channel)
        kept = self._kept.get(channel.pk)
        if kept is not None and kept[0] == shape:
            return kept[1]
        session = open_session(channel)
        self._kept[channel.pk] = (shape, session)
        return session

    def forget(self, channel_id: int) -> None:
        """Sign in anew next time."""
        self._kept.pop(channel_id, None)


def shape_of(channel: Channel) -> str:
    """Everything that a session depends on; differs when it must be opened anew."""
    return json.dumps([channel.kind, channel.active, channel.config, channel.secrets], sort_keys=True)
