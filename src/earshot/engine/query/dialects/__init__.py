"""Queries of other products in our language.

``convert`` never refuses: what can be said is said, everything that is not exactly the same has its note with its place
in the text that was given. What our language has no counterpart for is left out and noted as lost: never silently.

Invariant: ``Converted.query`` is "" (nothing is left) or can be read with the field set that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from earshot.engine.query.dialects.brandwatch import BRANDWATCH
from earshot.engine.query.dialects.building import Builder
from earshot.engine.query.dialects.meltwater import MELTWATER
from earshot.engine.query.dialects.notes import Note
from earshot.engine.query.dialects.reading import pieces
from earshot.engine.query.dialects.rules import Dialect
from earshot.engine.query.dialects.sprinklr import SPRINKLR
from earshot.engine.query.dialects.talkwalker import TALKWALKER
from earshot.engine.query.dialects.x import X
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import TOPIC_FIELDS, FieldSet
from earshot.engine.query.parser import MOST_BYTES, parse_tree
from earshot.engine.query.printing import format_node
from earshot.kernel.texts import say

__all__ = ["DIALECTS", "Converted", "Dialect", "Note", "convert"]

DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect for dialect in (BRANDWATCH, MELTWATER, SPRINKLR, TALKWALKER, X)
}
"""The dialects that can be read, by name."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A foreign query in our language, and what is not exactly the same, in the order of the text."""

    query: str
    notes: tuple[Note, ...]

    @property
    def exact(self) -> bool:
        """Whether nothing was lost or differs."""
        return all(note.kind == "read" for note in self.notes)

    def as_json(self) -> dict[str, object]:
        """The shape that the command line prints."""
        return {"query": self.query, "exact": self.exact, "notes": [note.as_json() for note in self.notes]}


def convert(text: str, dialect: str, fields: FieldSet = TOPIC_FIELDS) -> Converted:
    """``text``, which is in ``dialect`` (a name of ``DIALECTS``), in our language.

    Raises:
        KeyError: there is no such dialect.
    """
    spoken = DIALECTS[dialect]
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return Converted("", (Note("lost", 0, len(text), say("A query may be at most 64 kB long.")),))
    builder = Builder(text, pieces(text, spoken), spoken, fields)
    tree = builder.run()
    notes = sorted(builder.notes, key=lambda note: (note.start, note.end))
    if tree is None:
        return Converted("", tuple(notes))
    query = format_node(tree)
    try:
        parse_tree(query, fields)
    except QueryError as error:  # too many terms, nested too deep
        return Converted("", (*notes, Note("lost", 0, len(text), error.message)))
    return Converted(query, tuple(notes))
