"""What is wrong with a query, and what could be better, as the page shows it: in words, with place and button."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from django.utils.translation import gettext as _

from earshot.engine.query import TOPIC_FIELDS, Frequency, Lint, Query, QueryError, lint, parse
from earshot.engine.query.linting.alone import FLOOD
from earshot.engine.text import fold, search_terms
from earshot.features.listening.reservoir import uniform_sample
from earshot.features.people.models import Membership
from earshot.features.workshop.changing import Edit
from earshot.features.workshop.mending import mend_of_error, mend_of_lint
from earshot.web.texts import translated

LONGEST_LINTED = 6_000
"""Characters of a query up to which it is looked through for remarks while somebody types: of an OR of thousands, each
member is held against the others."""
MOST_REMARKS = 12
"""Shown beside a query; the others are counted."""
FEWEST, MOST = 500, 1_500
"""Sampled posts from which it is said how common a word is: fewer say nothing, more cost more than they tell."""
KEPT_SECONDS = 600.0
_LONGEST_SHOWN = 40
_JOINED = re.compile(r"^(?:AND|OR)\s+|\s+(?:AND|OR)$")
"""Goes with a member that is removed; nothing to speak of."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One error (``kind`` error) or lint. ``start`` and ``end`` in code points, ``line`` and ``column`` from 1.

    ``edit`` is what its button does, ``label`` what the button says.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    message: str
    mend: str
    edit: Edit | None
    label: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that was read: None where it cannot be. ``further`` remarks are not in ``remarks``; ``unlinted``: it is
    too long to be looked through."""

    query: Query | None
    remarks: tuple[Remark, ...]
    further: int = 0
    unlinted: bool = False

    @property
    def wrong(self) -> bool:
        """Whether it cannot be saved."""
        return any(remark.kind == "error" for remark in self.remarks)


def check(membership: Membership, text: str) -> Checked:
    """Read a query as somebody types it; an empty one is neither right nor wrong yet."""
    if not text.strip():
        return Checked(None, ())
    try:
        query = read(text)
    except QueryError as error:
        return Checked(None, (_of_error(text, error),))
    if len(text) > LONGEST_LINTED:
        return Checked(query, (), unlinted=True)
    found = lint(query, frequency(membership.workspace_id))
    return Checked(query, tuple(_of_lint(query, each) for each in found[:MOST_REMARKS]), len(found[MOST_REMARKS:]))


@lru_cache(maxsize=32)
def read(text: str) -> Query:
    """As ``parse``; a query that is tried in many slices is read once."""
    return parse(text, TOPIC_FIELDS)


def readable(text: str) -> Query | None:
    """A query; None where it is empty or cannot be read."""
    try:
        return read(text) if text.strip() else None
    except QueryError:
        return None


def _of_error(text: str, error: QueryError) -> Remark:
    edit = mend_of_error(text, error)
    return _remark("error", text, (error.start, error.end), (error.message, error.mend), edit)


def _of_lint(query: Query, found: Lint) -> Remark:
    return _remark(
        "warn", query.text, (found.start, found.end), (found.message, found.mend), mend_of_lint(query, found)
    )


def _remark(kind: str, text: str, span: tuple[int, int], words: tuple[str, str], edit: Edit | None) -> Remark:
    before = text[: span[0]]
    line, column = before.count("\n") + 1, span[0] - (before.rfind("\n") + 1) + 1
    message, mend = (translated(each) for each in words)
    return Remark(kind, *span, line, column, message, mend, edit, label_of(text, edit) if edit is not None else "")


def label_of(text: str, edit: Edit) -> str:
    """What the button of a change says."""
    gone, come = (text[edit.start : edit.end].strip(), edit.text.strip())
    if not come:
        return _("Remove %(text)s") % {"text": _short(gone)} if gone else _("Close the gap")
    return _("Change to %(text)s") % {"text": _cut(come)} if gone else _("Add %(text)s") % {"text": _short(come)}


def _short(text: str) -> str:
    """A piece without the operator that joins it."""
    return _cut(_JOINED.sub("", text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


# -- how common words are ----------------------------------------------------------------------------------------------

_kept: dict[int, tuple[float, Frequency | None]] = {}
_lock = Lock()


def frequency(workspace_id: int) -> Frequency | None:
    """The share of what the public streams say that has a word, from the sample of posts that nobody asked for (those
    that were kept have the words of their topics). None where the sample is too small to tell."""
    with _lock:
        known = _kept.get(workspace_id)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    texts = list(uniform_sample(workspace_id).order_by("draw").values_list("text", flat=True)[:MOST])
    fresh = _shares(texts) if len(texts) >= FEWEST else None
    with _lock:
        _kept[workspace_id] = (time.monotonic() + KEPT_SECONDS, fresh)
    return fresh


def _shares(texts: list[str]) -> Callable[[str], float]:
    folded = [fold(text) for text in texts]
    counts = Counter(
        term
        for text, plain in zip(texts, folded, strict=True)
        for term in {*search_terms(text).split(), *(char for char in plain if char > "\u2e80")}
    )

    def share(word: str) -> float:
        """A run of Chinese characters is in no more posts than the rarest pair of them."""
        terms = search_terms(word).split()
        longer = [term for term in terms if len(term) > 1] or terms
        most = min((counts[term] for term in longer), default=0) / len(texts)
        if most < FLOOD or len(longer) < 2:
            return most
        return sum(fold(word) in text for text in folded) / len(texts)

    return share
