"""A client that answers from a script: every error path of a connector, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from earshot.ports.http import HttpAnswer, HttpFailed


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that the connector made."""

    method: str
    url: str
    headers: Mapping[str, str]
    json: Any

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)


Reply = HttpAnswer | HttpFailed
Script = Callable[[Asked], Reply]


def says(content: object, status: int = 200, **headers: str) -> HttpAnswer:
    """A JSON answer (bytes go as they are)."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return HttpAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, "")


class ScriptedHttp:
    """``ports.http.HttpClient``. Replies are looked up by the end of the path; a list is used up one by one, its last
    reply again and again."""

    def __init__(self, replies: Mapping[str, Reply | Script | list[Reply | Script]] | None = None) -> None:
        self.replies = {path: value if isinstance(value, list) else [value] for path, value in (replies or {}).items()}
        self.asked: list[Asked] = []
        self.sockets: list[ScriptedSocket | HttpFailed] = []
        self.opened: list[str] = []

    def of(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.endswith(path)]

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
        timeout: float = 20.0,  # noqa: ASYNC109  (the port's name)
        max_bytes: int = 8_000_000,
    ) -> HttpAnswer:
        asked = Asked(method, url, headers or {}, json)
        self.asked.append(asked)
        path = next((path for path in self.replies if asked.path.endswith(path)), None)
        assert path is not None, f"nobody expected {asked.path}"
        queue = self.replies[path]
        reply = queue.pop(0) if len(queue) > 1 else queue[0]
        given = reply(asked) if callable(reply) else reply
        if isinstance(given, HttpFailed):
            raise given
        return given

    def lines(self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0) -> AsyncIterator[str]:
        raise NotImplementedError

    @asynccontextmanager
    async def websocket(
        self, url: str, *, headers: Mapping[str, str] | None = None, idle: float = 90.0
    ) -> AsyncIterator[ScriptedSocket]:
        self.opened.append(url)
        socket = self.sockets.pop(0)
        if isinstance(socket, HttpFailed):
            raise socket
        yield socket


class ScriptedSocket:
    """Gives its frames (a float is a pause in seconds), then ends, fails or stays open."""

    def __init__(self, frames: Sequence[bytes | float], end: HttpFailed | None = None, *, stay: bool = False) -> None:
        self._frames = frames
        self._end = end
        self._stay = stay
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        for frame in self._frames:
            if isinstance(frame, float):
                await asyncio.sleep(frame)
                continue
            self.given += 1
            yield frame
        if self._stay:
            await asyncio.Event().wait()
        if self._end is not None:
            raise self._end

    async def send(self, message: str) -> None:
        raise NotImplementedError
