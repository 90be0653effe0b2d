"""Which scripts a text uses, and how much of each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[@＠][\w.\-]+")
"""Addresses and @names: letters that say nothing of the language."""

CJK = frozenset({"HAN", "HIRAGANA", "KATAKANA", "BOPOMOFO"})
WEIGHT = {"HAN": 3, "HIRAGANA": 2, "KATAKANA": 2, "HANGUL": 2, "BOPOMOFO": 2}
"""A Han character says as much as several letters: "iPhone 好用" is Chinese."""

OF_ONE_LANGUAGE = {
    "THAI": "th",
    "HEBREW": "he",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "ETHIOPIC": "am",
    "HANGUL": "ko",
}
"""Script -> the language that most posts in it are written in."""
ALSO_WRITTEN = {"DEVANAGARI": {"mr", "ne", "sa"}, "ARABIC": {"ar", "fa", "ur", "ps", "ckb", "ug"}, "HEBREW": {"yi"}}
"""Script -> other languages that may rightly be declared for it."""


class _ScriptOf(dict[str, str]):
    """Character -> script by its Unicode name; "" for what is no letter. Fills itself."""

    def __missing__(self, char: str) -> str:
        script = self[char] = _script(char)
        return script


def _script(char: str) -> str:
    if not char.isalpha():
        return ""
    first, _, rest = unicodedata.name(char, "").partition(" ")
    if first == "CJK":
        return "HAN"
    if first in ("FULLWIDTH", "HALFWIDTH"):
        return rest.partition(" ")[0]
    return first if first != "KATAKANA-HIRAGANA" else ""  # the long-vowel mark decorates Chinese too


_SCRIPT_OF = _ScriptOf()


def prose(text: str) -> str:
    """``text`` without addresses and names; hashtags keep their word."""
    return NOT_PROSE.sub(" ", text) if "@" in text or "＠" in text or "://" in text or "www." in text else text


def scripts(text: str) -> Counter[str]:
    """Letters per script."""
    if text.isascii():
        return Counter({"LATIN": sum(map(str.isalpha, text))})
    counted = Counter(map(_SCRIPT_OF.__getitem__, text))
    del counted[""]
    return counted


def main_script(counted: Counter[str]) -> str:
    """The script that carries most of the text; ``HAN`` stands for Chinese and Japanese together, "" for none."""
    weighed: Counter[str] = Counter()
    for script, count in counted.items():
        weighed["HAN" if script in CJK else script] += count * WEIGHT.get(script, 1)
    return weighed.most_common(1)[0][0] if weighed.total() else ""
