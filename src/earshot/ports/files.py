"""What a connector offers that reads posts from a file, for imports.

A connector has the capability when it is :class:`ReadsFiles`; the importer asks for that, never for a name. Reading has
two steps, so that a person can correct what was guessed: ``look`` says how a file would be read, ``read`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from earshot.ports.heard import HeardPost

DateOrder = Literal["dmy", "mdy", "ymd"]
"""Which number of ``03/04/2026`` is the day: ``dmy`` the first, ``mdy`` the second. ``ymd``: the year comes first."""


@dataclass(frozen=True, slots=True)
class FileWishes:
    """What the person said about a file. Everything may stay empty; then it is guessed.

    ``mapping`` is our field -> the file's column ("" for: no column). ``joined`` is a second file whose rows stand
    beside the first's, row by row. ``zone`` (IANA name or ``+08:00``) is for times that state none, ``network`` for
    rows that name none.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    joined: Path | None = None
    encoding: str = ""
    zone: str = "UTC"
    network: str = ""
    dates: DateOrder | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class FileLook:
    """How a file will be read, and what is doubtful about it (``notes``, sentences for people)."""

    format: Literal["csv", "jsonl"]
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: int
    dates: DateOrder
    notes: tuple[str, ...] = ()
    sample: tuple[HeardPost, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: the post in it, or why there is none. ``row`` counts from 1; ``line`` is its first line in the file."""

    row: int
    line: int
    post: HeardPost | None
    reason: str = ""
    raw: str = ""


@runtime_checkable
class ReadsFiles(Protocol):
    """A connector that reads files."""

    kind: str
    post_fields: Sequence[str]
    """The fields of ours that a column can be mapped to."""

    def look(self, path: Path, wishes: FileWishes) -> FileLook:
        """Guess how to read the file.

        Raises:
            BadInput: it cannot be read, no column holds the text, or a wish names a column that is not there.
        """
        ...

    def read(self, path: Path, wishes: FileWishes, look: FileLook, after: int = 0) -> Iterator[ReadRow]:
        """Every row behind the first ``after``, in order; bad rows too, with their reason. Never stops at a bad row."""
        ...
