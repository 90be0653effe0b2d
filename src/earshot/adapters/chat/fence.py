"""The guard inside the child process: whatever the library does, it connects only to where the guard lets it.

Names are resolved through :meth:`Fence.resolve`, which checks every address; and an audit hook, which nothing in the
process can take away again, refuses connections to any address that was not checked, and new processes altogether.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

from earshot.adapters.http.addresses import why_not
from earshot.adapters.http.guard import AllowList

_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn")


class Refused(OSError):
    """The guard's no; ``host`` and ``address`` say of what."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} leads to {address}, which is not public")
        self.host, self.address = host, address


class Fence:
    """Around this process, for good."""

    def __init__(self, allow: AllowList) -> None:
        self._allow = allow
        self._own: set[tuple[str, int]] = set()
        self._resolve = socket.getaddrinfo
        self.refused: Refused | None = None
        """The first connection that was refused: libraries wrap errors, this one is to be told as it was."""

    def close(self) -> None:
        """From now on."""
        socket.getaddrinfo = self.resolve
        sys.addaudithook(self._audit)

    def resolve(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        """In place of ``socket.getaddrinfo``: all addresses must be public, unless the host is the company's own."""
        found = self._resolve(host, port, *args, **kwargs)
        name = host.decode("ascii") if isinstance(host, bytes) else str(host)
        for entry in found:
            address, number = str(entry[4][0]), int(entry[4][1])
            if self._allow.has(name, number):
                self._own.add((address, number))
            elif why_not(address):
                raise self._no(name, address)
        return found

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STARTING:
            raise PermissionError(f"{event} is not for a message")
        if event in _CONNECTING:
            self._check(arguments[1])

    def _check(self, target: Any) -> None:
        if target is None:  # sendmsg on a connected socket
            return
        if not isinstance(target, tuple):  # a socket file of this machine
            raise self._no(str(target), str(target))
        address, port = str(target[0]), int(target[1])
        if (address, port) not in self._own and not self._allow.has(address, port) and why_not(address):
            raise self._no(address, address)

    def _no(self, host: str, address: str) -> Refused:
        refused = Refused(host, address)
        self.refused = self.refused or refused
        return refused
