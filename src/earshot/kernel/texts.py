"""Texts for people, in packages that know nothing of translation.

``N_("Server")`` marks a text for the catalogues; ``say("expected a term after %(word)s", word="AND")`` is an English
sentence that remembers how it was made, so that a page can say it again in another language
(``earshot.web.texts.translated``). Both are plain strings to everybody else.
"""

from __future__ import annotations


class Said(str):
    """An English sentence with its template and its parts."""

    __slots__ = ("parts", "template")

    template: str
    parts: dict[str, object]


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for it)
    """``text``, marked for translation."""
    return text


def say(template: str, **parts: object) -> Said:
    """The sentence of a ``%(name)s`` template with its parts filled in."""
    said = Said(template % parts if parts else template)
    said.template = template
    said.parts = parts
    return said
