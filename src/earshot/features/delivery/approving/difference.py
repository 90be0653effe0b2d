"""What is different between two texts, for whoever has read the first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]

_UNITS = re.compile(r"[^\W\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7af\u3040-\u30ff]+|\s+|.", re.DOTALL)
"""Words are compared whole; Han, kana and hangul sign by sign, as are marks; white space in one piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, only the first (``gone``) or only the second (``new``)."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces, in order. Those that are not ``new`` make up ``before``, those that are not ``gone`` make up
    ``after``; two of one kind never follow each other."""
    return tuple(_joined(_pieces(_UNITS.findall(before), _UNITS.findall(after))))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for what, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(before[start:end]))
            continue
        if end > start:
            yield Piece("gone", "".join(before[start:end]))
        if stop > begin:
            yield Piece("new", "".join(after[begin:stop]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
