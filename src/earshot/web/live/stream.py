"""The event stream (server-sent events) of ``/w/<slug>/events``, asynchronous.

A page says from which event on it needs news: ``Last-Event-ID`` when it reconnects, ``?after=`` when it is new. It
gets every later event of its workspace, in order and without a gap; one that asks for more than is kept gets the
event ``reload`` and goes on from now.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from earshot.web.live import newest, oldest
from earshot.web.live.tail import Event, Tail

HEARTBEAT_S = 20.0
"""A comment this often keeps proxies from closing the connection, and the right to listen is checked anew."""


class Listener(NamedTuple):
    """Who listens: in which workspace, on which seat."""

    workspace: int
    seat: int


Gate = Callable[[AbstractBaseUser, str], Listener | None]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_PATH = re.compile(r"/w/([-\w]+)/events\Z")
_gates: list[Gate] = []
_tails: WeakKeyDictionary[asyncio.AbstractEventLoop, Tail] = WeakKeyDictionary()


def admit_by(gate: Gate) -> None:
    """Say who may listen: (person, slug) -> the listener, or None. Called once by the wiring."""
    _gates[:] = [gate]


async def events(scope: Any, receive: Any, send: Send) -> None:
    """One open page's stream, from its ``Last-Event-ID`` on."""
    tail = _tails.setdefault(asyncio.get_running_loop(), Tail())
    listener = await tail.run(_admitted, scope)
    if listener is None:
        await _refuse(send)
        return
    await tail.enter()
    try:
        await _until_gone(receive, _stream(scope, send, tail, listener))
    finally:
        tail.leave()


async def _until_gone(receive: Any, streaming: Any) -> None:
    """Run the stream until the page, or the server, closes the connection."""
    stream = asyncio.ensure_future(streaming)
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({stream, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (stream, gone):
            task.cancel()
        # A page that goes away in the middle of a write is no error of ours.
        with suppress(asyncio.CancelledError, OSError):
            await stream
        with suppress(asyncio.CancelledError):
            await gone


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stream(scope: Any, send: Send, tail: Tail, listener: Listener) -> None:
    # Where it begins is fixed before the page is told that it listens.
    cursor, stale = await tail.run(_start, _asked(scope))
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await _write(send, f"id: {cursor}\nevent: reload\ndata: {{}}\n\n" if stale else "retry: 2000\n\n")
    while True:
        events, cursor = await tail.after(cursor, listener.workspace)
        if told := [event for event in events if event.data.get("only", listener.seat) == listener.seat]:
            await _write(send, "".join(map(_frame, told)))
        if events:
            continue
        before = tail.top
        await tail.wait(cursor, HEARTBEAT_S)
        if tail.top == before:
            if await tail.run(_admitted, scope) != listener:
                return
            await _write(send, "event: beat\ndata: {}\n\n")


def _frame(event: Event) -> str:
    # JSON has no line breaks, so one data line is enough.
    return f"id: {event.id}\ndata: {json.dumps(event.data, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _start(after: int | None) -> tuple[int, bool]:
    """Where to begin, and whether something in between is lost."""
    top = newest()
    if after is None:
        return top, False
    if after > top or after < oldest() - 1:
        return top, True
    return after, False


def _asked(scope: Any) -> int | None:
    wanted = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    wanted = wanted or parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None


def _admitted(scope: Any) -> Listener | None:
    """The workspace of the address and the seat in it, where the session's person has one."""
    found = _PATH.match(scope["path"])
    person = _person(scope)
    if not found or person is None or not _gates:
        return None
    return _gates[0](person, found[1])


def _person(scope: Any) -> AbstractBaseUser | None:
    cookie: SimpleCookie = SimpleCookie()
    try:
        cookie.load(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    key = cookie.get(settings.SESSION_COOKIE_NAME)
    if key is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key.value)
    person = get_user(request)
    return person if isinstance(person, AbstractBaseUser) and person.is_active else None


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send) -> None:
    # 204 tells an EventSource not to come back; the page's own answers say what is wrong.
    await send({"type": "http.response.start", "status": 204, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
