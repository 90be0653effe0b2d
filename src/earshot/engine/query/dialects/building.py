"""The pieces of a foreign query into a tree of ours, with a note for everything that is not exactly the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from earshot.engine.query.ast import Count, Near, Node, Not, Phrase, Sentence, Window, Within
from earshot.engine.query.dialects.joining import all_of, any_of, window_operands
from earshot.engine.query.dialects.notes import Effect, Note, NoteKind
from earshot.engine.query.dialects.reading import Piece
from earshot.engine.query.dialects.rules import Dialect
from earshot.engine.query.dialects.values import Refused, exact_of, node_of
from earshot.engine.query.errors import QueryError
from earshot.engine.query.fields import FieldSet
from earshot.engine.query.parser import MOST_IN_WINDOW, is_term
from earshot.engine.query.scanner import MOST_DISTANCE
from earshot.engine.query.terms import split_parts
from earshot.kernel.texts import Said, say

_MOST_DEPTH = 60


class Builder:
    """Recursive descent: proximity binds before NOT, NOT before AND, AND before OR, as in ours and in all of theirs."""

    def __init__(self, text: str, pieces: Sequence[Piece], dialect: Dialect, fields: FieldSet) -> None:
        self.text = text
        self.pieces = [piece for piece in pieces if piece.kind != "comment"]
        self.unclosed = [piece for piece in pieces if piece.open]
        self.dialect = dialect
        self.fields = fields
        self.index = 0
        self.depth = 0
        self.word = -2
        """Where the last word that is a term of its own stands among the pieces."""
        self.negated = False
        """Whether what is read stands below an odd number of NOTs."""
        self.notes: list[Note] = []

    def run(self) -> Node | None:
        """The tree; None where nothing is left."""
        for piece in self.unclosed:
            self.note("read", piece, say("What opens here is not closed; it was read to the end."))
        parts = [self._or()]
        while self.next.kind != "end":
            stray = self._take()
            self.note("read", stray, say("%(text)s closes or joins nothing; it was left out.", text=self.shown(stray)))
            if self.next.kind != "end":
                parts.append(self._or())
        return all_of([part for part in parts if part is not None])

    @property
    def next(self) -> Piece:
        """The piece at hand."""
        return self.pieces[self.index]

    def _take(self) -> Piece:
        self.index += 1
        return self.pieces[self.index - 1]

    def shown(self, piece: Piece) -> str:
        """The piece as it is written."""
        return self.text[piece.start : piece.end]

    def note(self, kind: NoteKind, piece: Piece, message: Said, start: int | None = None) -> None:
        """Write down what is not the same."""
        self.notes.append(Note(kind, piece.start if start is None else start, piece.end, message))

    def _or(self) -> Node | None:
        begun = len(self.notes)
        members = [self._and()]
        while self.next.kind == "or":
            self._take()
            members.append(self._and())
        kept = [member for member in members if member is not None]
        self._weigh(begun, "more" if self.negated else "less", some=bool(kept))
        return any_of(kept)

    def _weigh(self, begun: int, effect: Effect, *, some: bool) -> None:
        """Say of what was lost here what that does: something of its AND or OR is left."""
        if some:
            for index in range(begun, len(self.notes)):
                note = self.notes[index]
                if note.kind == "lost" and not note.effect:
                    self.notes[index] = replace(note, effect=effect)

    def _and(self) -> Node | None:
        noted = len(self.notes)
        members, begun = [self._not()], self.index
        while self.next.kind not in ("or", "close", "end", "near", "sentence", "paragraph", "window"):
            if self.next.kind == "and":
                self._operator_word(self._take())
            elif self.dialect.phrases and self._two_words():
                message = say("Words beside each other are read as AND; quote them if a phrase is meant.")
                self.note("read", self.next, message, self.pieces[self.index - 1].start)
            members.append(self._not())
            if self.index == begun:  # nothing was read: what stands here belongs to somebody above
                break
            begun = self.index
        kept = [member for member in members if member is not None]
        self._weigh(noted, "less" if self.negated else "more", some=bool(kept))
        return all_of(kept)

    def _two_words(self) -> bool:
        return self.next.kind == "word" and self.word == self.index - 1

    def _operator_word(self, piece: Piece) -> None:
        if not self.dialect.words:
            message = say(
                "%(name)s has no %(word)s; it was read as the operator.", name=self.dialect.title, word=piece.text
            )
            self.note("read", piece, message)
        elif not piece.text.isupper():
            self.note("read", piece, say("%(word)s was read as the operator.", word=piece.text))

    def _not(self) -> Node | None:
        if self.next.kind != "not":
            return self._proximity()
        sign = self._take()
        if sign.text:
            self._operator_word(sign)
        if self.depth > _MOST_DEPTH:
            return self._too_deep(sign)
        self.depth, self.negated = self.depth + 1, not self.negated
        child = self._not()
        self.depth, self.negated = self.depth - 1, not self.negated
        return None if child is None else Not(child)

    def _too_deep(self, piece: Piece) -> Node | None:
        self.note("lost", piece, say("The query is nested too deep; the rest was left out."))
        self.index = len(self.pieces) - 1
        return None

    def _proximity(self) -> Node | None:
        left = self._postfix()
        while self.next.kind in ("near", "sentence", "paragraph"):
            operator = self._take()
            right = self._postfix()
            left = self._joined(operator, left, right)
        return left

    def _joined(self, operator: Piece, left: Node | None, right: Node | None) -> Node | None:
        if left is None or right is None:
            self.note("lost", operator, say("%(text)s has lost one of its sides.", text=self.shown(operator)))
            return left or right
        if operator.kind == "paragraph":
            self.note("differs", operator, say("There is no PARAGRAPH here; it became AND, which is wider."))
            return all_of([left, right])
        if not (is_term(left) or isinstance(left, Near | Sentence)) or not is_term(right):
            message = say(
                "%(text)s stands between words or OR-groups only; it became AND, which is wider.",
                text=self.shown(operator),
            )
            self.note("differs", operator, message)
            return all_of([left, right])
        if operator.kind == "sentence":
            return Sentence(left, right)
        return Near(left, right, self._distance(operator), operator.ordered)

    def _distance(self, operator: Piece) -> int:
        wanted = operator.number or 0
        if not self.shown(operator).endswith(tuple("0123456789fF")):
            message = say("%(text)s allows %(number)s words between.", text=self.shown(operator), number=wanted)
            self.note("read", operator, message)
        return self._at_most(wanted, operator)

    def _at_most(self, wanted: int, piece: Piece) -> int:
        if wanted > MOST_DISTANCE:
            message = say("The distance is at most %(most)s here, which is narrower.", most=MOST_DISTANCE)
            self.note("differs", piece, message)
        return min(wanted, MOST_DISTANCE)

    def _postfix(self) -> Node | None:
        if self.next.kind == "count":
            return self._count(self._take())
        begun = self.index
        node = self._primary()
        while self.next.kind == "window":
            suffix = self._take()
            node = None if node is None else self._window(node, suffix, self.pieces[begun])
        return node

    def _count(self, piece: Piece) -> Node | None:
        node = self._primary()
        if node is None or not is_term(node) or not piece.number:
            self.note("lost", piece, say("%(text)s stands before a word; it was left out.", text=self.shown(piece)))
            return node
        self.note("read", piece, say("%(text)s was read as: at least so often.", text=self.shown(piece)))
        return Count(node, piece.number)

    def _window(self, node: Node, suffix: Piece, begun: Piece) -> Node:
        operands = window_operands(node, quoted=begun.kind == "quoted")
        if operands is None or not 2 <= len(operands) <= MOST_IN_WINDOW:
            message = say(
                "%(text)s could not be kept; without it the query finds other posts.", text=self.shown(suffix)
            )
            self.note("differs", suffix, message)
            return node
        if self.dialect.swaps and begun.kind == "quoted":
            message = say("Here the words may stand in any order equally far apart, which may be wider.")
            self.note("differs", suffix, message, begun.start)
        return Window(operands, self._at_most(suffix.number or 0, suffix))

    def _primary(self) -> Node | None:
        piece = self.next
        if piece.kind in ("close", "end", "or", "and", "near", "sentence", "paragraph", "window"):
            return self._nothing(piece)
        self._take()
        match piece.kind:
            case "open":
                return self._group(piece)
            case "field":
                return self._field(piece)
            case "exact":
                return self._exact(piece)
            case "range":
                self.note("lost", piece, say("%(text)s belongs to no field; it was left out.", text=self.shown(piece)))
                return None
        if piece.kind == "word":
            self.word = self.index - 1
        return self.term(piece)

    def _exact(self, piece: Piece) -> Node | None:
        try:
            return exact_of(piece.text)
        except Refused as refused:
            self.note("lost", piece, say("%(text)s was left out: %(why)s", text=self.shown(piece), why=refused.why))
            return None

    def _nothing(self, piece: Piece) -> Node | None:
        """A term is missing."""
        if piece.kind != "end" and piece.kind != "close":
            self.note("read", piece, say("There is no term before %(text)s.", text=self.shown(piece)))
        if piece.kind == "and":
            self._take()
        return None

    def _group(self, opened: Piece) -> Node | None:
        if self.depth > _MOST_DEPTH:
            return self._too_deep(opened)
        self.depth += 1
        node = self._or()
        self.depth -= 1
        if self.next.kind == "close":
            self._take()
        else:
            self.note("read", opened, say("The bracket that opens here is not closed."))
        return node

    def term(self, piece: Piece) -> Node | None:
        """A word or phrase in our words; None, with a note, where it cannot be searched."""
        text = piece.text
        if not self.dialect.wild and ("*" in text or "?" in text):
            self.note("differs", piece, say("%(name)s has no wildcards; they were left out.", name=self.dialect.title))
            text = text.replace("*", " ").replace("?", " ")
        try:
            return Phrase(split_parts(text, piece.start))
        except QueryError as error:
            self.note("lost", piece, say("%(text)s was left out: %(why)s", text=self.shown(piece), why=error.message))
            return None

    def _field(self, name: Piece) -> Node | None:
        rule = self.dialect.fields.get(name.text.lower())
        first = self.next
        if rule is not None and rule.kind == "text":
            if self.depth > _MOST_DEPTH:
                return self._too_deep(name)
            self.depth += 1
            child = self._postfix()
            self.depth -= 1
            self._differs(rule.differs, name, self.pieces[self.index - 1])
            return None if child is None else Within(rule.to, child)
        values = self._values()
        last = self.pieces[self.index - 1]
        whole = Piece("field", name.start, last.end)
        if rule is None or rule.kind == "lost":
            self._lost(name, whole, known=rule is not None)
            return None
        try:
            node = node_of(rule, values, self.fields)
        except Refused as refused:
            self.note("lost", whole, say("%(text)s was left out: %(why)s", text=self.shown(whole), why=refused.why))
            return None
        self._differs(rule.differs, name, last if values else first)
        return node

    def _differs(self, message: Said | None, name: Piece, last: Piece) -> None:
        if message is not None:
            self.note("differs", Piece("field", name.start, max(last.end, name.end)), message)

    def _lost(self, name: Piece, whole: Piece, *, known: bool) -> None:
        if known:
            message = say("%(name)s: has no counterpart here; it was left out.", name=name.text)
        else:
            message = say(
                "%(name)s: is no operator of %(dialect)s that is known here; it was left out.",
                name=name.text,
                dialect=self.dialect.title,
            )
        self.note("lost", whole, message)

    def _values(self) -> list[Piece]:
        """The values behind a colon: one, or a list in brackets, joined by OR, commas or spaces."""
        if self.next.kind != "open":
            return [self._take()] if self.next.kind in ("word", "quoted", "range", "exact") else []
        self._take()
        found: list[Piece] = []
        deep = 1
        while deep and self.next.kind != "end":
            piece = self._take()
            deep += (piece.kind == "open") - (piece.kind == "close")
            if piece.kind in ("word", "quoted", "range"):
                found.append(piece)
            elif piece.kind in ("and", "not", "near", "sentence"):
                self.note("read", piece, say("The values of a field are joined by OR here."))
        return found
