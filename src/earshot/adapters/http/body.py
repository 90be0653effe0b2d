"""Reads the body of an answer under a cap that counts what comes out, so that a small bomb cannot fill the memory."""

from __future__ import annotations

import codecs
import re
import zlib

from earshot.kernel.texts import say
from earshot.ports.http import HttpFailed

GZIP_OR_ZLIB = 47
"""``wbits`` of zlib: the widest window, header recognised."""
LINE_CAP = 1_000_000
"""Characters that one line of a stream may have."""


class Inflater:
    """Undoes the transfer's compression piece by piece; never yields more than ``cap`` bytes in all."""

    def __init__(self, encoding: str, cap: int | None = None) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise HttpFailed(
                say("The answer is compressed in a way that was not asked for (%(name)s).", name=name), sent=True
            )
        self._zlib = zlib.decompressobj(GZIP_OR_ZLIB) if name not in ("", "identity") else None
        self._cap = cap
        self._count = 0

    def feed(self, piece: bytes) -> bytes:
        """What ``piece`` holds.

        Raises:
            HttpFailed: over the cap, or not what the header says.
        """
        plain = piece if self._zlib is None else self._inflate(piece)
        self._count += len(plain)
        if self._cap is not None and self._count > self._cap:
            raise HttpFailed(say("The answer is larger than %(most)s bytes.", most=f"{self._cap:,}"), sent=True)
        return plain

    def finish(self) -> None:
        """Raises HttpFailed where compressed data broke off in the middle."""
        if self._zlib is not None and self._count and not self._zlib.eof:
            raise HttpFailed(say("The answer broke off in the middle."), sent=True)

    def _inflate(self, piece: bytes) -> bytes:
        assert self._zlib is not None
        plain = bytearray()
        try:
            while piece:
                if self._zlib.eof:  # gzip may be several members, one after the other
                    self._zlib = zlib.decompressobj(GZIP_OR_ZLIB)
                room = 0 if self._cap is None else max(1, self._cap + 1 - self._count - len(plain))
                plain += self._zlib.decompress(piece, room)
                if self._cap is not None and self._count + len(plain) > self._cap:
                    break
                piece = self._zlib.unconsumed_tail or self._zlib.unused_data
        except zlib.error as error:
            raise HttpFailed(say("The answer cannot be decompressed (%(why)s).", why=str(error)), sent=True) from error
        return bytes(plain)


class LineSplitter:
    """Bytes in any pieces to whole lines of text, as server-sent events define them: LF, CRLF or CR ends one."""

    _END = re.compile(r"\r\n|\n|\r")

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, piece: bytes) -> list[str]:
        """The lines that ``piece`` completes.

        Raises:
            HttpFailed: a line longer than any event could be.
        """
        text = self._rest + self._decoder.decode(piece)
        # A CR at the very end may be half of a CRLF: it waits for the next piece.
        held = "\r" if text.endswith("\r") else ""
        *lines, self._rest = self._END.split(text.removesuffix(held))
        self._rest += held
        if len(self._rest) > LINE_CAP:
            raise HttpFailed(
                say("The stream sent a line of more than %(most)s characters.", most=f"{LINE_CAP:,}"), sent=True
            )
        return lines
