"""Reading a node as what the schema expects, reporting what is not. Nothing here raises: a reader answers with what it
could read, and the document is refused at the end if anything was reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from earshot.engine.policy.forms import Wrong
from earshot.engine.policy.nodes import Entry, Listing, Node, Place, Scalar, Table
from earshot.engine.policy.problems import NOTHING, Problem, closest, listed, quoted
from earshot.kernel.texts import N_, Said, say

T = TypeVar("T")

_MISSING = {
    "role": N_("There is no role %(name)s."),
    "person": N_("There is no person %(name)s."),
    "role or person": N_("There is no role or person %(name)s."),
    "hours": N_("There are no hours %(name)s."),
    "rota": N_("There is no rota %(name)s."),
    "ladder": N_("There is no ladder %(name)s."),
    "handling": N_("There is no handling %(name)s."),
    "finding": N_("There is no property %(name)s that could be a finding."),
    "skill": N_("Nobody has the skill %(name)s."),
    "team": N_("The meeting lists no team %(name)s."),
}
"""What a reference may refer to -> what to say where it does not."""


class Report:
    """Collects every problem of one document. ``zone`` is the document's: dates in conditions are read in it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.zone = "UTC"

    def add(self, place: Place, message: Said, mend: Said = NOTHING) -> None:
        """Report one problem."""
        self.problems.append(Problem(place.line, place.column, message, mend))

    def known(self, word: Scalar, known: Iterable[str], kind: str) -> bool:
        """Whether ``word`` is one of ``known``; reports where it is not."""
        known = [*known]
        if word.text in known:
            return True
        mend = closest(word.text, known) or (
            say("Known: %(words)s.", words=listed(sorted(known)[:12])) if known else say("There are none yet.")
        )
        self.add(word.place, say(_MISSING[kind], name=quoted(word.text)), mend)
        return False

    def form(self, word: Scalar, form: Callable[[str], T]) -> T | None:
        """What ``form`` reads in ``word``; None, reported, where it is wrong."""
        try:
            return form(word.text)
        except Wrong as wrong:
            self.add(word.place_of(wrong.offset), wrong.message, wrong.mend)
            return None


def is_nothing(node: Node | None) -> bool:
    """Whether a key is absent or has no value."""
    return node is None or (isinstance(node, Scalar) and node.is_nothing)


class Section:
    """A mapping whose keys are known. ``what`` names it in messages: ``the rule "Press"``."""

    def __init__(self, node: Node | None, what: Said, keys: tuple[str, ...], report: Report, place: Place) -> None:
        self.what, self.report = what, report
        self.place = place if node is None or is_nothing(node) else node.place
        entries: tuple[Entry, ...] = ()
        if isinstance(node, Table):
            entries = node.entries
        elif not is_nothing(node):
            report.add(
                self.place, say("%(what)s must have keys.", what=what), say("Its keys are %(keys)s.", keys=listed(keys))
            )
        self._entries = {entry.key.text: entry for entry in entries}
        for entry in entries:
            if entry.key.text not in keys:
                mend = closest(entry.key.text, keys, say("Its keys are %(keys)s.", keys=listed(keys)))
                report.add(
                    entry.key.place, say("%(what)s has no key %(name)s.", what=what, name=quoted(entry.key.text)), mend
                )

    def node(self, key: str) -> Node | None:
        """The value of ``key``; None where it is absent or empty."""
        entry = self._entries.get(key)
        return None if entry is None or is_nothing(entry.value) else entry.value

    def place_of(self, key: str) -> Place:
        """Where the key is written; the section where it is not."""
        entry = self._entries.get(key)
        return entry.key.place if entry else self.place

    def scalar(self, key: str, *, required: Said = NOTHING) -> Scalar | None:
        """The text of ``key``. ``required``: the mend where it is missing."""
        entry = self._entries.get(key)
        if entry is not None:
            return self._scalar_of(key, entry)
        if required:
            self.report.add(self.place, say("%(what)s lacks %(name)s.", what=self.what, name=quoted(key)), required)
        return None

    def _scalar_of(self, key: str, entry: Entry) -> Scalar | None:
        if not isinstance(entry.value, Scalar):
            self.report.add(
                entry.value.place,
                say("%(name)s must be one text.", name=quoted(key)),
                say("Write it without a list or keys."),
            )
            return None
        if entry.value.is_nothing or not entry.value.text.strip():
            self.report.add(
                entry.value.place, say("%(name)s has no value.", name=quoted(key)), say("Write one, or remove the key.")
            )
            return None
        return entry.value

    def text(self, key: str, *, required: Said = NOTHING) -> str:
        """The text of ``key``, empty where there is none."""
        scalar = self.scalar(key, required=required)
        return scalar.text if scalar else ""

    def read(self, key: str, form: Callable[[str], T], *, required: Said = NOTHING) -> T | None:
        """The value of ``key`` in one of the written forms."""
        scalar = self.scalar(key, required=required)
        return self.report.form(scalar, form) if scalar else None

    def reference(self, key: str, known: Iterable[str], kind: str, *, required: Said = NOTHING) -> str | None:
        """The name in ``key``, which must be one of ``known``."""
        scalar = self.scalar(key, required=required)
        return scalar.text if scalar and self.report.known(scalar, known, kind) else None

    def references(self, key: str, known: Iterable[str], kind: str) -> tuple[str, ...]:
        """The names listed in ``key``, each of ``known``, each once."""
        known = [*known]
        words = words_of(self.node(key), quoted(key), self.report)
        return tuple(dict.fromkeys(word.text for word in words if self.report.known(word, known, kind)))

    def items(self, key: str) -> Iterator[Node]:
        """The entries of the list in ``key``."""
        node = self.node(key)
        if isinstance(node, Listing):
            yield from node.items
        elif node is not None:
            self.report.add(
                node.place,
                say("%(name)s must be a list.", name=quoted(key)),
                say("Begin each entry with - on a line of its own."),
            )

    def entries(self, key: str) -> tuple[Entry, ...]:
        """The names and values of the mapping in ``key``."""
        node = self.node(key)
        if isinstance(node, Table):
            return node.entries
        if node is not None:
            self.report.add(
                node.place,
                say("%(name)s must have names and values.", name=quoted(key)),
                say("Write name: value below it."),
            )
        return ()


def words_of(node: Node | None, what: Said, report: Report) -> list[Scalar]:
    """The texts of a list; a single text counts as a list of one."""
    if node is None or is_nothing(node):
        return []
    items = node.items if isinstance(node, Listing) else (node,)
    words = [item for item in items if isinstance(item, Scalar) and not item.is_nothing]
    for item in items:
        if item not in words:
            report.add(item.place, say("%(what)s must list names.", what=what), say("Write them as [one, two]."))
    return words
