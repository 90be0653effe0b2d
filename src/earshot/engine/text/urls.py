"""Where URLs stand in a text. Found in the original text: NFKC would glue full-width punctuation to them."""

from __future__ import annotations

import re

from earshot.engine.text import chars

_INSIDE = r"[^\s<>\"'`{}|\\^\u2018-\u201f\u3000-\u303f\uff00-\uffef" + chars.CJK + chars.EMOJI + "]"
_URL = re.compile(
    rf"(?<![A-Za-z0-9_])(?:[A-Za-z][A-Za-z0-9+.\-]{{1,15}}://|www\.(?=[A-Za-z0-9])){_INSIDE}*"
    rf"(?:(?<=[/=&#%_~+$@*\-])|(?<=\w))"
)
_HINT = ("://", "www.", "WWW.", "Www.")


def find_urls(text: str) -> list[tuple[int, int]]:
    """Spans of the URLs of ``text``, in order. Punctuation at the end of a sentence does not belong to them."""
    if not any(hint in text for hint in _HINT):
        return []
    return [_balanced(text, *match.span()) for match in _URL.finditer(text)]


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """``(see https://a.example/b)``: a bracket that opened before the URL does not belong to it."""
    while end < len(text) and text[end] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    return start, end
