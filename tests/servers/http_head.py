"""As much of HTTP/1.1 as a proxy of one request a connection needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """A request line and its header fields, names as they came."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        return next((value for key, value in self.fields if key.lower() == name), "")

    @property
    def upgrades(self) -> bool:
        return "upgrade" in self.get("connection").lower()

    def rewritten(self, host: str, length: int) -> bytes:
        """The head for the server behind: its own host, a plain length, one request a connection."""
        ours = {"host", "content-length", "transfer-encoding", "expect"} | (set() if self.upgrades else {"connection"})
        kept = [(name, value) for name, value in self.fields if name.lower() not in ours]
        kept.append(("host", host))
        if not self.upgrades:
            kept.append(("connection", "close"))
        if length or self.method in ("POST", "PUT", "PATCH"):
            kept.append(("content-length", str(length)))
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in kept)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """The head of the next request; None where the connection ended before one came."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    fields = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in rest))
    return Head(method, path, fields)


async def read_body(head: Head, reader: asyncio.StreamReader) -> bytes:
    """The whole body of a request, chunks joined."""
    if "chunked" in head.get("transfer-encoding").lower():
        return await _read_chunks(reader)
    return await reader.readexactly(int(head.get("content-length") or 0))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    while (await reader.readline()).strip():
        pass
    return body
