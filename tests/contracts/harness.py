"""What a connector's test module provides so that the contract suite can try it against a real server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from earshot.ports.connector import Connector, Tools


@dataclass(frozen=True, slots=True)
class Standing:
    """A post of our own account as the server has it."""

    canonical_id: str
    parent_id: str = ""


class Harness(ABC):
    """One connector before one running server, with two accounts: ours, and somebody outside.

    The methods are plain (not coroutines) and act on the server by other means than the connector under test:
    the server's own word is the truth.
    """

    connector: Connector
    hears: Mapping[str, str]
    """Settings of a channel that hears what :meth:`say` writes."""
    speaks: Mapping[str, str] | None = None
    """Settings of a channel that publishes as our account; None where the network only listens."""
    refused: Mapping[str, str] | None = None
    """Like ``speaks`` with credentials that the server refuses."""
    unreachable: Mapping[str, str]
    """Settings of a channel whose server does not listen."""
    hears_deletions = True
    hears_edits = True
    write_path = ""
    """A part of the path of the one request that publishes, for the fault proxy."""
    patience = 30.0
    """Seconds until something that was written must have been heard."""

    @abstractmethod
    def tools(self) -> Tools:
        """New tools for the running event loop."""

    def start(self) -> str:
        """A cursor from which everything is heard that is said from now on ("" where a first look includes it)."""
        return ""

    @abstractmethod
    def say(self, text: str, answer_to: str = "") -> str:
        """Somebody outside writes ``text`` so that ``hears`` hears it (``answer_to``: a canonical id); its canonical id."""

    @abstractmethod
    def unsay(self, canonical_id: str) -> None:
        """Somebody outside deletes what :meth:`say` wrote."""

    def edit(self, canonical_id: str, text: str) -> None:
        """Somebody outside changes what :meth:`say` wrote."""
        raise NotImplementedError

    @abstractmethod
    def standing(self, text: str) -> list[Standing]:
        """Our account's posts that say ``text`` (wherever the network keeps a mention in front, after it)."""

    @property
    @abstractmethod
    def server(self) -> str:
        """Where the server's interface is (http://host:port): what the fault proxy stands before."""

    @abstractmethod
    def through(self, server: str) -> Mapping[str, str]:
        """``speaks``, with ``server`` in the place of the real address."""
