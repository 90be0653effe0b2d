"""The evaluator against an independent oracle: brute force over lists of tokens that the test itself made.

The oracle knows nothing of texts: it is given the tokens of each sentence as plain strings, and tries every
combination. The evaluator is given the same as text and query.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from earshot.engine.query import Document, parse

Tree = tuple
LATIN = ("ab1", "cb1", "cd2", "ab")
HAN = ("手", "機", "物", "流")
FOLDED = {"机": "機"}
"""Simplified in the query, traditional in the post."""

posts = st.lists(st.lists(st.sampled_from((*LATIN, *HAN)), min_size=1, max_size=7), min_size=1, max_size=3)
"""Sentences of tokens."""

single = st.sampled_from((*LATIN, *HAN, "机")).map(lambda token: ("seq", (token,)))
several = st.lists(st.sampled_from((*LATIN, *HAN)), min_size=2, max_size=3).map(lambda found: ("seq", tuple(found)))
wild = st.sampled_from((("wild", "ab*"), ("wild", "?b1"), ("wild", "*d2"), ("wild", "ab?")))
atom = single | several | wild
either = st.lists(atom, min_size=2, max_size=3).map(lambda found: ("or", *found))
operand = atom | either
chain = st.recursive(
    st.tuples(st.just("near"), operand, operand, st.integers(0, 3), st.booleans()),
    lambda inner: (
        st.tuples(st.just("near"), inner, operand, st.integers(0, 3), st.booleans())
        | st.tuples(st.just("sentence"), inner, operand)
    ),
    max_leaves=3,
)
same_sentence = st.tuples(st.just("sentence"), operand, operand)
close = st.tuples(st.just("window"), st.lists(operand, min_size=2, max_size=3).map(tuple), st.integers(0, 4))
counted = st.tuples(st.just("count"), operand, st.integers(1, 3))
leaf = atom | chain | same_sentence | close | counted
trees = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda found: ("and", *found)),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: ("or", *found)),
        inner.map(lambda tree: ("not", tree)),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: ("atleast", 2, *found)),
    ),
    max_leaves=5,
)


def wildcard(pattern: str, token: str) -> bool:
    """Every way to fill the gaps, tried one by one."""
    if not pattern:
        return not token
    if pattern[0] == "*":
        return any(wildcard(pattern[1:], token[skipped:]) for skipped in range(len(token) + 1))
    return bool(token) and pattern[0] in ("?", token[0]) and wildcard(pattern[1:], token[1:])


Places = Iterator[tuple[int, int]]


def places(tree: Tree, tokens: list[str], sentence: list[int]) -> Places:
    """Every (first, last) of a text operator, last exclusive."""
    return PLACES[tree[0]](tree[1:], tokens, sentence)


def _sequence(rest: Tree, tokens: list[str], sentence: list[int]) -> Places:
    wanted = [FOLDED.get(token, token) for token in rest[0]]
    for first in range(len(tokens)):
        if tokens[first : first + len(wanted)] == wanted:
            yield first, first + len(wanted)


def _wild(rest: Tree, tokens: list[str], sentence: list[int]) -> Places:
    for first, token in enumerate(tokens):
        if token.isascii() and wildcard(rest[0], token):
            yield first, first + 1


def _either(rest: Tree, tokens: list[str], sentence: list[int]) -> Places:
    for member in rest:
        yield from places(member, tokens, sentence)


def _near(rest: Tree, tokens: list[str], sentence: list[int]) -> Places:
    left, right, most, ordered = rest
    for (i, j), (k, m) in itertools.product(places(left, tokens, sentence), places(right, tokens, sentence)):
        if j <= k <= j + most or (not ordered and m <= i <= m + most):
            yield min(i, k), max(j, m)


def _same_sentence(rest: Tree, tokens: list[str], sentence: list[int]) -> Places:
    for (i, j), (k, m) in itertools.product(*(list(places(side, tokens, sentence)) for side in rest)):
        if (j <= k or m <= i) and len(set(sentence[min(i, k) : max(j, m)])) == 1:
            yield min(i, k), max(j, m)


def _window(rest: Tree, tokens: list[str], sentence: list[int]) -> Places:
    for chosen in itertools.product(*(list(places(member, tokens, sentence)) for member in rest[0])):
        covered = [index for i, j in chosen for index in range(i, j)]
        first, last = min(covered), max(covered) + 1
        if len(covered) == len(set(covered)) and last - first - len(covered) <= rest[1]:
            yield first, last


PLACES = {
    "seq": _sequence,
    "wild": _wild,
    "or": _either,
    "near": _near,
    "sentence": _same_sentence,
    "window": _window,
}


def most_apart(found: list[tuple[int, int]]) -> int:
    """How many of the places fit beside each other, by trying all choices."""
    best = 0
    for size in range(1, len(found) + 1):
        for chosen in itertools.combinations(found, size):
            covered = [index for i, j in chosen for index in range(i, j)]
            if len(covered) == len(set(covered)):
                best = size
                break
        else:
            return best
    return best


def true(tree: Tree, tokens: list[str], sentence: list[int]) -> bool:
    kind, *rest = tree
    if kind == "and":
        return all(true(member, tokens, sentence) for member in rest)
    if kind == "or":
        return any(true(member, tokens, sentence) for member in rest)
    if kind == "not":
        return not true(rest[0], tokens, sentence)
    if kind == "atleast":
        return sum(true(member, tokens, sentence) for member in rest[1:]) >= rest[0]
    if kind == "count":
        return most_apart(sorted(set(places(rest[0], tokens, sentence)))) >= rest[1]
    return any(True for _ in places(tree, tokens, sentence))


def written(tree: Tree) -> str:
    kind, *rest = tree
    if kind == "seq":
        return '"' + " ".join(rest[0]) + '"' if len(rest[0]) > 1 else rest[0][0]
    if kind == "wild":
        return rest[0]
    if kind in ("and", "or"):
        return "(" + f" {kind.upper()} ".join(map(written, rest)) + ")"
    if kind == "not":
        return f"NOT ({written(rest[0])})"
    if kind == "atleast":
        return f"ATLEAST/{rest[0]}({', '.join(map(written, rest[1:]))})"
    if kind == "near":
        return f"{written(rest[0])} {'O' * rest[3]}NEAR/{rest[2]} {written(rest[1])}"
    if kind == "sentence":
        return f"{written(rest[0])} SENTENCE {written(rest[1])}"
    if kind == "window":
        return f"({' AND '.join(map(written, rest[0]))})~{rest[1]}"
    return f"{written(rest[0])}#{rest[1]}"


def text_of(post: list[list[str]]) -> str:
    """CJK characters without spaces, words with, each sentence closed."""
    pieces = []
    for sentence in post:
        for before, token in zip(["", *sentence], sentence, strict=False):
            pieces.append((" " if before.isascii() and token.isascii() and before else "") + token)
        pieces.append("。")
    return "".join(pieces)


@given(trees, posts)
@example(("near", ("seq", ("ab1",)), ("seq", ("ab1",)), 3, False), [["ab1"]])
@example(("near", ("seq", ("手", "機")), ("seq", ("機", "手")), 3, False), [["手", "機", "手"]])
@example(("count", ("or", ("seq", ("手", "機")), ("seq", ("機",))), 2), [["手", "機", "手", "機"]])
def test_the_evaluator_agrees_with_brute_force(tree: Tree, post: list[list[str]]) -> None:
    tokens = [token for sentence in post for token in sentence]
    numbers = [number for number, sentence in enumerate(post) for _ in sentence]
    query = parse(written(tree))
    assert query.matches(Document(text_of(post))) is true(tree, tokens, numbers)
