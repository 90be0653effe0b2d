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
    rows that name none. ``sheet`` is one of a workbook's. ``header`` is the line or row that names the columns (0:
    there is none, None: guess). ``preset`` is the key of a known export ("": none of them, None: recognise it).
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    joined: Path | None = None
    encoding: str = ""
    zone: str = "UTC"
    network: str = ""
    dates: DateOrder | Literal[""] = ""
    sheet: str = ""
    header: int | None = None
    preset: str | None = None


@dataclass(frozen=True, slots=True)
class PresetFit:
    """A known export, and how much of what marks it the file has (0 to 1); ``published``: by its maker."""

    key: str
    name: str
    score: float
    published: bool = True


SET_ASIDE = ("earshot_line", "earshot_reason", "earshot_row")
"""The columns in front of a list of rows set aside; they are no part of a post, also when the list is imported."""
PREVIEWED = 5
"""Rows that a look shows as they stand in the file."""


@dataclass(frozen=True, slots=True)
class FileLook:
    """How a file will be read, and what is doubtful about it (``notes``, sentences for people).

    ``rows`` is a guess where not ``exact``. ``presets`` are all known exports, the best fitting first; ``preset`` is
    the key of the one in use. ``preview`` holds the first rows, one cell a column; ``sheets`` those of a workbook that
    hold anything.
    """

    format: Literal["csv", "jsonl", "json", "xlsx"]
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: int
    dates: DateOrder
    notes: tuple[str, ...] = ()
    sample: tuple[HeardPost, ...] = ()
    header: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    preset: str = ""
    presets: tuple[PresetFit, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: the post in it, or why there is none. ``row`` counts from 1; ``line`` is its first line in the file.

    ``passed`` rows are no answer: they only say how far the way to the first row wanted has been gone, so that who
    reads may do something else in between.
    """

    row: int
    line: int
    post: HeardPost | None
    reason: str = ""
    raw: str = ""
    passed: bool = False


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
        """Every row behind the first ``after``, in order; bad rows too, with their reason. Never stops at a bad row.

        On the way to the first of them a row that is ``passed`` comes now and then.

        Raises:
            BadInput: the file is damaged from some place on, or was made to do harm (a bomb).
        """
        ...

    def cells(self, raw: str, look: FileLook) -> tuple[str, ...]:
        """The cells of a row that was set aside, one a column; empty where it cannot be cut into its columns."""
        ...
