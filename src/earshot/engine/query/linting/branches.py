"""Branches that can never matter: contradictions, dead and covered members, conditions that say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from earshot.engine.query.evaluate import Scope
from earshot.engine.query.linting.findings import Kind, Lint, Path, shown
from earshot.engine.query.linting.places import covers
from earshot.engine.query.linting.proving import Placed, Prover
from earshot.kernel.texts import Said, say

_MANY = 60
"""Members beyond which only those that share a word are compared with each other."""


class Branches:
    """Walks through a query. ``known``: what surely holds wherever the branch at hand matters."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover

    def walk(self, node: Node, scope: Scope, path: Path, known: tuple[Placed, ...]) -> Iterator[Lint]:
        """What is to be said about ``node`` and everything below it."""
        match node:
            case And():
                yield from self._and(node, scope, path, known)
            case Or():
                yield from self._or(node, scope, path, known)
            case AtLeast():
                yield from self._at_least(node, scope, path, known)
            case Not(child=child):
                yield from self.walk(child, scope, (*path, 0), known)
            case Within(name=name, child=child):
                yield from self.walk(child, (name,), (*path, 0), known)
            case Near() | Sentence() | Window() | Count():
                for index, operand in enumerate(children(node)):
                    yield from self._operand(operand, (*path, index))
            case _:
                if self.prover.never((node, scope)):
                    yield _contradiction(node, path, say("%(term)s can never match.", term=shown(node)))

    def _and(self, node: And, scope: Scope, path: Path, known: tuple[Placed, ...]) -> Iterator[Lint]:
        clash = self.prover.clash(node, scope)
        if clash is not None:
            message = say(
                "%(first)s and %(second)s exclude each other: nothing can match here.",
                first=shown(clash[0]),
                second=shown(clash[1]),
            )
            yield _contradiction(node, path, message)
            return
        spare = dict(self._spare(node.children, scope, implied=True))
        for index, child in enumerate(node.children):
            here = (*path, index)
            reason = spare.get(index) or self._known(child, scope, known)
            if reason is not None:
                yield _implied(child, reason, here)
            elif self.prover.always((child, scope)):
                yield _lint("always", child, here, say("%(term)s matches every post.", term=shown(child)))
            else:
                rest = tuple(
                    (other, scope) for place, other in enumerate(node.children) if place != index and place not in spare
                )
                yield from self.walk(child, scope, here, known + rest)

    def _known(self, child: Node, scope: Scope, known: Sequence[Placed]) -> Node | None:
        """Something that holds anyway and includes ``child``."""
        for other in known:
            if self.prover.left <= 0:
                break
            if self.prover.implies(other, (child, scope)):
                return other[0]
        return None

    def _or(self, node: Or, scope: Scope, path: Path, known: tuple[Placed, ...]) -> Iterator[Lint]:
        if self.prover.always((node, scope)):
            message = say("%(term)s matches every post.", term=shown(node))
            yield Lint("always", *node.span, message, say("Remove one of its alternatives."), path)
            return
        spare = dict(self._spare(node.children, scope, implied=False))
        refusing = tuple(placed for placed in known if not isinstance(placed[0], TEXT_NODES))
        for index, child in enumerate(node.children):
            here = (*path, index)
            dead = self._dead(child, scope, refusing if isinstance(child, TEXT_NODES) else known)
            if dead is not None:
                yield _lint("dead", child, here, dead)
            elif index in spare:
                yield _subsumed(child, spare[index], here)
            else:
                yield from self.walk(child, scope, here, known)

    def _dead(self, child: Node, scope: Scope, known: Sequence[Placed]) -> Said | None:
        if self.prover.never((child, scope)):
            return say("%(term)s can never match.", term=shown(child))
        for other, where in known:
            if self.prover.left <= 0:
                break
            if self.prover.excludes((child, scope), (other, where)):
                return say("%(term)s can never match beside %(other)s.", term=shown(child), other=shown(other))
        return None

    def _at_least(self, node: AtLeast, scope: Scope, path: Path, known: tuple[Placed, ...]) -> Iterator[Lint]:
        dead = {
            index: said
            for index, member in enumerate(node.members)
            if (said := self._dead(member, scope, known)) is not None
        }
        if len(node.members) - len(dead) < node.times:
            message = say(
                "%(term)s: fewer than %(times)s of its members can match.", term=shown(node), times=node.times
            )
            yield _contradiction(node, path, message)
            return
        for index, member in enumerate(node.members):
            here = (*path, index)
            if index in dead:
                yield _lint("dead", member, here, dead[index])
            else:
                yield from self.walk(member, scope, here, known)

    def _operand(self, node: Node, path: Path) -> Iterator[Lint]:
        """An OR-group in a proximity or count: an alternative all of whose places are another one's."""
        if not isinstance(node, Or):
            return
        kin = _Kin(node.children)
        for index, child in enumerate(node.children):
            wider = next((node.children[other] for other in kin.of(index) if _drops(node.children, index, other)), None)
            if wider is not None:
                yield _subsumed(child, wider, (*path, index))
            else:
                yield from self._operand(child, (*path, index))

    def _spare(self, members: Sequence[Node], scope: Scope, *, implied: bool) -> Iterator[tuple[int, Node]]:
        """(member that may go, member because of which): of two that say the same the first stays."""
        gone: set[int] = set()
        kin = _Kin(members)
        for index in reversed(range(len(members))):
            for other in kin.of(index):
                if other in gone:
                    continue
                narrow, wide = (members[other], members[index]) if implied else (members[index], members[other])
                if self.prover.left > 0 and self.prover.implies((narrow, scope), (wide, scope)):
                    gone.add(index)
                    yield index, members[other]
                    break


