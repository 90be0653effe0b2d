"""The queries that ask for one thing less: whatever misses a query by a single term matches one of these."""

from __future__ import annotations

from collections.abc import Iterator

from earshot.engine.query import Query
from earshot.engine.query.ast import (
    And,
    AtLeast,
    Count,
    Near,
    Node,
    Or,
    Phrase,
    Sentence,
    Window,
    Within,
    children,
)
from earshot.engine.text.tokens import kind_of

_MOST = 200
"""Members of a group that are left out one by one."""


def loosened(query: Query) -> Query | None:
    """One query for all of them; None where nothing would be left to ask for."""
    found = [node for node in dict.fromkeys(_looser(query.tree)) if asks_for_words(Query(node))]
    if not found:
        return None
    return Query(found[0] if len(found) == 1 else Or(tuple(found)))


def _looser(node: Node) -> Iterator[Node]:
    match node:
        case And(children=below):
            yield from _one_less(below)
        case Or(children=below):
            for child in below[:_MOST]:
                yield from _looser(child)
        case Within(name=name, child=child):
            yield from (Within(name, looser) for looser in _looser(child))
            yield child
        case AtLeast(times=times, members=members):
            yield AtLeast(times - 1, members) if times > 1 else Or(members)
        case _:
            yield from apart(node)


def _one_less(members: tuple[Node, ...]) -> Iterator[Node]:
    """The group without each of its members, and with each of its phrases and proximities loosened."""
    for place, child in enumerate(members[:_MOST]):
        before, after = members[:place], members[place + 1 :]
        rest = (*before, *after)
        yield rest[0] if len(rest) == 1 else And(rest)
        yield from (And((*before, looser, *after)) for looser in apart(child))


def apart(node: Node) -> Iterator[Node]:
    """The same words, wherever they stand."""
    match node:
        case Phrase(parts=parts) if len(parts) > 1 and not is_characters(node):
            yield And(tuple(Phrase((part,)) for part in parts))
        case Near() | Sentence() | Window():
            yield And(children(node))
        case Count(operand=operand):
            yield operand


def is_characters(node: Node) -> bool:
    """Whether it is a word of Chinese or Japanese characters, which mean nothing apart."""
    return isinstance(node, Phrase) and all(kind_of(part.base) == "cjk" and not part.sign for part in node.parts)


def asks_for_words(query: Query) -> bool:
    """Whether some word must be there: what only excludes, or only names fields, would let everything through."""
    return query.fts() is not None or query.literals().anchored
