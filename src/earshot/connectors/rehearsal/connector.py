"""Speaks without a network: for the sample company, whose posts never were on one.

A channel of this kind *stands for* a network: the posts of that network are answered through it (see
``listening.Channel.network``). It uses none of the tools it is given, so that nothing can leave the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import N_, say
from earshot.ports.connector import ConfigField, Outgoing, Published, SpeaksHow, TextLimit, Tools

SECONDS = 2.0
"""How long a confirmation takes, so that one sees a reply on its way."""
HOW = SpeaksHow(delivery="A", settle=timedelta(), limit=TextLimit(5_000))


class Session:
    """A channel that answers to nobody."""

    speaks = HOW

    async def publish(self, outgoing: Outgoing) -> Published:
        """Confirm it after a moment. Nothing is sent."""
        await asyncio.sleep(SECONDS)
        return _receipt(outgoing)

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        """The same receipt as ever: it follows from the key alone."""
        return _receipt(outgoing)


def _receipt(outgoing: Outgoing) -> Published:
    return Published(f"rehearsal:{outgoing.key}")


class Rehearsal:
    """The manifest."""

    kind = "rehearsal"
    name = N_("Sample")
    fields: tuple[ConfigField, ...] = (
        ConfigField(
            "stands_for",
            N_("Stands for"),
            help=N_("The network whose posts are answered here. Nothing leaves this machine."),
            required=True,
        ),
    )
    speaks: SpeaksHow | None = HOW
    on_offer = False

    def open(self, config: Mapping[str, str], tools: Tools) -> object:
        """A session. Raises BadInput where it stands for nothing."""
        if not config.get("stands_for"):
            raise BadInput(say("Stands for: is missing."), say("Name a network."))
        return Session()


connector = Rehearsal()
