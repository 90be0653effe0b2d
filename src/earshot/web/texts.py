"""Says in the reader's language what packages without translation said in English."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, pgettext

from earshot.kernel.errors import EarshotError
from earshot.kernel.texts import Said, restored


def translated(text: str) -> str:
    """The text in the active language; parts that are sentences themselves are translated too, and so is a sentence
    that was stored (``kernel.texts.stored``)."""
    if not text:
        return ""
    said = restored(text)
    if not isinstance(said, Said):
        return gettext(said)
    sentence = gettext(said.template)
    if not said.parts:
        return sentence
    return sentence % {name: translated(part) if isinstance(part, Said) else part for name, part in said.parts.items()}


def told(error: EarshotError) -> str:
    """What is wrong and how to mend it, in the active language; Chinese sentences follow each other without a space."""
    message, mend = translated(error.message), translated(error.mend)
    return f"{message}{mend}" if message.endswith(("。", "？", "！")) else f"{message} {mend}".strip()


def listed(words: Iterable[object]) -> str:
    """``a, b, c`` as the reader's language parts the members of a list."""
    return pgettext("between the members of a list", ", ").join(map(str, words))
