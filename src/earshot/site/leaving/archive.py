"""The one file of a backup: a tar compressed with gzip, plain files only, read strictly.

``tar tzf`` lists it. It is read here by its 512-byte headers alone, because what ``tarfile`` does for extended headers,
links and devices is what a hostile archive would use.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from earshot.kernel.errors import BadInput
from earshot.site.leaving.checksums import PIECE
from earshot.site.leaving.manifest import NAME, Manifest, Member, read_manifest

BLOCK = tarfile.BLOCKSIZE
LARGEST_MANIFEST = 64 << 20
LEVEL = 6


def write_archive(target: IO[bytes], manifest: Manifest, sources: dict[str, Path]) -> None:
    """Write the manifest and each member; ``sources`` are the files by the member's name.

    Raises:
        BadInput: a file has become shorter since it was counted.
    """
    with tarfile.open(fileobj=target, mode="w:gz", format=tarfile.GNU_FORMAT, compresslevel=LEVEL) as archive:
        text = manifest.as_json().encode()
        archive.addfile(_header(NAME, len(text)), io.BytesIO(text))
        for member in manifest.members:
            with sources[member.name].open("rb") as file:
                try:
                    archive.addfile(_header(member.name, member.bytes), file)
                except OSError as error:
                    if str(error) != "unexpected end of data":
                        raise
                    raise BadInput(f"{sources[member.name]} changed while it was copied.", "Try again.") from None


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive, read from its beginning.

    Raises:
        BadInput: it cannot be read, is no backup, or is damaged (also while it is read, inside the ``with``).
    """
    try:
        with gzip.open(path, "rb") as stream:
            yield Archive(stream)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise BadInput(f"{path} is damaged, or is no backup of Earshot.", "Take another copy.") from None


class Reads(Protocol):
    """What is needed of a stream."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


class Archive:
    """Reads the manifest first, then the members in their order."""

    def __init__(self, stream: Reads) -> None:
        self._stream = stream
        name, size = self._next()
        if name != NAME or size > LARGEST_MANIFEST:
            raise _no_backup()
        self.manifest = read_manifest(self._stream.read(size))
        self._skip(size)

    def members(self) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Each member with its bytes; the checksum is verified when the last piece has been taken.

        Raises:
            BadInput: not what the manifest says.
        """
        for member in self.manifest.members:
            name, size = self._next()
            if (name, size) != (member.name, member.bytes):
                raise BadInput(f"The backup holds {name!r} where its list says {member.name!r}.", "Take another copy.")
            yield member, self._verified(member)
            self._skip(size)

    def _verified(self, member: Member) -> Iterator[bytes]:
        seen, left = sha256(), member.bytes
        while left:
            piece = self._stream.read(min(PIECE, left))
            if not piece:
                raise EOFError
            left -= len(piece)
            seen.update(piece)
            yield piece
        if seen.hexdigest() != member.sha256:
            raise BadInput(f"{member.place} in the backup is damaged: its checksum differs.", "Take another copy.")

    def _next(self) -> tuple[str, int]:
        """Name and size of the next member; only plain files are taken."""
        block = self._stream.read(BLOCK)
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise _no_backup() from None
        if header.type != tarfile.REGTYPE or header.size < 0:
            raise BadInput(f"The backup holds {header.name!r}, which is no plain file.", "Do not trust it.")
        return header.name, header.size

    def _skip(self, size: int) -> None:
        self._stream.read(-size % BLOCK)


def _no_backup() -> BadInput:
    return BadInput("This is no backup of Earshot, or it is damaged.", "Take another copy.")
