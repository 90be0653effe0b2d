"""Why a server could not be reached, in words that say what to look at: never the number of an error."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpcore
from websockets.exceptions import ConnectionClosed

from earshot.kernel.texts import say

_NO_WAY = frozenset((errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EHOSTDOWN))
_ENDED = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, ConnectionClosed, httpcore.RemoteProtocolError)


def why(error: BaseException) -> str:
    """The reason as a clause of a sentence; where it is none of the usual ones, what the error says of itself."""
    for each in _chain(error):
        if (found := _usual(each)) is not None:
            return found
    return str(error) or type(error).__name__


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it: libraries wrap what the system said."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _usual(error: BaseException) -> str | None:
    if isinstance(error, ssl.SSLError):
        return _not_secure(error)
    if isinstance(error, socket.gaierror):
        return say("nobody knows this name; it may be misspelt, or this machine is offline")
    if isinstance(error, UnicodeError):
        return say("this cannot be the name of a server")
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return say("no answer in time")
    if isinstance(error, ConnectionRefusedError):
        return say("nothing answers there")
    if isinstance(error, _ENDED):
        return say("the server ended the connection")
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        return say("no way leads there; this machine may be offline")
    return None


def _not_secure(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return say("its certificate cannot be trusted: %(why)s", why=error.verify_message or str(error))
    return say("no secure connection comes about: %(why)s", why=getattr(error, "reason", "") or str(error))
