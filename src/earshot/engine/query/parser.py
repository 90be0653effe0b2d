"""Lexemes into a tree. Recursive descent: proximity binds before NOT, NOT before AND, AND before OR."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from earshot.engine.query import refusals
from earshot.engine.query.ast import (
    TEXT_NODES,
    And,
    AtLeast,
    Count,
    Exact,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Sentence,
    Window,
    Within,
)
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import FieldSet
from earshot.engine.query.lexer import WORD_OPERATORS, lex
from earshot.engine.query.scanner import Lexeme
from earshot.engine.query.suggest import no_text_here

MOST_BYTES = 64 * 1024
MOST_TERMS = 5_000
MOST_DEPTH = 64
MOST_IN_WINDOW = 10


def parse_tree(text: str, fields: FieldSet) -> Node:
    """The tree of ``text``.

    Raises:
        QueryError: the first thing that is wrong.
    """
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise refusals.too_long(text)
    lexemes = lex(text, fields)
    terms = sum(
        len(item.value.values) if isinstance(item.value, Field) else 1 for item in lexemes if item.kind == "atom"
    )
    if terms > MOST_TERMS:
        raise refusals.too_many_terms(text, MOST_TERMS, terms)
    return _Parser(text, lexemes, fields).run()


class _Parser:
    def __init__(self, text: str, lexemes: list[Lexeme], fields: FieldSet) -> None:
        self.text = text
        self.lexemes = lexemes
        self.fields = fields
        self.index = 0
        self.depth = 0

    @property
    def next(self) -> Lexeme:
        return self.lexemes[self.index]

    def _take(self) -> Lexeme:
        self.index += 1
        return self.lexemes[self.index - 1]

    def run(self) -> Node:
        if self.next.kind == "end":
            raise refusals.empty(self.text)
        node = self._or()
        if self.next.kind != "end":
            raise refusals.unexpected(self._shown(self.next), self.next)
        return node

    def _deeper(self, at: Lexeme) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise refusals.too_deep(at, MOST_DEPTH)

    def _or(self) -> Node:
        first = self._and()
        members = [first]
        while self.next.kind == "or":
            self._take()
            members.append(self._and())
        return first if len(members) == 1 else Or(tuple(members), _around(members))

    def _and(self) -> Node:
        first = self._not()
        members = [first]
        while self.next.kind in ("and", "not", "atom", "open", "within", "atleast"):
            if self.next.kind == "and":
                self._take()
            members.append(self._not())
        return first if len(members) == 1 else And(tuple(members), _around(members))

    def _not(self) -> Node:
        if self.next.kind != "not":
            return self._proximity()
        sign = self._take()
        self._deeper(sign)
        child = self._not()
        self.depth -= 1
        return Not(child, (sign.start, child.span[1]))

    def _proximity(self) -> Node:
        depth = self.depth
        left, grouped = self._postfix()
        while self.next.kind in ("near", "sentence"):
            operator = self._take()
            self._deeper(operator)
            self._check_operand(left, operator, chained=not grouped)
            right, _ = self._postfix()
            self._check_operand(right, operator, chained=False)
            left, grouped = _join(operator, left, right), False
        self.depth = depth
        return left

    def _check_operand(self, node: Node, operator: Lexeme, *, chained: bool) -> None:
        allowed = is_term(node) or (chained and isinstance(node, Near | Sentence))
        if not allowed:
            raise refusals.no_operand(self._shown(operator), node.span)

    def _postfix(self) -> tuple[Node, bool]:
        """A primary with its ``~n`` or ``#n``, and whether it stood in brackets."""
        grouped = self.next.kind == "open"
        node = self._primary()
        while self.next.kind in ("window", "count"):
            suffix = self._take()
            number = cast("int", suffix.value)
            span = (node.span[0], suffix.end)
            node = self._window(node, number, span) if suffix.kind == "window" else self._count(node, number, span)
        return node, grouped

    def _window(self, node: Node, distance: int, span: tuple[int, int]) -> Node:
        if not isinstance(node, And) or not all(is_term(child) for child in node.children):
            raise refusals.no_window(distance, span)
        return _not_too_wide(Window(node.children, distance, span))

    def _count(self, node: Node, times: int, span: tuple[int, int]) -> Node:
        if not is_term(node):
            raise refusals.no_count(times, span)
        return Count(node, times, span)

    def _primary(self) -> Node:
        item = self._take()
        match item.kind:
            case "atom":
                return self._atom(item)
            case "open":
                return self._group(item)
            case "within":
                return self._within(item)
            case "atleast":
                return self._atleast(item)
        self.index -= 1
        raise self._missing(item)

    def _atom(self, item: Lexeme) -> Node:
        node = cast("Node", item.value)
        if not self.fields.text and isinstance(node, TEXT_NODES):
            raise no_text_here(self.text[item.start : item.end], item.start, item.end, self.fields)
        return _not_too_wide(node) if isinstance(node, Window) else node

    def _group(self, opened: Lexeme) -> Node:
        self._deeper(opened)
        node = self._or()
        closed = self._close(opened)
        self.depth -= 1
        return replace(node, span=(opened.start, closed.end))

    def _close(self, opened: Lexeme) -> Lexeme:
        if self.next.kind == "close":
            return self._take()
        if self.next.kind == "end":
            raise refusals.not_closed(opened)
        raise refusals.unexpected(self._shown(self.next), self.next)

    def _within(self, item: Lexeme) -> Node:
        self._deeper(item)
        child, _ = self._postfix()
        self.depth -= 1
        return Within(cast("str", item.value), child, (item.start, child.span[1]))

    def _atleast(self, item: Lexeme) -> Node:
        opened = self.next
        if opened.kind != "open" or opened.start != item.end:
            raise refusals.no_members(self._shown(item), item)
        self._take()
        self._deeper(item)
        members = [self._or()]
        while self.next.kind == "comma":
            self._take()
            members.append(self._or())
        closed = self._close(opened)
        self.depth -= 1
        times = cast("int", item.value)
        if times > len(members):
            raise refusals.too_few_members(times, len(members), (item.start, closed.end))
        return AtLeast(times, tuple(members), (item.start, closed.end))

    def _missing(self, item: Lexeme) -> QueryError:
        """A term should stand at ``item``, which is none."""
        before = self.lexemes[self.index - 1] if self.index else None
        alone = self.lexemes[0]
        if len(self.lexemes) == 2 and alone.kind in WORD_OPERATORS.values() and alone.end - alone.start > 1:
            return refusals.only_an_operator(self._shown(alone), alone)
        if before is None or before.kind == "open":
            return refusals.missing_before(item)
        return refusals.missing_after(self._shown(before), before)

    def _shown(self, item: Lexeme) -> str:
        return self.text[item.start : item.end]


def _around(members: list[Node]) -> tuple[int, int]:
    return members[0].span[0], members[-1].span[1]


def is_term(node: Node) -> bool:
    """Words, phrases, wildcards, ``{}``, or OR-groups of these."""
    return isinstance(node, Phrase | Exact) or (isinstance(node, Or) and all(is_term(child) for child in node.children))


def _join(operator: Lexeme, left: Node, right: Node) -> Node:
    span = (left.span[0], right.span[1])
    if operator.kind == "sentence":
        return Sentence(left, right, span)
    distance, ordered = cast("tuple[int, bool]", operator.value)
    return Near(left, right, distance, ordered, span)


def _not_too_wide(node: Window) -> Window:
    if len(node.operands) <= MOST_IN_WINDOW:
        return node
    raise refusals.too_wide(node.distance, MOST_IN_WINDOW, node.span)
