"""Says in the reader's language what packages without translation said in English."""

from __future__ import annotations

from django.utils.translation import gettext

from earshot.kernel.texts import Said


def translated(text: str) -> str:
    """The text in the active language; parts that are sentences themselves are translated too."""
    if not isinstance(text, Said):
        return gettext(text) if text else ""
    sentence = gettext(text.template)
    if not text.parts:
        return sentence
    return sentence % {name: translated(part) if isinstance(part, Said) else part for name, part in text.parts.items()}
