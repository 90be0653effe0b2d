"""Classes of characters, as pieces of regular expressions of our own (a user's never runs).

``CJK`` are the scripts written without spaces whose every character is a token: Han, kana, bopomofo.
``EMOJI`` are the characters with the Unicode property Emoji, without digits, letters-in-disguise and the legal
signs ``©`` ``®`` (which stand inside names: ``Acme® phone`` is the phrase "acme phone").
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

CJK = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
    "\U0001aff0-\U0001afff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Han, kana and bopomofo, as the inside of a character class."""

ACCENTS = "\u0300-\u036f"
"""The only marks that folding removes."""

TONES = "\U0001f3fb-\U0001f3ff"
REGIONAL = "\U0001f1e6-\U0001f1ff"
KEYCAP = "\u20e3"
JOINER = "\u200d"
EMOJI_TAGS = "\U000e0020-\U000e007f"

EMOJI = (
    "\u203c\u2049\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u25aa\u25ab\u25b6\u25c0"
    "\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f"
    "\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699"
    "\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3"
    "\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721"
    "\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2934"
    "\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e"
    "\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb"
    "\U0001f7f0\U0001f900-\U0001faff"
)
"""Characters that can begin an emoji sequence, as the inside of a character class."""

DROPPED = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
"""Soft hyphen, zero-width, bidi controls and variation selectors: as if they were not there. The joiner U+200D is
not among them: it holds emoji together, and is dropped elsewhere by ``folding``."""

URL_MARK = "\x01"
"""Stands for every character of a URL while a text is cut into tokens. Control characters that a text contains
itself are spaces by then."""

SURE_SIGNS = {"#": "\x02", "@": "\x03", "$": "\x04"}
"""A sign before which stands a letter that is no ASCII letter but would fold to one (``café#tag``)."""

COMPLEX = "\x05"
"""Stands for a character whose folding depends on its neighbours: the text is then normalised as a whole."""


@cache
def marks() -> str:
    """All combining marks but the keycap, as the inside of a character class.

    Reckoned from the interpreter's own Unicode tables when the first text that is not ASCII is met: a few
    milliseconds, once.
    """
    ranges: list[str] = []
    start = last = -2
    for code in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0), sys.maxunicode):
        if unicodedata.category(chr(code))[0] == "M" and code != ord(KEYCAP):
            if code != last + 1:
                _add(ranges, start, last)
                start = code
            last = code
    _add(ranges, start, last)
    return "".join(ranges)


def _add(ranges: list[str], start: int, last: int) -> None:
    if start >= 0:
        ranges.append(f"{chr(start)}-{chr(last)}")
