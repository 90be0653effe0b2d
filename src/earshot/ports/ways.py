"""How a message reaches one person outside the pages: e-mail, a browser's push service, a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from earshot.kernel.errors import EarshotError


@dataclass(frozen=True, slots=True)
class Message:
    """Plain text for one person. ``key`` is the same each time it is sent: whoever gets it twice can tell.

    ``link`` leads to where the person reads on ("" where nobody knows the address of the installation); ``text`` does
    not hold it. ``urgent`` may wake a device that rests.
    """

    title: str
    text: str
    key: str
    link: str = ""
    language: str = "en"
    urgent: bool = False


class WayFailed(EarshotError):
    """It did not go out, or nobody knows that it did. ``gone``: this address will never work again;
    ``lasting``: it is no use to try again soon without somebody mending something."""

    def __init__(self, message: str, mend: str = "", *, lasting: bool = False, gone: bool = False) -> None:
        super().__init__(message, mend)
        self.lasting = lasting or gone
        self.gone = gone


class Way(Protocol):
    """Sends messages to addresses of its kind."""

    async def send(self, to: str, message: Message) -> None:
        """Send it. Raises WayFailed; whoever calls sends it again, so it arrives at least once."""
        ...


class Chat(Way, Protocol):
    """Chats: ``to`` is an address that holds whatever is needed to write there."""

    async def name_of(self, address: str) -> str:
        """The service that an address belongs to. Raises WayFailed where it belongs to none."""
        ...


class Push(Way, Protocol):
    """Browsers' push: ``to`` is the subscription, as JSON."""

    @property
    def public_key(self) -> str:
        """What a browser subscribes with: the public key of this installation, URL-safe base64."""
        ...


@dataclass(frozen=True, slots=True)
class Ways:
    """What this installation can send by; None where it is not set up."""

    mail: Way | None = None
    chat: Chat | None = None
    push: Push | None = None
    mail_trouble: str = ""
    """Why there is no mail although somebody set it up."""

    def of(self, kind: str) -> Way | None:
        """The way of that kind (``mail``, ``chat``, ``push``)."""
        return {"mail": self.mail, "chat": self.chat, "push": self.push}.get(kind)


def nowhere() -> str:
    """Nobody knows where the pages are."""
    return ""
