"""Says findings in a language, without the web framework: the doctor must speak where that one cannot start."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from earshot.kernel.texts import Said
from earshot.site.leaving.schema import PACKAGE

FOLDERS = {"zh-hant": "zh_Hant", "zh-hans": "zh_Hans"}


class Speaker:
    """Translates sentences with every catalogue of Earshot, the doctor's first."""

    def __init__(self, language: str) -> None:
        self._known = NullTranslations()
        for path in _catalogues(language):
            with path.open("rb") as file:
                self._add(GNUTranslations(file))

    def _add(self, more: GNUTranslations) -> None:
        if type(self._known) is NullTranslations:
            self._known = more
        else:
            self._known.add_fallback(more)

    def __call__(self, text: str) -> str:
        """The sentence; English where it is in no catalogue."""
        if not text:
            return ""
        if not isinstance(text, Said):
            return self._known.gettext(str(text))
        words = self._known.gettext(text.template)
        if not text.parts:
            return words
        return words % {name: self(part) if isinstance(part, Said) else part for name, part in text.parts.items()}


def _catalogues(language: str) -> list[Path]:
    if language not in FOLDERS:
        return []
    found = sorted(PACKAGE.rglob(f"locale/{FOLDERS[language]}/LC_MESSAGES/django.mo"))
    return sorted(found, key=lambda path: "doctor" not in path.parts)
