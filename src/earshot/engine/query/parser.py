"""Lexemes into a tree. Recursive descent: proximity binds before NOT, NOT before AND, AND before OR."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

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
_NAMES = {
    "and": "AND", "or": "OR", "not": "NOT", "near": "NEAR", "sentence": "SENTENCE", "atleast": "ATLEAST", "close": ")",
    "comma": ",", "within": "the field",
}  # fmt: skip


def parse_tree(text: str, fields: FieldSet) -> Node:
    """The tree of ``text``.

    Raises:
        QueryError: the first thing that is wrong.
    """
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise QueryError(
            "A query may be at most 64 kB long.", 0, len(text), "a shorter query", "Split it into several topics."
        )
    lexemes = lex(text, fields)
    terms = sum(
        len(item.value.values) if isinstance(item.value, Field) else 1 for item in lexemes if item.kind == "atom"
    )
    if terms > MOST_TERMS:
        raise QueryError(
            "A query may have at most {most} terms; this one has {terms}.", 0, len(text), "fewer terms",
            "Split it into several topics.", most=MOST_TERMS, terms=terms,
        )  # fmt: skip
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
            raise QueryError("The query is empty.", 0, len(self.text), "a term", "Write a word to search for.")
        node = self._or()
        if self.next.kind != "end":
            raise self._unexpected(self.next)
        return node

    def _deeper(self, at: Lexeme) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise QueryError(
                "The query is nested more than {most} deep.", at.start, at.end, "fewer brackets",
                "Split it into several topics.", most=MOST_DEPTH,
            )  # fmt: skip

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
        left, grouped = self._postfix()
        while self.next.kind in ("near", "sentence"):
            operator = self._take()
            self._deeper(operator)
            self._check_operand(left, operator, chained=not grouped)
            right, _ = self._postfix()
            self._check_operand(right, operator, chained=False)
            left, grouped = _join(operator, left, right), False
        return left

    def _check_operand(self, node: Node, operator: Lexeme, *, chained: bool) -> None:
        allowed = _is_term(node) or (chained and isinstance(node, Near | Sentence))
        if not allowed:
            raise QueryError(
                "{name} stands between words, phrases, wildcards, {{...}} or OR-groups of these.", *node.span,
                "a word, a phrase or (a OR b)", "Take it out of the proximity: (a {name} b) AND ...",
                name=self.text[operator.start : operator.end],
            )  # fmt: skip

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
        if not isinstance(node, And) or not all(_is_term(child) for child in node.children):
            raise QueryError(
                "~{n} stands after a group of words, phrases or OR-groups joined by AND.", *span,
                f"(a AND b)~{distance}",
                "Write (a AND b)~{n}.", n=distance,
            )  # fmt: skip
        return _not_too_wide(Window(node.children, distance, span))

    def _count(self, node: Node, times: int, span: tuple[int, int]) -> Node:
        if not _is_term(node):
            raise QueryError(
                "#{n} counts a word, a phrase, a wildcard or an OR-group of these.", *span, f"(a OR b)#{times}",
                "Write a#{n}; for a hashtag put a space before #.", n=times,
            )  # fmt: skip
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
            raise QueryError(
                "The bracket that opens here is not closed.", opened.start, opened.end, ")", "Add ) at its end."
            )
        raise self._unexpected(self.next)

    def _within(self, item: Lexeme) -> Node:
        self._deeper(item)
        child, _ = self._postfix()
        self.depth -= 1
        return Within(cast("str", item.value), child, (item.start, child.span[1]))

    def _atleast(self, item: Lexeme) -> Node:
        opened = self.next
        if opened.kind != "open" or opened.start != item.end:
            raise QueryError(
                "After {name} the members are missing.", item.start, item.end, "(", "Write {name}(a, b, c).",
                name=self.text[item.start : item.end],
            )  # fmt: skip
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
            raise QueryError(
                "ATLEAST/{n} has only {count} members.", item.start, closed.end, f"a number from 1 to {len(members)}",
                "Separate the members by commas, or lower the number.", n=times, count=len(members),
            )  # fmt: skip
        return AtLeast(times, tuple(members), (item.start, closed.end))

    def _missing(self, item: Lexeme) -> QueryError:
        """A term should stand at ``item``, which is none."""
        before = self.lexemes[self.index - 1] if self.index else None
        alone = self.lexemes[0]
        if len(self.lexemes) == 2 and alone.kind in WORD_OPERATORS.values() and alone.end - alone.start > 1:
            return self._word_operator(alone)
        if before is None or before.kind == "open":
            name = _NAMES.get(item.kind, "the end")
            return QueryError(
                "There is no term before {name}.", item.start, item.end, "a term",
                "Write a term there, or remove {name}.", name=name,
            )  # fmt: skip
        return QueryError(
            "A term is missing after {name}.", before.start, before.end, f"a term after {self._shown(before)}",
            "Add the term, or remove {name}.", name=self._shown(before),
        )  # fmt: skip

    def _word_operator(self, item: Lexeme) -> QueryError:
        word = self.text[item.start : item.end]
        return QueryError(
            "{word} is an operator.",
            item.start,
            item.end,
            "a term",
            'Quote it to search for the word: "{word}".',
            word=word,
        )

    def _shown(self, item: Lexeme) -> str:
        return self.text[item.start : item.end]

    def _unexpected(self, item: Lexeme) -> QueryError:
        if item.kind == "close":
            return QueryError("There is a ) here that closes nothing.", item.start, item.end, "a term", "Remove it.")
        return QueryError(
            "{name} cannot stand here.",
            item.start,
            item.end,
            "AND, OR or the end",
            "Remove it.",
            name=self._shown(item),
        )


def _around(members: list[Node]) -> tuple[int, int]:
    return members[0].span[0], members[-1].span[1]


def _is_term(node: Node) -> bool:
    """Words, phrases, wildcards, ``{}``, or OR-groups of these."""
    return isinstance(node, Phrase | Exact) or (
        isinstance(node, Or) and all(_is_term(child) for child in node.children)
    )


def _join(operator: Lexeme, left: Node, right: Node) -> Node:
    span = (left.span[0], right.span[1])
    if operator.kind == "sentence":
        return Sentence(left, right, span)
    distance, ordered = cast("tuple[int, bool]", operator.value)
    return Near(left, right, distance, ordered, span)


def _not_too_wide(node: Window) -> Window:
    if len(node.operands) <= MOST_IN_WINDOW:
        return node
    raise QueryError(
        "~{n} takes at most {most} terms.", *node.span, "fewer terms", "Use NEAR, or SENTENCE.",
        n=node.distance, most=MOST_IN_WINDOW,
    )  # fmt: skip
