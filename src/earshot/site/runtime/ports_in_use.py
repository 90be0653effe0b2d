"""Whether an address can be listened on, and who has it if not."""

from __future__ import annotations

import errno
import shutil
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from earshot.kernel.errors import BadInput, Conflict

PROC = Path("/proc")
"""Linux tells here what other systems tell by ``lsof``."""
_LISTENING = "0A"


def listen_on(host: str, port: int) -> socket.socket:
    """A bound socket, to be handed to the server.

    Raises:
        Conflict: the port is taken; says by whom where that can be told, and the command that avoids it.
        BadInput: the address or port cannot be used by us.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, because asyncio turns Nagle's algorithm off only where the socket says so: without it a page's last
    # piece waits forty milliseconds for the browser's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise _explained(host, port, error) from None
    return listener


def check_free(host: str, port: int) -> None:
    """Raises like :func:`listen_on`, and lets the address go again."""
    listen_on(host, port).close()


def _explained(host: str, port: int, error: OSError | OverflowError) -> BadInput | Conflict:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        holder = port_holder(port)
        by = f" by {holder}" if holder else ""
        return Conflict(
            f"Port {port} is taken{by}.",
            f'Take another one: make run ARGS="--port {port + 1}", or earshot up --port {port + 1}',
        )
    if number in (errno.EACCES, errno.EPERM):
        return BadInput(
            f"Ports below 1024, like {port}, are reserved on this machine.", "Take another one: earshot up --port 8000"
        )
    return BadInput(
        f"{host} port {port} cannot be used ({error}).", "For example: earshot up --host 127.0.0.1 --port 8000"
    )


def port_holder(port: int) -> str:
    """Who listens on a TCP port: "name (process 123)"; "" where that cannot be told."""
    return _holder_by_proc(port) if (PROC / "net" / "tcp").exists() else _holder_by_lsof(port)


def _holder_by_proc(port: int) -> str:
    wanted = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in PROC.glob("[0-9]*"):
        if wanted & _open_files(process):
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            return f"“{words[:100]}” (process {process.name})"
    return ""


def _open_files(process: Path) -> set[str]:
    """What its handles point to; nothing for another person's process, or one that has just ended."""
    found: set[str] = set()
    with suppress(OSError):
        for handle in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(str(handle.readlink()))
    return found


def _listening_inodes(port: int) -> set[str]:
    found: set[str] = set()
    for table in (PROC / "net" / "tcp", PROC / "net" / "tcp6"):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


def _holder_by_lsof(port: int) -> str:
    lsof = shutil.which("lsof")
    if lsof is None:
        return ""
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command with a number
            [lsof, "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"], capture_output=True, text=True, errors="replace"
        ).stdout
    except OSError:
        return ""
    fields: dict[str, str] = {}
    for line in told.splitlines():  # "p<process>", "c<command>", then its files; the first process is told
        fields.setdefault(line[:1], line[1:])
    return f"{fields['c']} (process {fields['p']})" if {"p", "c"} <= fields.keys() else ""
