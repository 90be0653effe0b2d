"""Where URLs stand in a text. Found in the original text: NFKC would glue full-width punctuation to them."""

from __future__ import annotations

import re

from earshot.engine.text import chars

_INSIDE = r"[^\s<>\"'`{}|\\^\u2018-\u201f\u3000-\u303f\uff00-\uffef" + chars.CJK + chars.EMOJI + "]"
_URL = re.compile(
    rf"(?<![A-Za-z0-9_])(?:[A-Za-z][A-Za-z0-9+.\-]{{1,15}}://|www\.(?=[A-Za-z0-9])){_INSIDE}*"
    rf"(?:(?<=[/=&#%_~+$@*\-])|(?<=\w))"
)
HINTS = ("://", "www.", "WWW.", "Www.")
"""A text with a URL contains one of these."""


def find_urls(text: str) -> list[tuple[int, int]]:
    """Spans of the URLs of ``text``, in order. Punctuation at the end of a sentence does not belong to them."""
    if not any(hint in text for hint in HINTS):
        return []
    return [_balanced(text, *match.span()) for match in _URL.finditer(text)]


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Closing brackets at the end belong to the URL as far as it opened them itself: ``.../Phone_(old)``."""
    open_ones = text.count("(", start, end) - text.count(")", start, end)
    while open_ones > 0 and text.startswith(")", end):
        end, open_ones = end + 1, open_ones - 1
    return start, end


def overwrite_urls(text: str, sign: str) -> str:
    """``text`` with every character of its URLs replaced by ``sign``, one character."""
    pieces: list[str] = []
    done = 0
    for start, end in find_urls(text):
        pieces.extend((text[done:start], sign * (end - start)))
        done = end
    return "".join((*pieces, text[done:])) if pieces else text
