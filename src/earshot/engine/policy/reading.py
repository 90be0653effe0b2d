"""Reads YAML 1.2 safely into nodes with places: no objects are made, no alias followed, no type guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from earshot.engine.policy.nodes import Entry, Listing, Node, Place, Scalar, Table
from earshot.engine.policy.pieces import in_pieces
from earshot.engine.policy.problems import Problem, quoted
from earshot.kernel.texts import Said, say

LONGEST = 1_000_000
"""Characters. 2,000 rules are about a third of it."""

DEEPEST = 20
"""Levels of nesting; the document needs 5."""


class _Stop(Exception):
    """Nothing after this place can be read."""


def read(text: str) -> tuple[Node | None, list[Problem]]:
    """The document's root and what is wrong with it as YAML; None where nothing could be read. Never raises."""
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        return None, [
            Problem(
                1,
                1,
                say("The document is longer than %(number)s characters.", number=f"{LONGEST:,}"),
                say("Split it into workspaces."),
            )
        ]
    root = in_pieces(text, _piece)
    return (root, []) if root is not None else read_at_once(text)


def _piece(text: str, depth: int) -> Node | None:
    root, problems = read_at_once(text, depth)
    return None if problems else root


def read_at_once(text: str, depth: int = 0) -> tuple[Node | None, list[Problem]]:
    """What ``read`` answers, of a text that stands so many levels deep, without parting it."""
    reader = _Reader(text)
    root: Node | None = None
    try:
        root = reader.document(depth)
    except _Stop:
        pass
    except ReaderError as error:
        reader.problems.append(_unreadable(text, error.position))
    except MarkedYAMLError as error:
        reader.problems.append(_broken(error))
    except YAMLError as error:  # pragma: no cover - the library raises the two above
        reader.problems.append(Problem(1, 1, say("This is not YAML: %(problem)s.", problem=error)))
    return root, reader.problems


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def document(self, depth: int) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event, say("A second document begins here."), say("Remove the line with ---."))
                root = self._node(next(self._events), depth)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        if depth > DEEPEST:
            self._stop(
                event, say("This is nested too deeply."), say("See the policy guide for the shape of the document.")
            )
        if isinstance(event, AliasEvent):
            self._add(
                event, say("Aliases (*%(name)s) are not read.", name=event.anchor), say("Write the value out again.")
            )
            return Scalar(_place(event), "")
        if event.tag is not None:
            self._add(event, say("Tags (%(name)s) are not read.", name=event.tag), say("Remove the tag."))
        if isinstance(event, ScalarEvent):
            source = self.text[event.start_mark.index : event.end_mark.index]
            return Scalar(_place(event), event.value, source, event.style or "")
        if isinstance(event, SequenceStartEvent):
            return Listing(_place(event), tuple(self._node(item, depth + 1) for item in self._until_end()))
        assert isinstance(event, MappingStartEvent)
        return Table(_place(event), tuple(self._entries(depth)))

    def _until_end(self) -> Iterator[Any]:
        while not isinstance(event := next(self._events), CollectionEndEvent):
            yield event

    def _entries(self, depth: int) -> Iterator[Entry]:
        seen: dict[str, Place] = {}
        for event in self._until_end():
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(value, Scalar) and not value.source:
                value = Scalar(key.place, "")  # YAML places what is not written behind the next line break
            if not isinstance(key, Scalar):
                self._add(event, say("A key must be a word."), say("Write it as text: key: value."))
            elif key.text in seen:
                message = say(
                    "The key %(name)s is written twice; it stands in line %(line)s already.",
                    name=quoted(key.text),
                    line=seen[key.text].line,
                )
                self._add(event, message, say("Join the two, or remove one."))
            else:
                seen[key.text] = key.place
                yield Entry(key, value)

    def _add(self, event: Any, message: Said, mend: Said) -> None:
        place = _place(event)
        self.problems.append(Problem(place.line, place.column, message, mend))

    def _stop(self, event: Any, message: Said, mend: Said) -> None:
        self._add(event, message, mend)
        raise _Stop


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _unreadable(text: str, position: int) -> Problem:
    before = text[:position]
    line, column = before.count("\n") + 1, position - before.rfind("\n")
    return Problem(
        line,
        column,
        say("The character %(character)s can not stand in YAML.", character=repr(text[position])),
        say("Remove it."),
    )


def _broken(error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = say("This is not YAML: %(problem)s.", problem=error.problem or error.context)
    return Problem(line, column, message, _mend(error.problem or ""))


def _mend(problem: str) -> Said:
    if "\\t" in problem or "tab" in problem:
        return say("Indent with spaces.")
    if "mapping values" in problem:
        return say("Put a text that contains a colon and a space in quotes.")
    if "cannot start any token" in problem:
        return say("Put the text in quotes.")
    if "expected ':'" in problem:
        return say("Write key: value, and indent what belongs to a key below it.")
    return say("Check the quotes, the brackets and the indentation here.")
