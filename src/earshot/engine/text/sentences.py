"""Where sentences end. Found in the original text: NFKC would turn ``。`` twins and ``…`` into something else."""

from __future__ import annotations

import re

from earshot.engine.text import chars

_END = re.compile(r"[。！？｡…\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|[.!?](?=\s|\Z)")
_ABBREVIATION = re.compile(rf"(?<![\w'’])(?:[^\W\d_{chars.CJK}]|Mr|Mrs|Ms|Dr|St|No|vs)\Z")
_LONGEST = 4


def sentence_ends(text: str) -> list[int]:
    """The places (code points) behind each end of a sentence, in order.

    Sentences end at 。！？｡… anywhere, at a line break, and at ``. ! ?`` before white space or the end, except after
    a single letter or Mr Mrs Ms Dr St No vs.
    """
    return [match.end() for match in _END.finditer(text) if not _is_abbreviation(text, match)]


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if match[0] != ".":
        return False
    return _ABBREVIATION.search(text[max(0, match.start() - _LONGEST) : match.start()]) is not None
