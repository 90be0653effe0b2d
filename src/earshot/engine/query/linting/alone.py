"""Terms that stand alone: nothing beside them narrows down what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from earshot.engine.query.ast import And, AtLeast, Field, Node, Not, Or, Phrase, Within
from earshot.engine.query.linting.everyday import brands, commonest
from earshot.engine.query.linting.findings import Lint, Path, shown
from earshot.engine.text.tokens import kind_of
from earshot.kernel.texts import say

Frequency = Callable[[str], float]
"""A folded word (or run of Chinese characters) -> the share of posts that have it, from 0 to 1."""
FLOOD = 0.02
"""A term that is in more of all posts than this makes its branch flood."""
_BROAD = frozenset(("lang", "is", "has", "network", "country", "kind", "hour", "posted", "followers", "age", "market"))
"""Fields that leave very much."""

Found = tuple[Phrase, Path]


def floods(tree: Node, frequency: Frequency | None) -> Iterator[Lint]:
    """A lint for each branch whose words are all very common."""

    def share(node: Phrase) -> float:
        word = _word(node)
        if word is None:
            return 0.0
        return frequency(word) if frequency is not None else FLOOD if word in commonest() else 0.0

    for node, path in _alone(tree, (), lambda node: share(node) >= FLOOD) or ():
        percent = round(100 * share(node)) if frequency is not None else 0
        yield Lint("flood", *node.span, _flood(shown(node), percent), say("Add words that narrow it down."), path)


def _flood(term: str, percent: int) -> str:
    if percent:
        return say("%(term)s is in about %(percent)s%% of all posts: this will flood.", term=term, percent=percent)
    return say("%(term)s is one of the commonest words: this will flood.", term=term)


def names_nothing(tree: Node) -> bool:
    """Whether the query asks for nothing but what very many posts have."""
    return _alone(tree, (), lambda node: False) is None


def everyday(tree: Node) -> Iterator[Lint]:
    """A lint for each brand that stands alone though its name is a common word."""
    for node, path in _alone(tree, (), lambda node: _word(node) in brands()) or ():
        message = say("%(term)s is also an everyday word; many posts will mean something else.", term=shown(node))
        yield Lint("everyday", *node.span, message, say("Add words that belong to the brand, with AND or NEAR."), path)


def _word(node: Phrase) -> str | None:
    """The folded word, or run of Chinese or Japanese characters; None for longer phrases, tags and wildcards."""
    if any(part.sign or part.wild or part.full for part in node.parts):
        return None
    if len(node.parts) == 1:
        return node.parts[0].base
    return "".join(part.base for part in node.parts) if all(kind_of(p.base) == "cjk" for p in node.parts) else None


def _alone(node: Node, path: Path, wanted: Callable[[Phrase], bool]) -> list[Found] | None:
    """The wanted terms that nothing narrows down, none where something does; None where nothing is looked for."""
    match node:
        case Phrase():
            return [(node, path)] if wanted(node) else []
        case Or(children=below):
            return _together(below, path, wanted)
        case And(children=below):
            found = [_alone(child, (*path, index), wanted) for index, child in enumerate(below)]
            telling = [some for some in found if some is not None]
            return [one for some in telling for one in some] if all(telling) and telling else _none(telling)
        case Within(child=child):
            return _alone(child, (*path, 0), wanted)
        case AtLeast(times=1, members=below):
            return _together(below, path, wanted)
        case Not():
            return None
        case Field(name=name):
            return None if name in _BROAD else []
    return []


def _none(telling: list[list[Found]]) -> list[Found] | None:
    return [] if telling else None


def _together(below: tuple[Node, ...], path: Path, wanted: Callable[[Phrase], bool]) -> list[Found] | None:
    found = [_alone(child, (*path, index), wanted) for index, child in enumerate(below)]
    if all(some is None for some in found):
        return None
    return [one for some in found for one in some or ()]