def _drops(members: Sequence[Node], index: int, other: int) -> bool:
    narrow, wide = members[index], members[other]
    return covers(narrow, wide) and (other < index or not covers(wide, narrow))


class _Kin:
    """Which members are compared: all, or, of very many, those that share a word and those that are not plain words."""

    def __init__(self, members: Sequence[Node]) -> None:
        self.all = range(len(members))
        self.bases = [_bases(member) for member in members] if len(members) > _MANY else []
        self.loose = [index for index, bases in enumerate(self.bases) if not bases]
        self.by_base: dict[str, list[int]] = {}
        for index, bases in enumerate(self.bases):
            for base in bases:
                self.by_base.setdefault(base, []).append(index)

    def of(self, index: int) -> Iterator[int]:
        """The members with which one is compared."""
        if not self.bases or not self.bases[index]:
            return (other for other in self.all if other != index)
        near = dict.fromkeys(other for base in self.bases[index] for other in self.by_base[base])
        return (other for other in (*near, *self.loose) if other != index)


def _bases(node: Node) -> frozenset[str]:
    """The words of a plain phrase; nothing where it is something else, or has wildcards."""
    if not isinstance(node, Phrase) or any(part.wild for part in node.parts):
        return frozenset()
    return frozenset(part.base.removesuffix("'s") for part in node.parts)


def _contradiction(node: Node, path: Path, message: Said) -> Lint:
    return Lint("contradiction", *node.span, message, say("Remove one of them."), path)


def _lint(kind: Kind, node: Node, path: Path, message: Said) -> Lint:
    return Lint(kind, *node.span, message, say("Remove %(term)s.", term=shown(node)), path, removable=True)


def _subsumed(node: Node, wider: Node, path: Path) -> Lint:
    if node == wider or (covers(node, wider) and covers(wider, node)):
        return _lint("duplicate", node, path, say("%(term)s stands here twice.", term=shown(node)))
    message = say("%(other)s finds everything that %(term)s finds.", other=shown(wider), term=shown(node))
    return _lint("subsumed", node, path, message)


def _implied(node: Node, narrow: Node, path: Path) -> Lint:
    if node == narrow:
        return _lint("duplicate", node, path, say("%(term)s stands here twice.", term=shown(node)))
    message = say("%(other)s already includes %(term)s.", other=shown(narrow), term=shown(node))
    return _lint("implied", node, path, message)
