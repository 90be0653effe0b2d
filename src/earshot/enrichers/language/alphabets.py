"""Languages in Latin and Cyrillic letters, told apart by py3langid.

The model is loaded when the first such text comes, so that only the process that understands posts carries it, and
is cut down to the languages below: each more makes the others' short texts less sure (ADR on the language enricher).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from earshot.enrichers.language.english import is_plainly_english

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs", "ro", "hu", "tr"),
    *("id", "vi", "tl", "ca", "ru", "uk", "bg"),
)


ENOUGH = 500
"""Characters; more of them only cost time."""
PLAINLY = 0.99
"""Probability where the function words alone tell."""


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # with numpy: 18 MB that the pages never need

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    # It keeps all 142 languages for a later choice; we make none, and they weigh 28 MB.
    identifier._full_model = None
    return identifier


def guess(text: str) -> tuple[str, float]:
    """(language, probability) among :data:`LANGUAGES`, by the first :data:`ENOUGH` characters."""
    text = text[:ENOUGH]
    if is_plainly_english(text):
        return "en", PLAINLY
    lang, probability = _identifier().classify(text)
    return lang, float(probability)
