"""Words and phrases of a query into parts: cut like a text, with wildcards, case kept for people to read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from earshot.engine.query.ast import Part
from earshot.engine.query.errors import QueryError
from earshot.engine.text import chars
from earshot.engine.text.folding import LONE_JOINER, clean
from earshot.engine.text.patterns import beyond_ascii
from earshot.engine.text.urls import find_urls
from earshot.kernel.texts import say

_STAR, _ONE = "\ue000", "\ue001"
_HIDE = str.maketrans({"*": _STAR, "?": _ONE, "？": " ", "＊": " ", _STAR: " ", _ONE: " "})
_SHOW = str.maketrans({_STAR: "*", _ONE: "?", "*": " ", "?": " "})
LEAST_LITERALS = 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A match: a token with its sign; ``start`` and ``end`` in the normalised text."""

    text: str
    sign: str
    start: int
    end: int

    @property
    def cjk(self) -> bool:
        return not self.sign and beyond_ascii().cjk.match(self.text) is not None

    @property
    def only_wild(self) -> bool:
        return not self.text.strip("*?")


def split_parts(text: str, start: int) -> tuple[Part, ...]:
    """The parts of ``text``, which stands at ``start`` in the query.

    Raises:
        QueryError: nothing to search for, a URL, or a wildcard that cannot mean anything.
    """
    end = start + len(text)
    if find_urls(text):
        raise QueryError(
            say("The words of a URL are not searched."),
            start,
            end,
            "a word",
            say("Use site:example.com or url:example.com/page."),
        )
    pieces = _pieces(_normal(text))
    parts = tuple(
        Part(piece.text, piece.sign) for index, piece in enumerate(pieces) if _wanted(pieces, index, start, end)
    )
    parts = tuple(part for part in parts if part.base)
    if not parts:
        raise QueryError(
            say("There is no letter, digit or emoji to search for in “%(text)s”.", text=text.strip()),
            start,
            end,
            "a word",
            say("Write {%(text)s} to find exactly these characters.", text=text.strip()),
        )
    return parts


def _normal(text: str) -> str:
    """Cleaned and in NFKC; only ASCII ``*`` and ``?`` of the query are wildcards, not what NFKC turns into them."""
    cleaned = unicodedata.normalize("NFKC", clean(text.translate(_HIDE)))
    return LONE_JOINER.sub("", cleaned).translate(_SHOW)


def _pieces(normal: str) -> list[_Piece]:
    return [
        _Piece(match["plain"] or match["tag"], match["sign"] or "", match.start(), match.end())
        for match in _pattern().finditer(normal)
    ]


@cache
def _pattern() -> re.Pattern[str]:
    letter, mark, wild = rf"[^\W{chars.CJK}]", f"[{chars.marks()}]", r"[*?]"
    run = f"(?:{letter}++|{mark}++|{wild}++)++"
    keycap = rf"[0-9#*]{chars.KEYCAP}"
    emoji, cjk = beyond_ascii().emoji.pattern, beyond_ascii().cjk.pattern
    tag = rf"(?<![A-Za-z0-9])(?P<sign>[#@$])(?P<tag>(?:\w++|{mark}++|{wild}++)++)(?:'{run})*#?"
    return re.compile(rf"{tag}|(?P<plain>{cjk}|(?!{keycap}){run}(?:'{run})*|{emoji})")


def _wanted(pieces: list[_Piece], index: int, start: int, end: int) -> bool:
    """Whether a piece is part of the phrase; a wildcard at either end of CJK characters means nothing."""
    piece = pieces[index]
    if "*" not in piece.text and "?" not in piece.text:
        return True
    if piece.sign or not piece.only_wild:
        _check_literals(piece, start, end)
        return True
    before, after = _run_before(pieces, index), _run_after(pieces, index)
    if (before and after) or max(before, after) == 1:
        raise QueryError(
            say("A wildcard stands inside a word; between Chinese or Japanese characters it means nothing."),
            start,
            end,
            "two or more characters",
            say("Leave it out, or use NEAR: 物 NEAR/2 流."),
        )
    if not before and not after:
        _check_literals(piece, start, end)
    return False


def _check_literals(piece: _Piece, start: int, end: int) -> None:
    if sum(char not in "*?'" for char in piece.text) < LEAST_LITERALS:
        raise QueryError(
            say(
                "%(text)s would match almost everything: beside a wildcard stand at least %(least)s letters or digits.",
                text=piece.text,
                least=LEAST_LITERALS,
            ),
            start,
            end,
            "a longer word",
            say("Write more of the word, for example deliver*."),
        )


def _run_before(pieces: list[_Piece], index: int) -> int:
    count = 0
    while index > 0 and pieces[index - 1].end == pieces[index].start and pieces[index - 1].cjk:
        count, index = count + 1, index - 1
    return count


def _run_after(pieces: list[_Piece], index: int) -> int:
    count = 0
    while index + 1 < len(pieces) and pieces[index + 1].start == pieces[index].end and pieces[index + 1].cjk:
        count, index = count + 1, index + 1
    return count
