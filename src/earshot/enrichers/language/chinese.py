"""Chinese or Japanese, traditional or simplified: by the characters that only one of them uses (OpenCC's tables)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DECORATIVE = "のノ"
"""Kana that Chinese shops and posts use for looks."""
ALSO_CHINESE = frozenset("予欠疏缶呪豊痩晩黒荘醋釈壱弐両")
"""Listed as reformed Japanese forms, but Chinese posts use them too."""
KANA_SHARE = 0.08
"""Of the CJK characters of a Japanese text, at least this share is kana."""


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters that tell. ``japanese``: reformed forms that no Chinese text uses; ``telling``: all of them."""

    simplified: frozenset[str]
    traditional: frozenset[str]
    japanese: frozenset[str]
    telling: frozenset[str]


@cache
def characters() -> Characters:
    """Read once, when the first Han character is met.

    A character is simplified where it has a traditional form and is none itself (后 is both: it tells nothing).
    """
    to_traditional, to_simplified = _table("STCharacters.txt"), _table("TSCharacters.txt")
    simplified = {char for char, forms in to_traditional.items() if char not in forms and char not in to_simplified}
    traditional = {char for char, forms in to_simplified.items() if char not in forms and char not in to_traditional}
    reformed = {form for forms in _table("JPVariants.txt").values() for form in forms}
    chinese = set(to_traditional) | set(to_simplified) | {f for forms in to_simplified.values() for f in forms}
    japanese = reformed - chinese - ALSO_CHINESE
    telling = simplified | traditional | japanese
    return Characters(frozenset(simplified), frozenset(traditional), frozenset(japanese), frozenset(telling))


def _table(name: str) -> dict[str, list[str]]:
    lines = (files("opencc") / "dictionary" / name).read_text("utf-8").splitlines()
    return {char: forms.split(" ") for char, _, forms in (line.strip().partition("\t") for line in lines) if forms}


def decide(text: str, counted: Counter[str], declared: str) -> tuple[str, float, tuple[str, ...]]:
    """(language, confidence, characters that told) of a text whose main script is Han or kana."""
    kana = counted["HIRAGANA"] + counted["KATAKANA"] - sum(text.count(char) for char in DECORATIVE)
    cjk = kana + counted["HAN"]
    if kana > 0 and kana >= KANA_SHARE * cjk:
        return "ja", min(1.0, 0.6 + 2 * kana / cjk), ()
    known = characters()
    telling = [char for char in text if char in known.telling]
    simplified = [char for char in telling if char in known.simplified]
    traditional = [char for char in telling if char in known.traditional]
    japanese = [char for char in telling if char in known.japanese]
    # Japanese shares most of its characters with traditional Chinese: a few reformed ones among them tell.
    if len(japanese) > len(simplified) and 5 * len(japanese) > len(traditional):
        return "ja", 0.8, _some(japanese)
    if declared == "ja" and not simplified:
        return "ja", 0.6, ()
    return _chinese(simplified, traditional, counted, declared)


def _chinese(
    simplified: list[str], traditional: list[str], counted: Counter[str], declared: str
) -> tuple[str, float, tuple[str, ...]]:
    if counted["BOPOMOFO"] and not simplified:
        return "zh-Hant", 0.9, ()
    told = len(simplified) + len(traditional)
    if len(simplified) == len(traditional):
        return (declared, 0.6, ()) if declared in ("zh-Hant", "zh-Hans") else ("zh", 0.9, ())
    winner, lang = (simplified, "zh-Hans") if len(simplified) > len(traditional) else (traditional, "zh-Hant")
    return lang, len(winner) / (told + 0.2), _some(winner)


def _some(chars: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chars))[:5]
