"""What the button beside an error or a remark does: a change of the text of a query, tried before it is offered.

The engine says in words how to mend; here those words become changes of the text. Each is read again before anybody
sees it: one for an error is offered only where the query can then be read (or its next error lies further on), one for
a removable part only where the query means exactly what the engine promises. So a press never makes matters worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from earshot.engine.query import TOPIC_FIELDS, Lint, Query, QueryError, format, parse
from earshot.engine.query.ast import And, AtLeast, Node, Not, Or, children
from earshot.engine.query.linting import without
from earshot.features.workshop.changing import Edit
from earshot.kernel.texts import Said

LONGEST = 16_000
"""Characters of a query up to which changes are tried: each try reads all of it."""
_CLOSING = (")", '"', "}", ">>>")
_SIGNS = re.compile(r"\s+(?:AND|OR|NOT|O?NEAR/\S+|SENTENCE)\b|\n|\)")
_JOINED = re.compile(r"(?:AND|OR)\b|,", re.ASCII)
_BEFORE = re.compile(r"\s*(?:\b(?:AND|OR)|,)?\s*\Z", re.ASCII)
_FIELD_AND_VALUE = re.compile(r"[^\s()\"]*")


def mend_of_error(text: str, error: QueryError) -> Edit | None:
    """The change of ``text`` that mends ``error``; None where only its writer can know what is meant."""
    if len(text) > LONGEST:
        return None
    further = None
    for edit in _mends(text, error):
        still = _error_of(edit.of(text))
        if still is None:
            return edit
        if further is None and (still.start > error.start + len(edit.text) or _only_open(error, still)):
            further = edit
    return further


def _only_open(error: QueryError, still: QueryError) -> bool:
    """Whether what is wrong now is a bracket that is not closed yet: that has its own button next."""
    return still.expected in _CLOSING and still.message != error.message


def mend_of_lint(query: Query, lint: Lint) -> Edit | None:
    """The change of the query's text that does what ``lint`` proposes; None where there is none to be sure of."""
    text = query.text
    if len(text) > LONGEST:
        return None
    if lint.removable:
        wanted = without(query.tree, lint.path)
        return next((edit for edit in _removals(text, lint.start, lint.end) if _read(edit.of(text)) == wanted), None)
    edit = _rewritten(query, lint)
    return edit if edit is not None and edit.of(text) != text and _read(edit.of(text)) is not None else None


def _rewritten(query: Query, lint: Lint) -> Edit | None:
    written = query.text[lint.start : lint.end]
    if lint.kind == "small-letters":
        return Edit(lint.start, lint.end, written.upper())
    if lint.kind == "wildcard":
        return Edit(lint.start, lint.end, written.strip("*?"))
    if lint.kind == "plainer":
        return _plainer(query, lint)
    return None


def _plainer(query: Query, lint: Lint) -> Edit | None:
    node: Node = query.tree
    for step in lint.path:
        node = children(node)[step]
    match node:
        case Not(child=Not(child=inner)):
            return Edit(lint.start, lint.end, f"({format(inner)})" if isinstance(inner, And | Or) else format(inner))
        case AtLeast(times=times, members=members):
            joined = Or(members, node.span) if times == 1 else And(members, node.span)
            return Edit(lint.start, lint.end, f"({format(joined)})")
    return None


def _mends(text: str, error: QueryError) -> Iterator[Edit]:
    """Changes that may mend it, the likeliest first."""
    start, end = error.start, error.end
    parts = error.mend.parts if isinstance(error.mend, Said) else {}
    if error.mend.startswith("Did you mean"):
        yield Edit(start, end, f"{parts['guess']}:" if "guess" in parts else str(parts["name"]))
    if error.expected in _CLOSING:
        yield from _closed(text, start, error.expected)
    if error.expected.startswith("[") and "TO" in error.expected:
        yield from _turned(text, start, end, error.expected)
    if error.expected in ("NEAR/5", "ATLEAST/2"):
        yield Edit(start, end, f"{text[start:end].rstrip('/').removesuffix('/f')}/{error.expected[-1]}")
    if error.expected == "a number":
        yield Edit(start, end, "~5")
    yield from _without_space(text, start, end)
    if '"%(' in getattr(error.mend, "template", ""):
        yield from _quoted(text, start, end)
    if "{%(" in getattr(error.mend, "template", ""):
        yield Edit(start, end, f"{{{text[start:end].strip()}}}")
    if "emove" in error.mend or "eave it out" in error.mend or error.expected == "a term":
        yield from _removals(text, start, end)


def _closed(text: str, start: int, sign: str) -> Iterator[Edit]:
    """Quotes and braces end before the next operator, a bracket and a comment at the end."""
    if sign in ('"', "}") and (stop := _SIGNS.search(text, start + 1)):
        yield Edit(stop.start(), stop.start(), sign)
    last = len(text.rstrip())
    yield Edit(last, last, sign)


def _turned(text: str, start: int, end: int, expected: str) -> Iterator[Edit]:
    opened = text.find("[", start, end)
    closed = text.find("]", max(opened, start))
    if opened >= 0 <= closed:
        yield Edit(opened, closed + 1, expected)
    yield Edit(start, end, expected)


def _without_space(text: str, start: int, end: int) -> Iterator[Edit]:
    """``lang: en`` and ``followers >=5``: the sign stands directly between."""
    behind = len(text) - len(text[end:].lstrip())
    if text[start:end].endswith((":", "=", "<", ">")) and behind > end:
        yield Edit(end, behind, "")
    if spaced := re.match(r"\w+(\s+)[:<>=]", text[start:]):
        yield Edit(start + spaced.start(1), start + spaced.end(1), "")
    if text[start : start + 1] in (":", "<", "=", ">") and start and text[start - 1].isspace():
        yield Edit(len(text[:start].rstrip()), start, "")


def _quoted(text: str, start: int, end: int) -> Iterator[Edit]:
    """Quotes around what was read as something else, with what hangs on it."""
    whole = _FIELD_AND_VALUE.match(text, end)
    stop = whole.end() if whole else end
    yield Edit(start, stop, f'"{text[start:stop]}"')
    yield Edit(start, end, f'"{text[start:end]}"')


def _removals(text: str, start: int, end: int) -> Iterator[Edit]:
    """The piece goes, together with the operator before it, or the one behind it, or alone."""
    before = _BEFORE.search(text[:start])
    behind = len(text) - len(text[end:].lstrip())
    if not text[end:].strip():
        yield Edit(len(text[:start].rstrip()), len(text), "")
    yield Edit(start, behind if start == 0 or text[start - 1].isspace() else end, "")
    if before and before[0].strip():
        yield Edit(before.start(), end, "")
    if joined := _JOINED.match(text, behind):
        yield Edit(start, len(text) - len(text[joined.end() :].lstrip(" ")), "")
    yield Edit(start, end, "")


def _error_of(text: str) -> QueryError | None:
    try:
        parse(text, TOPIC_FIELDS)
    except QueryError as error:
        return error
    return None


def _read(text: str) -> Node | None:
    try:
        return parse(text, TOPIC_FIELDS).tree
    except QueryError:
        return None
