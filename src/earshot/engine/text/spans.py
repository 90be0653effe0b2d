"""Where in the original text each folded character comes from."""

from __future__ import annotations

from earshot.engine.text import chars
from earshot.engine.text.folding import LONE_JOINER, fold_with_joiners, joins_previous

Origins = list[tuple[int, int]]


def origins(text: str) -> tuple[str, Origins]:
    """(``fold(text)``, for each of its characters the span of the original that it came from).

    A text is folded in segments that do not influence each other: a character and the marks that follow it.
    """
    if text.isascii():
        return text.lower(), [(index, index + 1) for index in range(len(text))]
    pieces: list[str] = []
    spans: Origins = []
    for start, end in segments(text):
        folded = fold_with_joiners(text[start:end])
        pieces.append(folded)
        spans.extend([(start, end)] * len(folded))
    return _drop_lone_joiners("".join(pieces), spans)


def segments(text: str) -> list[tuple[int, int]]:
    """Spans whose normal forms do not depend on each other: each character with the marks that follow it."""
    starts = [index for index, char in enumerate(text) if index == 0 or not joins_previous(char)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _drop_lone_joiners(folded: str, spans: Origins) -> tuple[str, Origins]:
    if chars.JOINER not in folded:
        return folded, spans
    lone = {match.start() for match in LONE_JOINER.finditer(folded)}
    kept = [index for index in range(len(folded)) if index not in lone]
    return "".join(folded[index] for index in kept), [spans[index] for index in kept]
