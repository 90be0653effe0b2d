"""Which row of a table names its columns: exports like to put a title and the search above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from earshot.connectors.replay.columns import is_known
from earshot.connectors.replay.lines import distinct

Head = Sequence[tuple[int, Sequence[str]]]
"""The first rows that hold anything: where each stands (line or row number, from 1), and its cells."""


def find_header(head: Head) -> int:
    """Where the header stands, 0 where the first row of the table is data already.

    It is the row with the most names that exports use, where one has two of them; else the first row that is as wide as
    most rows and nearly as full as the fullest of them.
    """
    if not head:
        return 0
    known, first = max((sum(map(is_known, cells)), -place) for place, (_, cells) in enumerate(head))
    if known > 1:
        return head[-first][0]
    usual = Counter(len(cells) for _, cells in head).most_common(1)[0][0]
    fullest = max(_filled(cells) for _, cells in head if len(cells) == usual)
    for place, (where, cells) in enumerate(head):
        if len(cells) == usual and _filled(cells) >= fullest * (0.7 if place else 0.5):
            return 0 if looks_like_data(cells) else where
    return head[0][0]


def columns_of(head: Head, header: int) -> tuple[str, ...]:
    """The names in the header; without one they are ``1``, ``2``, ``3``..., as many as the widest row has cells."""
    named = next((cells for where, cells in head if where == header), None)
    if named is None:
        widest = max((len(cells) for _, cells in head), default=0)
        return tuple(str(number) for number in range(1, widest + 1))
    return distinct([cell.strip().lstrip("\ufeff") for cell in named])


def looks_like_data(cells: Sequence[str]) -> bool:
    """A name is neither long nor without a letter."""
    return any(len(cell) > 80 or (cell.strip() and not any(letter.isalpha() for letter in cell)) for cell in cells)


def same_width(head: Head) -> list[tuple[int, tuple[str, ...]]]:
    """A sheet leaves out what is empty at the end of a row; the guess compares rows of one width."""
    widest = max((len(cells) for _, cells in head), default=0)
    return [(where, (*cells, *[""] * (widest - len(cells)))) for where, cells in head]


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())
