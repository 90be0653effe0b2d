"""A network of our own making: it keeps what it is told to publish, and fails as the test says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from earshot.ports.connector import (
    ConfigField,
    OutcomeUnknown,
    Outgoing,
    Published,
    SpeaksHow,
    TextLimit,
    Tools,
)

SETTLE = timedelta(seconds=30)
LIMIT = TextLimit(20, "graphemes")
Delivery = Literal["A", "B", "C", "D"]


@dataclass
class FakeNetwork:
    """``stands`` is the truth: every text that really became a post, by key, as often as it did.

    ``answers`` are taken one a call: an exception to raise, ``"lost"`` (done, then OutcomeUnknown), a receipt, or
    nothing for a plain success. ``looks`` likewise for look-ups: an exception, or nothing for the truth.
    """

    delivery: Delivery = "B"
    kind: str = "testnet"
    name: str = "Test network"
    fields: tuple[ConfigField, ...] = ()
    limit: TextLimit = LIMIT
    stands: list[tuple[str, str]] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)
    looks: list[object] = field(default_factory=list)
    calls: list[Outgoing] = field(default_factory=list)
    looked: list[Outgoing] = field(default_factory=list)
    opened: int = 0

    @property
    def speaks(self) -> SpeaksHow | None:
        return SpeaksHow(self.delivery, SETTLE, self.limit)

    def open(self, config: Mapping[str, str], tools: Tools) -> object:
        self.opened += 1
        return FakeSession(self)


class FakeSession:
    """Speaks to the fake network."""

    def __init__(self, network: FakeNetwork) -> None:
        self._network = network
        assert network.speaks is not None
        self.speaks = network.speaks

    async def publish(self, outgoing: Outgoing) -> Published:
        self._network.calls.append(outgoing)
        answer = self._network.answers.pop(0) if self._network.answers else None
        if isinstance(answer, Exception):
            raise answer
        self._network.stands.append((outgoing.key, outgoing.text))
        if answer == "lost":
            raise OutcomeUnknown("The answer was lost.")
        return answer if isinstance(answer, Published) else _receipt(outgoing)

    async def look_up(self, outgoing: Outgoing) -> Published | None:
        self._network.looked.append(outgoing)
        answer = self._network.looks.pop(0) if self._network.looks else None
        if isinstance(answer, Exception):
            raise answer
        return _receipt(outgoing) if outgoing.key in {key for key, _ in self._network.stands} else None


def _receipt(outgoing: Outgoing) -> Published:
    return Published(f"test://us/{outgoing.key}", f"https://testnet.example/{outgoing.key}", {"cid": outgoing.key})
