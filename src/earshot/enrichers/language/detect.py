"""Puts script, model and declaration together."""

from __future__ import annotations

from collections import Counter

from earshot.enrichers.language import chinese
from earshot.enrichers.language.alphabets import LANGUAGES, guess
from earshot.enrichers.language.scripts import ALSO_WRITTEN, OF_ONE_LANGUAGE, main_script, prose, scripts
from earshot.ports.enricher import Finding, Understood

LETTERS_NEEDED = 4
"""Letters below which an alphabet tells nothing."""
SURE = 0.45
"""Probability from which the model is believed alone (95 of 100 right on word pairs)."""
CONTRADICTS = 0.9
"""Probability from which the model outweighs a declaration, in a text that is long enough."""
LONG = 25
"""Letters from which a text is long enough for that."""
TRADITIONAL_REGIONS = frozenset({"hant", "tw", "hk", "mo"})
SIMPLIFIED_REGIONS = frozenset({"hans", "cn", "sg", "my"})
ALIASES = {"cmn": "zh", "yue": "zh-hant", "jp": "ja", "in": "id", "iw": "he", "nb": "no", "nn": "no", "fil": "tl"}
CYRILLIC = frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "ba", "tt"})
OWN_SCRIPT = frozenset({"zh", "ja"}) | frozenset(OF_ONE_LANGUAGE.values()) | frozenset().union(*ALSO_WRITTEN.values())


class LanguageEnricher:
    """Finds ``language``: a BCP 47 code, ``zh-Hant | zh-Hans | zh``, or ``und``."""

    name = "language"
    version = "1"
    order = 10

    def enrich(self, post: Understood) -> Finding:
        """Never None: ``und`` with confidence 0 says that it cannot tell."""
        text = prose(f"{post.title} {post.text}" if post.title else post.text)
        lang, confidence, reasons = detect(text, normal(post.lang))
        return Finding("language", lang, round(confidence, 2), f"{self.name}@{self.version}", reasons)


def normal(declared: str) -> str:
    """A declared code in our spelling: ``zh-TW`` -> ``zh-Hant``, ``en_US`` -> ``en``; "" for none."""
    base, *more = declared.strip().lower().replace("_", "-").split("-")
    base, *more = [*ALIASES.get(base, base).split("-"), *more]
    if base != "zh":
        return "" if base == "und" else base
    if TRADITIONAL_REGIONS & set(more):
        return "zh-Hant"
    return "zh-Hans" if SIMPLIFIED_REGIONS & set(more) else "zh"


def detect(text: str, declared: str) -> tuple[str, float, tuple[str, ...]]:
    """(language, confidence 0..1, pieces that told). ``declared`` as :func:`normal` gives it."""
    counted = scripts(text)
    script = main_script(counted)
    if script == "HAN":
        return chinese.decide(text, counted, declared)
    if script in ("LATIN", "CYRILLIC"):
        return (*_alphabetic(text, counted[script], script, declared), ())
    if script == "ARABIC":
        return (*_arabic(text, declared), ())
    lang = OF_ONE_LANGUAGE.get(script, "")
    if declared in ALSO_WRITTEN.get(script, ()):
        return declared, 0.9, ()
    return (lang, 0.95, ()) if lang else (declared or "und", 0.3 if declared else 0.0, ())


def _alphabetic(text: str, letters: int, script: str, declared: str) -> tuple[str, float]:
    plausible = declared if declared and _fits(declared, script) else ""
    if letters < LETTERS_NEEDED:
        return (plausible, 0.4) if plausible else ("und", 0.0)
    lang, probability = guess(text)
    if not plausible:
        return (lang, probability) if probability >= SURE else ("und", 0.0)
    if lang == plausible:
        return lang, max(probability, 0.7)
    # A declared language that the model does not know cannot be contradicted by it.
    contradicted = plausible in LANGUAGES and letters >= LONG and probability >= CONTRADICTS
    return (lang, probability) if contradicted else (plausible, 0.6)


def _fits(declared: str, script: str) -> bool:
    base = declared.split("-")[0]
    if script == "CYRILLIC":
        return base in CYRILLIC
    return base not in OWN_SCRIPT and base not in CYRILLIC - {"sr"}


def _arabic(text: str, declared: str) -> tuple[str, float]:
    if declared in ALSO_WRITTEN["ARABIC"]:
        return declared, 0.9
    letters = Counter(text)
    if letters["ٹ"] + letters["ڈ"] + letters["ے"] + letters["ں"]:
        return "ur", 0.9
    return ("fa", 0.9) if sum(letters[char] for char in "پچژگی") > 1 else ("ar", 0.9)
