"""The queries that ask for one thing less: what misses a query by a single term, although something that it asks for is
there, matches one of these."""

from __future__ import annotations

from collections.abc import Iterator

from earshot.engine.query import Query
from earshot.engine.query.ast import (
    TEXT_NODES,
    And,
    AtLeast,
    Count,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Sentence,
    Window,
    Within,
    children,
)
from earshot.engine.text.tokens import kind_of

_MOST = 200
"""Alternatives that are loosened."""
_MANY = 8
"""Members of a group that are left out one by one."""


def loosened(query: Query) -> Query | None:
    """One query for all of them; None where nothing would be left to ask for."""
    found = [node for node in dict.fromkeys(_looser(query.tree)) if asks_for_words(node)]
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
            yield from [AtLeast(times - 1, members)] if times > 1 else _looser(Or(members))
        case _:
            yield from apart(node)


def _one_less(members: tuple[Node, ...]) -> Iterator[Node]:
    """The group without each of its members, and with each of its phrases and proximities loosened."""
    if len(members) > _MANY:
        yield from _one_less_of_many(members)
        return
    for place, child in enumerate(members):
        before, after = members[:place], members[place + 1 :]
        yield _both((*before, *after))
        yield from (And((*before, looser, *after)) for looser in apart(child))


def _one_less_of_many(members: tuple[Node, ...]) -> Iterator[Node]:
    """The same, said shortly: all but one of what is asked for; and all of it, whatever is excluded."""
    excluded = tuple(child for child in members if isinstance(child, Not))
    asked = tuple(child for child in members if not isinstance(child, Not))
    if asked:
        yield _both(asked)
    if len(asked) > 1:
        yield _both((AtLeast(len(asked) - 1, asked), *excluded))


def _both(members: tuple[Node, ...]) -> Node:
    return members[0] if len(members) == 1 else And(members)


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


def asks_for_words(node: Node) -> bool:
    """Whether some word must be there: what only excludes, or only names fields, would let everything through."""
    match node:
        case And(children=below):
            return any(map(asks_for_words, below))
        case Or(children=below):
            return all(map(asks_for_words, below))
        case AtLeast(times=times, members=members):
            return sum(not asks_for_words(member) for member in members) < times
        case Within(child=child):
            return asks_for_words(child)
    return isinstance(node, TEXT_NODES)
