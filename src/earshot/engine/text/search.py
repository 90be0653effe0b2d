"""What the full-text index stores, and how it is asked.

The index (FTS5 ``unicode61`` or a ``simple`` tsvector) only finds candidates; the evaluator verifies them. Stored
are words, the pairs of neighbouring CJK characters, and the last character of each run of CJK, so that any two
neighbours are a word of the index and a single character is the beginning of one.
"""

from __future__ import annotations

from earshot.engine.text.tokens import Cut, kind_of


def search_terms(text: str) -> str:
    """The words to store for ``text``, separated by spaces. Emoji and URLs are not stored."""
    stored: list[str] = []
    terms = Cut(text).terms
    kinds = [kind_of(term) for term in terms]
    following = zip([*terms, ""][1:], [*kinds, "url"][1:], strict=True)
    for term, kind, (after, kind_after) in zip(terms, kinds, following, strict=True):
        if kind == "word":
            stored.append(term)
        elif kind == "cjk":
            stored.append(term + after if kind_after == "cjk" else term)
    return " ".join(stored)


def search_query(*terms: str, prefix: bool = False) -> str | None:
    """The FTS5 expression for folded ``terms`` that stand next to each other; None where the index cannot help.

    Necessary, not sufficient. ``prefix``: the last term is only the beginning of a word.
    """
    wanted: list[str] = []
    for index, term in enumerate(terms):
        kind, last = kind_of(term), index == len(terms) - 1
        if kind == "word":
            wanted.append(_quoted(term, prefix=prefix and last))
        elif kind == "cjk":
            wanted.extend(_cjk(terms, index))
    return " AND ".join(wanted) or None


def _cjk(terms: tuple[str, ...], index: int) -> list[str]:
    """The pair that begins here, or the character alone where it has no CJK neighbour."""
    if index + 1 < len(terms) and kind_of(terms[index + 1]) == "cjk":
        return [_quoted(terms[index] + terms[index + 1], prefix=False)]
    before = index > 0 and kind_of(terms[index - 1]) == "cjk"
    return [] if before else [_quoted(terms[index], prefix=True)]


def _quoted(term: str, *, prefix: bool) -> str:
    return f'"{term}"' + ("*" if prefix else "")
