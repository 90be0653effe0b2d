"""Mends for names that a field set does not have."""

from __future__ import annotations

from difflib import get_close_matches

from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import ALL, TEXT_FIELDS, FieldSet
from earshot.kernel.texts import say


def unknown_field(name: str, start: int, end: int, fields: FieldSet, text: str) -> QueryError:
    """The error for ``name:`` at ``start``."""
    key = name.lower()
    known = ", ".join(sorted(fields.specs))
    if text.startswith("//", end):
        return QueryError(
            say("A URL is searched by its field."),
            start,
            end,
            "url: or site:",
            say('Write url:"..." or site:example.com.'),
        )
    if key in ALL or key in TEXT_FIELDS:
        return QueryError(
            say("%(name)s: is no field of %(where)s.", name=name, where=fields.name),
            start,
            end,
            f"one of: {known}",
            say('Leave it out; or quote it, "%(name)s", if you mean the word.', name=name),
        )
    near = get_close_matches(key, sorted(fields.specs), n=1)
    mend = (
        say('Did you mean %(guess)s:? If you mean the words, quote it: "%(name)s".', guess=near[0], name=name)
        if near
        else say('If you mean the words, quote it: "%(name)s".', name=name)
    )
    return QueryError(
        say("There is no field %(name)s:.", name=name),
        start,
        end,
        f"one of: {known}",
        mend,
    )


def no_text_here(text: str, start: int, end: int, fields: FieldSet) -> QueryError:
    """The error for a text term where only fields are known; proposes a topic."""
    return QueryError(
        say("No words of the text can stand in %(where)s, only fields.", where=fields.name),
        start,
        end,
        "a field, for example topic:name",
        say("Save the query %(text)s as a topic and write topic:name here.", text=text),
    )
