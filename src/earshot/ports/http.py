"""The one way to the network: a guarded HTTP client (its guard is described in ``adapters/http``)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from earshot.kernel.texts import say


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A complete answer. ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    moved: str = ""
    """Where the address asked for has moved *for good*: what an unbroken row of 301 and 308 from it led to."""


class HttpFailed(Exception):
    """No complete answer came.

    ``sent`` is True where the request may have reached the server (connection lost, read timed out after
    sending): whoever changes something by this request must treat its outcome as unknown. ``message`` says in a
    sentence what happened (``kernel.texts.say``, so that pages can say it in their language).
    """

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.message = message
        self.sent = sent


class HttpRefused(HttpFailed):
    """The guard refused the address. ``sent`` is True only where a server that heard the request redirected there."""

    def __init__(self, message: str, *, sent: bool = False) -> None:
        super().__init__(message, sent=sent)


class HttpStatus(HttpFailed):
    """A stream or web socket was answered with an error status instead; ``answer`` is that answer."""

    def __init__(self, answer: HttpAnswer) -> None:
        message = say("%(address)s answered with status %(status)s.", address=answer.url, status=answer.status)
        super().__init__(message, sent=True)
        self.answer = answer


class WebSocket(Protocol):
    """Text or binary frames until the connection ends."""

    def __aiter__(self) -> AsyncIterator[str | bytes]: ...

    async def send(self, message: str) -> None: ...


class HttpClient(Protocol):
    """Asynchronous and guarded: checks every address it connects to, and each redirect anew."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 20.0,  # noqa: ASYNC109
        max_bytes: int = 8_000_000,
    ) -> HttpAnswer:
        """One request. Raises HttpFailed. HTTP error statuses are answers, not exceptions."""
        ...

    def lines(self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0) -> AsyncIterator[str]:
        """The lines of an endless answer (server-sent events), until it ends. Raises HttpFailed when it is
        lost or silent for ``idle`` seconds, HttpStatus when the answer is not a success."""
        ...

    def websocket(
        self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0
    ) -> AbstractAsyncContextManager[WebSocket]:
        """A guarded web socket. Raises HttpFailed when it cannot be opened, is lost or is silent for ``idle`` seconds,
        HttpStatus when the server answers the opening with a status."""
        ...
