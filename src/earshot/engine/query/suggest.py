"""Mends for names that a field set does not have."""

from __future__ import annotations

from difflib import get_close_matches

from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import ALL, TEXT_FIELDS, FieldSet


def unknown_field(name: str, start: int, end: int, fields: FieldSet, text: str) -> QueryError:
    """The error for ``name:`` at ``start``."""
    key = name.lower()
    known = ", ".join(sorted(fields.specs))
    if text.startswith("//", end):
        return QueryError(
            "A URL is searched by its field.", start, end, "url: or site:", 'Write url:"..." or site:example.com.'
        )
    if key in ALL or key in TEXT_FIELDS:
        return QueryError(
            "{name}: is no field of {where}.", start, end, f"one of: {known}",
            "Leave it out; or quote it, \"{name}\", if you mean the word.", name=name, where=fields.name,
        )  # fmt: skip
    near = get_close_matches(key, sorted(fields.specs), n=1)
    guess = f"Did you mean {near[0]}:? " if near else ""
    return QueryError(
        "There is no field {name}:.", start, end, f"one of: {known}",
        "{guess}If you mean the words, quote it: \"{name}\".", name=name, guess=guess,
    )  # fmt: skip


def no_text_here(text: str, start: int, end: int, fields: FieldSet) -> QueryError:
    """The error for a text term where only fields are known; proposes a topic."""
    return QueryError(
        "{where} looks at fields, not at words of the text.", start, end, "a field, for example topic:name",
        "Save the query {text} as a topic and write topic:name here.",
        where=fields.name[:1].upper() + fields.name[1:], text=text,
    )  # fmt: skip
