"""A query as a tree of values.

Two trees are equal when they mean the same text was asked for in the same way; ``span`` (where a node stands in the
query, code points, end exclusive) does not count. Text nodes (``Phrase Exact Near Sentence Window Count``) have
*occurrences*, token ranges within one text field; the others are only true or false.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from earshot.engine.text.folding import fold, fold_keeping_accents
from earshot.engine.text.tokens import kind_of, without_tone

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One token of a phrase as written (``Café``, ``deliver*``), with its sign ``#``, ``@`` or ``$`` if it has one."""

    text: str
    sign: str = ""
    base: str = field(init=False, compare=False, repr=False)
    """Folded, without accents and skin tones."""
    full: str = field(init=False, compare=False, repr=False)
    """Folded with accents and tones, where it has any; else ""."""
    wild: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        folded, full = fold(self.text), fold_keeping_accents(self.text)
        base = without_tone(folded)
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "full", full if full != base else "")
        object.__setattr__(self, "wild", kind_of(base) == "word" and ("*" in base or "?" in base))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand next to each other; a word is a phrase of one."""

    parts: tuple[Part, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Exact:
    """``{BT}``: exactly these characters."""

    text: str
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """``left NEAR/n right``; ``ordered`` for ONEAR."""

    left: Node
    right: Node
    distance: int
    ordered: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``left SENTENCE right``."""

    left: Node
    right: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """``(a AND b)~n``: all operands, in any order, at most ``distance`` other tokens between first and last."""

    operands: tuple[Node, ...]
    distance: int
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """``a#3``: at least ``times`` occurrences that do not overlap."""

    operand: Node
    times: int
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    child: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``ATLEAST/n(a, b, c)``."""

    times: int
    members: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """``title:(...)``: its text operators look at this text field only."""

    name: str
    child: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field. Quoted where it was written in quotes (an author's name, not the handle)."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, as written; "" is open. ``*_in``: the end itself belongs to it."""

    low: str
    high: str
    low_in: bool = True
    high_in: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """``name:(value OR value)`` or a comparison: true where the post's value is any of them."""

    name: str
    values: tuple[Value | Range, ...]
    span: Span = field(default=(0, 0), compare=False)


Node = Phrase | Exact | Near | Sentence | Window | Count | And | Or | Not | AtLeast | Within | Field
TEXT_NODES = (Phrase, Exact, Near, Sentence, Window, Count)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order written."""
    match node:
        case And(children=below) | Or(children=below):
            return below
        case Window(operands=below):
            return below
        case AtLeast(members=below):
            return below
        case Near(left=left, right=right) | Sentence(left=left, right=right):
            return (left, right)
        case Not(child=child) | Within(child=child):
            return (child,)
        case Count(operand=child):
            return (child,)
        case Phrase() | Exact() | Field():
            return ()
