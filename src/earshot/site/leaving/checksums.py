"""SHA-256 of what is read and written, in pieces, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

PIECE = 1 << 20


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of a file, a megabyte at a time."""
    while piece := file.read(PIECE):
        yield piece


def checksum(path: Path) -> tuple[str, int]:
    """SHA-256 (hexadecimal) of a file, and its bytes."""
    seen, size = sha256(), 0
    with path.open("rb") as file:
        for piece in pieces(file):
            seen.update(piece)
            size += len(piece)
    return seen.hexdigest(), size


class Counted:
    """A new file that knows its checksum and its bytes as it grows."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("xb")
        self._seen = sha256()
        self.size = 0

    def write(self, text: str) -> int:
        """Append text in UTF-8; how many characters, as files answer. Half a surrogate pair becomes a question mark."""
        self.write_bytes(text.encode("utf-8", "replace"))
        return len(text)

    def write_bytes(self, data: bytes) -> None:
        """Append."""
        self._file.write(data)
        self._seen.update(data)
        self.size += len(data)

    def close(self) -> str:
        """Close it; its checksum."""
        self._file.close()
        return self._seen.hexdigest()
