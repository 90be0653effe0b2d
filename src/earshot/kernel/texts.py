"""Texts for people, in packages that know nothing of translation.

``N_("Server")`` marks a text for the catalogues; ``say("expected a term after %(word)s", word="AND")`` is an English
sentence that remembers how it was made, so that a page can say it again in another language
(``earshot.web.texts.translated``). Both are plain strings to everybody else.

What is written down by one process and read by people later keeps its memory as ``stored(text)``; ``restored`` gives
the sentence back. (``earshot.web.fields.SentenceField`` does both for a column.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping

_AS_IT_IS = "%(text)s"
_MARK = '{"say":'
"""How a stored sentence with parts begins; every other stored text is itself."""


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


def stored(text: str) -> str:
    """``text`` as one plain string that ``restored`` understands: a sentence without parts, or any other text, as it
    is; a sentence with parts as JSON. Parts that are neither numbers nor sentences are stored as text."""
    if isinstance(text, Said) and text.parts:
        return json.dumps(_as_json(text), ensure_ascii=False)
    if text.startswith(_MARK):  # somebody else's text that only looks like ours
        return stored(say(_AS_IT_IS, text=str(text)))
    return str(text)


def restored(text: str) -> str:
    """What ``stored`` was given: a ``Said`` where it had parts. A text that is not ours, or is damaged, is itself."""
    if not text.startswith(_MARK):
        return text
    try:
        return _from_json(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return text


def shortened(text: str, most: int = 500) -> str:
    """A sentence whose parts, or a text that itself, has at most ``most`` characters: others' servers can be wordy."""
    if isinstance(text, Said):
        return say(text.template, **{name: _short_part(part, most) for name, part in text.parts.items()})
    return text if len(text) <= most else text[: most - 1] + "…"


def _short_part(part: object, most: int) -> object:
    return part if isinstance(part, int | float) else shortened(part if isinstance(part, str) else str(part), most)


def _as_json(said: Said) -> dict[str, object]:
    return {"say": said.template, "parts": {name: _part_as_json(part) for name, part in said.parts.items()}}


def _part_as_json(part: object) -> object:
    if isinstance(part, Said):
        return _as_json(part)
    return part if isinstance(part, int | float) else str(part)


def _from_json(found: Mapping[str, object]) -> Said:
    template, parts = found["say"], found["parts"]
    if not isinstance(template, str) or not isinstance(parts, dict):
        raise TypeError("no sentence")
    return say(template, **{name: _from_json(part) if isinstance(part, dict) else part for name, part in parts.items()})
