"""What could be better about a query that can be read: branches that never matter, words that flood, slips of the pen.

``lint_tree`` walks through the tree once. What it says about branches is proved for every possible post (``proving``):
a ``removable`` part can go without any difference, a ``contradiction`` is never true, an ``always`` always. The rest
(``alone``, ``wording``) is advice. The work is bounded: a very large query gets fewer findings, never wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from earshot.engine.query.ast import And, AtLeast, Node, Not, Or, Within, children
from earshot.engine.query.fields import DEFAULT_SCOPE
from earshot.engine.query.linting.alone import Frequency, everyday, floods, names_nothing
from earshot.engine.query.linting.branches import Branches
from earshot.engine.query.linting.findings import Lint, Path, without
from earshot.engine.query.linting.proving import Prover
from earshot.engine.query.linting.wording import wording
from earshot.kernel.texts import say

__all__ = ["Frequency", "Lint", "lint_tree", "without"]


def lint_tree(tree: Node, text: str = "", frequency: Frequency | None = None) -> tuple[Lint, ...]:
    """Everything that could be better about ``tree``, in the order of the query.

    ``text``: the query as written, for what only the spelling shows. ``frequency``: the share of posts that have a
    folded word; without it a list of the commonest words serves.
    """
    branches = list(_branches(tree))
    whole = () if any(lint.kind == "always" and not lint.path for lint in branches) else _whole(tree)
    found = [*branches, *whole, *floods(tree, frequency), *everyday(tree), *_wordings(tree, text, ())]
    return tuple(sorted(found, key=lambda lint: (lint.start, -lint.end, lint.kind)))


def _branches(tree: Node) -> Iterator[Lint]:
    prover = Prover()
    if prover.always((tree, DEFAULT_SCOPE)):
        yield Lint("always", *tree.span, say("This query matches every post."), say("Say what to listen for."))
        return
    yield from Branches(prover).walk(tree, DEFAULT_SCOPE, (), ())


def _whole(tree: Node) -> Iterator[Lint]:
    """What the query as a whole lacks."""
    if only_not(tree):
        message = say("The query says only what must not be there: it matches almost everything.")
        yield Lint("only-not", *tree.span, message, say("Add what to listen for."))
        return
    if names_nothing(tree):
        message = say("No word, author, site or topic is asked for: this will flood.")
        yield Lint("flood", *tree.span, message, say("Add what to listen for."))
    yield from _costly(tree)


def _costly(tree: Node) -> Iterator[Lint]:
    """The index cannot file it under anything."""
    from earshot.engine.query.index.covering import Coverer  # these know whole queries, and so import us
    from earshot.engine.query.index.reasons import why_costly

    coverer = Coverer(lambda key: 0.0)
    if coverer.cover(tree) is None:
        mend = say("Add a word that every wanted post has.")
        yield Lint("costly", *tree.span, why_costly(tree, coverer), mend)


def only_not(node: Node) -> bool:
    """Whether a post that has nothing of what is named matches."""
    match node:
        case Not(child=child):
            return not only_not(child)
        case And(children=below):
            return all(map(only_not, below))
        case Or(children=below):
            return any(map(only_not, below))
        case AtLeast(times=times, members=members):
            return sum(map(only_not, members)) >= times
        case Within(child=child):
            return only_not(child)
    return False


def _wordings(node: Node, text: str, path: Path) -> Iterator[Lint]:
    yield from wording(node, text, path)
    for index, child in enumerate(children(node)):
        yield from _wordings(child, text, (*path, index))
