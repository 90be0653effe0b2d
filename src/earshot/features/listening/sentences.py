"""Sentences that are stored and shown later, in the language of whoever reads them then."""

from __future__ import annotations

from earshot.kernel.texts import Said, say


def as_json(sentence: str) -> object:
    """A sentence with its template and parts, where it remembers them."""
    if isinstance(sentence, Said) and sentence.parts:
        return {"template": sentence.template, "parts": {name: str(part) for name, part in sentence.parts.items()}}
    return str(sentence)


def from_json(stored: object) -> str:
    """The sentence again; ``web.texts.translated`` says it in the reader's language."""
    if isinstance(stored, dict):
        template, parts = str(stored["template"]), dict(stored["parts"])
        return say(template, **parts)
    return str(stored)
